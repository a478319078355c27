"""What a run records can be read by other people's tools."""

import contextlib
import json
import sqlite3
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


class Refused(Simulation):
    """A file that is not complete makes a failed run, and no artefact is told of."""

    def attempt_with(self, key, name, end_of):
        folder = self.new_folder()
        end_of(folder / name)
        done = subprocess.run(self.command(folder, one_path(record=f"{key}: yes"), 1),
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(f"{name}: cannot be written", done.stderr)
        with contextlib.closing(sqlite3.connect(folder / "run.sqlite")) as store:
            ((state, failure),) = store.execute("SELECT state, failure FROM run").fetchall()
            self.assertEqual(state, "failed")
            self.assertIn(f"{name}: cannot be written", failure)
            self.assertEqual(store.execute("SELECT * FROM artefact").fetchall(), [])

    def test_a_full_disk(self):
        for key, name in (("pcap", "client.pcap"), ("qlog", "server-1.sqlog"),
                          ("keylog", "keys.log")):
            with self.subTest(key=key):
                self.attempt_with(key, name, lambda path: path.symlink_to("/dev/full"))

    def test_a_folder_in_the_way(self):
        for key, name in (("qlog", "client-1.sqlog"), ("keylog", "keys.log")):
            with self.subTest(key=key):
                self.attempt_with(key, name, lambda path: path.mkdir())


class Restarted(Simulation):
    def test_connections_after_a_restart_have_files_of_their_own(self):
        head, tail = one_path(record="qlog: yes", delay="10 ms").split("record:")
        timeline = ("timeline:\n  - {at: 500 ms, crash: server}\n"
                    "  - {at: 700 ms, restart: server}\n")
        second = "  - download: {from: server, to: client, size: 2 MB, at: 60 s}\n"
        run = self.execute(head + second + timeline + "record:" + tail.split("expect:")[0])
        names = {path.name for path in run.folder.glob("server*.sqlog")}
        self.assertIn("server-1.sqlog", names)
        self.assertIn("server.restart1-1.sqlog", names)
        for name in names:
            text = (run.folder / name).read_text(encoding="utf-8")
            self.assertEqual(text.count("qlog_format"), 1, name)
            times = [json.loads(record)["time"] for record in text.split("\x1e")[2:]]
            self.assertEqual(times, sorted(times), name)
        told = run.store.execute("SELECT path FROM artefact WHERE path LIKE '%server%'").fetchall()
        self.assertEqual({path.rsplit("/", 1)[-1] for (path,) in told}, names)


class ManyConnections(Simulation):
    def test_more_connections_than_open_files(self):
        downloads = "".join(f"  - download: {{from: server, to: client, size: 2 kB, at: {i} ms}}\n"
                            for i in range(40))
        head, tail = one_path(record="qlog: yes, keylog: yes").split("workload:\n")
        scenario = head + "workload:\n" + downloads + tail[tail.index("record:"):]
        scenario = scenario[:scenario.index("expect:")]
        folder = self.new_folder()
        done = subprocess.run(["sh", "-c", 'ulimit -n 32; exec "$@"', "sh",
                               *self.command(folder, scenario, 1)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        with contextlib.closing(sqlite3.connect(folder / "run.sqlite")) as store:
            self.assertEqual(store.execute("SELECT count(*) FROM artefact").fetchall(), [(81,)])
        files = [path.read_bytes() for path in folder.glob("*.sqlog")]
        self.assertEqual(len(files), 80)
        self.assertEqual([text.count(b"qlog_format") for text in files], [1] * 80)


if __name__ == "__main__":
    unittest.main()
