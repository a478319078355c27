"""The example programs: an echo over Kwik's sockets, between processes over loopback."""

import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAMS = pathlib.Path(os.environ["KWIK_BUILD"]) / "testbed"


class Echo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, name, listen="127.0.0.1:0", *peers):
        """@return the process, its address and its pin"""
        process = subprocess.Popen([PROGRAMS / "echo-server", listen, self.folder / name, *peers],
                                   text=True, stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        _, address, _, pin = process.stdout.readline().split()
        return process, address, pin

    def talk(self, address, pin, streams, size):
        return subprocess.Popen([PROGRAMS / "echo-client", address, pin, str(streams), str(size)],
                                text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def assert_whole(self, client, streams):
        said, complaints = client.communicate(timeout=100)
        self.assertEqual(said, f"{streams} of {streams} streams came back as they were\n",
                         complaints)
        self.assertEqual(client.returncode, 0)

    def test_several_streams_come_back_as_they_were(self):
        _, address, pin = self.serve("a.key")
        self.assert_whole(self.talk(address, pin, 8, 1_000_003), 8)

    def test_a_second_server_that_is_killed_in_the_middle_is_not_missed(self):
        first, address, pin = self.serve("a.key")
        first.kill()  # It has a key and a port now; it starts again with a server beside it.
        first.wait()
        other, other_address, other_pin = self.serve("b.key", "127.0.0.1:0", address, pin)
        _, address, pin = self.serve("a.key", address, other_address, other_pin)
        client = self.talk(address, pin, 4, 20_000_000)
        with self.assertRaises(subprocess.TimeoutExpired):
            client.wait(timeout=0.3)  # Else nothing would be under way.
        other.kill()
        self.assert_whole(client, 4)

    def test_a_server_that_is_another_one_is_not_believed(self):
        _, address, _ = self.serve("a.key")
        client = self.talk(address, "0" * 64, 1, 10)
        said, _ = client.communicate(timeout=100)
        self.assertEqual(said, "0 of 1 streams came back as they were\n")
        self.assertEqual(client.returncode, 1)


if __name__ == "__main__":
    unittest.main()
