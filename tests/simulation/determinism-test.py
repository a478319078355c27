"""The same seed gives the same run, to the nanosecond and to the byte."""

import os
import subprocess
import unittest

from simulator import Simulation, one_path

LOSSY = one_path(loss="1 %", record="pcap: yes, qlog: yes, keylog: yes")


class Determinism(Simulation):
    def files_of(self, run):
        return {path.name: path.read_bytes() for path in run.folder.iterdir()
                if path.suffix in (".pcap", ".sqlog", ".log")}

    def test_the_same_seed_gives_the_same_fingerprint_and_the_same_bytes(self):
        first = self.simulate(LOSSY, seed=7)
        second = self.simulate(LOSSY, seed=7)
        self.assertEqual(first.fingerprint(), second.fingerprint())
        files = self.files_of(first)
        self.assertEqual(sorted(files), ["client-1.sqlog", "client.pcap", "keys.log",
                                         "server-1.sqlog"])
        self.assertGreater(len(files["client.pcap"]), 2_000_000)
        self.assertEqual(files, self.files_of(second))

    def test_another_seed_gives_another_run(self):
        first = self.simulate(LOSSY, seed=7)
        second = self.simulate(LOSSY, seed=8)
        self.assertNotEqual(first.fingerprint(), second.fingerprint())

    def test_the_environment_and_the_folder_do_not_matter(self):
        first = self.simulate(LOSSY, seed=9)
        os.environ["LC_ALL"] = "C.UTF-8"
        os.environ["TZ"] = "Pacific/Auckland"
        self.addCleanup(os.environ.pop, "TZ")
        second = self.simulate(LOSSY, seed=9)
        self.assertEqual(first.fingerprint(), second.fingerprint())

    def test_traces_do_not_change_the_run(self):
        with_traces = self.simulate(LOSSY, seed=3)
        without = self.simulate(one_path(loss="1 %"), seed=3)
        self.assertEqual(with_traces.fingerprint(), without.fingerprint())

    def test_where_the_memory_lies_does_not_matter(self):
        first = self.simulate(LOSSY, seed=5)
        folder = self.new_folder()
        command = ["setarch", "-R"] + self.command(folder, LOSSY, 5)
        subprocess.run(command, check=True)
        pcap = (first.folder / "client.pcap").read_bytes()
        self.assertEqual(pcap, (folder / "client.pcap").read_bytes())


if __name__ == "__main__":
    unittest.main()
