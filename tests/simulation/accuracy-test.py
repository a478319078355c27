"""What the simulator measures against what can be computed by hand (docs/validation.md)."""

import math
import unittest

from simulator import Simulation, one_path

# Bytes of one full datagram: 1472 of UDP payload, of which QUIC's short header takes 1 + 8 + 2, the
# AEAD tag 16 and the STREAM frame header about 8; 1502 with IPv4, UDP and PPP on the wire. Of 8192
# bytes of content a KDP frame header takes about 18 more.
STREAM_BYTES = 1472 - 11 - 16 - 8
CEILING = STREAM_BYTES / 1502 * 8192 / (8192 + 18)
SEGMENT_BITS = STREAM_BYTES * 8


def reno_friendly_bps(loss, rtt):
    """RFC 9438 section 4.3: in this region CUBIC does as Reno would, 1.22 / sqrt(p) segments."""
    return 1.22 / math.sqrt(loss) * SEGMENT_BITS / rtt


class Accuracy(Simulation):
    def goodput(self, seed=1, **changes):
        run = self.simulate(one_path(**changes), seed)
        return run.metric("steady_goodput")

    def test_one_clean_path_reaches_the_framing_ceiling(self):
        for megabits, size in ((10, "20 MB"), (100, "200 MB")):
            with self.subTest(megabits=megabits):
                share = self.goodput(rate=f"{megabits} Mbit/s", size=size) / (megabits * 1e6)
                self.assertGreater(share, CEILING * 0.98)
                # The second half of a download gets what was held back in the first.
                self.assertLess(share, CEILING * 1.01)

    def test_cubic_under_loss_follows_its_response_function(self):
        rtt = 0.050
        expected = reno_friendly_bps(0.01, rtt)
        measured = [self.goodput(seed=seed, rate="50 Mbit/s", delay="25 ms", loss="1 %", size="8 MB")
                    for seed in range(1, 6)]
        mean = sum(measured) / len(measured)
        # The function leaves out slow start after a timeout and the delayed acknowledgements that
        # hide losses from each other; others measure 1.0 to 1.4 of it.
        self.assertGreater(mean, 0.8 * expected)
        self.assertLess(mean, 1.6 * expected)

    def test_bbr_under_loss_keeps_most_of_the_link(self):
        measured = [self.goodput(seed=seed, rate="50 Mbit/s", delay="25 ms", loss="1 %",
                                 size="30 MB", control="bbr") for seed in range(1, 4)]
        for goodput in measured:
            self.assertGreater(goodput, 0.7 * 50e6)
            self.assertLess(goodput, 50e6 * CEILING)

    def test_a_handshake_takes_two_round_trips(self):
        run = self.simulate(one_path(rate="1 Gbit/s", delay="50 ms"))
        self.assertGreater(run.metric("handshake_time"), 200e6)
        self.assertLess(run.metric("handshake_time"), 201e6)


if __name__ == "__main__":
    unittest.main()
