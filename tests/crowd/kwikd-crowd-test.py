"""Very many sessions on one real kwikd over loopback: each is served, idles, is served again.

    kwikd-crowd-test.py small|large

Prints what a session costs the server's memory. There are deadlines, but nothing is judged by how
long it took.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from typing import NamedTuple

BUILD = pathlib.Path(os.environ["KWIK_BUILD"])
KWIKD = BUILD / "testbed" / "kwikd"
CLIENT = BUILD / "tests" / "crowd" / "crowd-client"
DEADLINE_S = 250
# Measured: 51 to 56 kB, most of it of ngtcp2 and GnuTLS; half as much again for other
# versions of them, other allocators and longer content names.
BYTES_A_SESSION_MOST = 80_000
# Less would mean that the sessions are not there.
BYTES_A_SESSION_LEAST = 20_000
# A second crowd finds the room of the first one. What a heap cannot use again is a few percent.
GROWTH_MOST = 1.1


class Size(NamedTuple):
    sessions: int
    idle_timeout_ms: int
    idle_ms: int


# The sessions idle for longer than QUIC allows an idle connection to live, so they are kept alive.
SIZES = {"small": Size(500, 2_000, 5_000), "large": Size(10_000, 30_000, 40_000)}


def resident_bytes(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


class Crowd(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.content = self.folder / "content"
        self.content.mkdir()
        for number in range(7):
            (self.content / f"{number}.bin").write_bytes(
                hashlib.shake_256(bytes([number])).digest(1_000 + 600 * number))

    def serve(self):
        log = (self.folder / "kwikd.log").open("w+", encoding="ascii")
        self.addCleanup(log.close)
        process = subprocess.Popen([KWIKD, "--listen", "127.0.0.1:0", "--key", "kwikd.key",
                                    "--content", self.content], cwd=self.folder, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        _, address, _, pin = process.stdout.readline().split()
        # What it says of each session must not fill the pipe; cat ends with it.
        drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=log)
        self.addCleanup(drain.wait)
        return process, address, pin

    def visit(self, server, size):
        """One crowd comes, idles, is served again and goes. @return the server's memory then"""
        process, address, pin = server
        client = subprocess.Popen(
            ["timeout", str(DEADLINE_S), CLIENT, address, pin, str(size.sessions),
             str(size.idle_timeout_ms), str(size.idle_ms), self.content],
            text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(client.stderr.close)
        self.addCleanup(client.stdout.close)
        self.addCleanup(client.wait)
        self.addCleanup(client.kill)
        stages = {}
        for line in client.stdout:
            stage, count = line.split()
            stages[stage] = (int(count), resident_bytes(process))
        self.assertEqual(client.wait(), 0, client.stderr.read())
        self.assertEqual([*stages], ["open", "idle", "again", "closed", "repairs"])
        for stage in ("open", "idle", "again", "closed"):
            self.assertEqual(stages[stage][0], size.sessions)
        return max(resident for _, resident in stages.values())

    def test_each_session_is_served_before_and_after_it_was_idle(self):
        size = SIZES[SIZE]
        server = self.serve()
        process = server[0]
        before = resident_bytes(process)
        peak = self.visit(server, size)
        each = (peak - before) / size.sessions
        print(f"kwikd: {size.sessions} sessions, {each / 1000:.1f} kB each", file=sys.stderr)
        self.assertLess(each, BYTES_A_SESSION_MOST)
        self.assertGreater(each, BYTES_A_SESSION_LEAST)
        again = self.visit(server, size._replace(idle_ms=1))
        self.assertLess((again - before) / (peak - before), GROWTH_MOST)
        process.terminate()
        self.assertEqual(process.wait(timeout=60), 0)


if __name__ == "__main__":
    SIZE = sys.argv.pop()
    unittest.main()
