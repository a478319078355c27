"""What the simulator measures against what can be computed by hand (docs/validation.md)."""

import statistics
import unittest

from simulator import Simulation, one_path
from theory import framing_ceiling, reno_bps


class Accuracy(Simulation):
    def goodput(self, seed=1, **changes):
        run = self.simulate(one_path(**changes), seed)
        return run.metric("steady_goodput")

    def response(self, control):
        """The mean goodput under loss as a multiple of what Mathis et al. predict."""
        measured = [self.goodput(seed=seed, rate="50 Mbit/s", delay="25 ms", loss="1 %",
                                 size="16 MB", control=control) for seed in range(1, 6)]
        return statistics.mean(measured) / reno_bps(0.01, 0.050)

    def test_one_clean_path_reaches_the_framing_ceiling(self):
        for megabits, size in ((10, "20 MB"), (100, "200 MB")):
            with self.subTest(megabits=megabits):
                share = self.goodput(rate=f"{megabits} Mbit/s", size=size) / (megabits * 1e6)
                self.assertGreater(share, framing_ceiling() * 0.99)
                # The second half of a download gets what was held back in the first.
                self.assertLess(share, framing_ceiling() * 1.01)

    def test_newreno_under_loss_follows_its_response_function(self):
        response = self.response("reno")
        self.assertGreater(response, 0.85)
        self.assertLess(response, 1.15)

    def test_cubic_under_loss_is_as_friendly_to_reno_as_its_rfc_says(self):
        response = self.response("cubic")
        self.assertGreater(response, 1.0)
        self.assertLess(response, 1.4)

    def test_bbr_under_loss_keeps_70_percent_of_the_link(self):
        # One seed may have 63 % and another 88 %: the mean is judged.
        shares = [self.goodput(seed=seed, rate="50 Mbit/s", delay="25 ms", loss="1 %",
                               size="30 MB", control="bbr") / 50e6 for seed in range(1, 21)]
        self.assertGreater(statistics.mean(shares), 0.70)
        self.assertLess(statistics.mean(shares), 0.85)

    def test_a_handshake_takes_two_round_trips(self):
        run = self.simulate(one_path(rate="1 Gbit/s", delay="50 ms"))
        self.assertGreater(run.metric("handshake_time"), 200e6)
        self.assertLess(run.metric("handshake_time"), 201e6)


if __name__ == "__main__":
    unittest.main()
