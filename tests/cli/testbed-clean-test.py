"""kwiklab testbed clean: what a killed testbed left is found by its marker, and by nothing else."""

import os
import select
import signal
import subprocess
import sys
import unittest
from pathlib import Path

from program import Program

# Holds a marker of the owner that it is told, under a name that many programs could have.
HOLDER = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # With the test.
marker = os.memfd_create(sys.argv[1])
print("ready", flush=True)
signal.pause()
"""


def start_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])


def marker_of(pid, start):
    return f"kwiklab-lab:{os.stat('/proc/self/ns/pid').st_ino}:{pid}:{start}"


class TestbedClean(Program):
    def hold(self, marker):
        process = subprocess.Popen([sys.executable, "-c", HOLDER, marker], stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), b"ready\n")
        return process

    def test_processes_of_a_driver_that_is_gone_are_ended_and_others_are_not(self):
        own, start = os.getpid(), start_of(os.getpid())
        orphan = self.hold(marker_of(own, start - 1))
        working = self.hold(marker_of(own, start))
        stranger = self.hold("kwiklab-links")
        document = self.document("testbed", "clean")
        self.assertEqual(document["found"], document["ended"])
        self.assertGreaterEqual(document["found"], 1)
        self.assertEqual(orphan.wait(), -signal.SIGKILL)
        for process in (working, stranger):
            self.assertIsNone(process.poll())

    def test_it_says_what_it_did(self):
        orphan = self.hold(marker_of(os.getpid(), start_of(os.getpid()) - 1))
        self.assertRegex(self.good("testbed", "clean").stdout, r"Ended \d+ of \d+ processes")
        select.select([orphan.stdout], [], [])
        self.assertEqual(self.good("testbed", "clean").stdout,
                         "Nothing is left of any testbed.\n")

    def test_an_action_that_is_unknown_is_refused_with_the_nearest(self):
        done = self.call("testbed", "claen")
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'clean'", done.stderr)
        self.assertEqual(self.call("testbed").returncode, 2)
        self.assertIn("clean", self.good("testbed", "--help").stdout)


if __name__ == "__main__":
    unittest.main()
