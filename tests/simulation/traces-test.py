"""What a run records can be read by other people's tools."""

import json
import subprocess
import unittest

from simulator import Simulation, one_path

TRACED = one_path(record="pcap: yes, qlog: yes, keylog: yes")


class Traces(Simulation):
    def tshark(self, run, display_filter, field, keys):
        command = ["tshark", "-r", run.folder / "client.pcap", "-Y", display_filter,
                   "-T", "fields", "-e", field]
        if keys:
            command += ["-o", f"tls.keylog_file:{run.folder / 'keys.log'}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.split()

    def test_a_pcap_decrypts_with_the_key_log(self):
        run = self.simulate(TRACED)
        streams = self.tshark(run, "quic.stream.stream_id", "quic.stream.stream_id", keys=True)
        self.assertGreater(len(streams), 1_000)
        names = self.tshark(run, "tls.handshake.extensions_alpn_str",
                            "tls.handshake.extensions_alpn_str", keys=True)
        self.assertEqual(set(names), {"kwik/3"})

    def test_without_the_keys_nothing_of_it_can_be_read(self):
        run = self.simulate(TRACED)
        self.assertEqual(self.tshark(run, "quic.stream.stream_id", "quic.stream.stream_id",
                                     keys=False), [])

    def test_pcap_times_are_simulated_nanoseconds(self):
        run = self.simulate(TRACED)
        times = [float(t) for t in self.tshark(run, "udp", "frame.time_epoch", keys=False)]
        self.assertEqual(times[0], 0.0)
        # The answer to the first datagram: 2 x 20 ms and the time of 1502 bytes each way.
        self.assertAlmostEqual(times[1], 0.0424032, delta=0.0005)
        self.assertEqual(times, sorted(times))

    def test_qlog_times_are_simulated(self):
        run = self.simulate(TRACED)
        end_ms = run.metric("completion_time") / 1e6
        for name in ("client-1.sqlog", "server-1.sqlog"):
            records = (run.folder / name).read_text(encoding="utf-8").split("\x1e")
            events = [json.loads(record) for record in records[2:]]
            times = [event["time"] for event in events]
            self.assertGreater(len(events), 1_000)
            self.assertEqual(times, sorted(times))
            self.assertLess(times[0], 50)
            self.assertAlmostEqual(times[-1], end_ms, delta=1_000)


if __name__ == "__main__":
    unittest.main()
