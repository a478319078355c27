"""Who may talk to whom over real sockets: keys of clients, security levels, allowed servers."""

import re
import subprocess
import unittest

from program import BUILD, Program

KWIKD = BUILD / "testbed" / "kwikd"


class DialSecurity(Program):
    def serve(self, name, *options):
        """Starts a server with a key of its own. @return its process, address and pin"""
        process = subprocess.Popen([KWIKD, "--listen", "127.0.0.1:0", "--key", f"{name}.key",
                                    *options], cwd=self.folder, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        _, address, _, pin = process.stdout.readline().split()
        return process, address, pin

    def get(self, server, *options):
        _, address, pin = server
        return self.call("dial", "--server", address, "--pin", pin, "--get", "generated/3000000/1",
                         *options)

    def heard(self, server, kind):
        """The first line of a server about this violation."""
        return next(line for line in server[0].stdout
                    if "security_violation" in line and f"kind={kind} " in line)

    def start_refused(self, server, *options):
        """A client that is not let in. @return when it has heard so"""
        _, address, pin = server
        process = self.start("dial", "--server", address, "--pin", pin, "--get",
                             "generated/3000000/1", "--verbose", *options)
        self.read_until(process, '"cause":"peer_closed"')
        process.terminate()
        process.stderr.read()
        self.assertEqual(process.wait(), 4)

    def pin_of(self, key):
        """The pin of a key file, as dial says it when it proves the key."""
        done = self.get(self.serve("other"), "--key", key)
        self.assertEqual(done.returncode, 0, done.stderr)
        return re.search(r"pin ([0-9a-f]{64})", done.stderr).group(1)

    def test_only_clients_with_a_listed_key_are_let_in(self):
        self.plant("clients.txt", f"# Our clients\n{self.pin_of('known.key')}  # one\n\n")
        server = self.serve("kwikd", "--client-keys", "clients.txt")
        self.assertEqual(self.get(server, "--key", "known.key").returncode, 0)
        self.start_refused(server, "--key", "unknown.key")
        self.heard(server, "client_key_unknown")
        self.assertEqual(self.get(server, "--key", "known.key").returncode, 0)

    def test_the_highest_level_is_demanded_of_both_sides(self):
        high = self.serve("high", "--security", "maximum")
        self.assertEqual(self.get(high, "--security", "maximum").returncode, 0)
        self.assertEqual(self.get(high).returncode, 0)
        done = self.get(self.serve("low"), "--security", "maximum")
        self.assertEqual(done.returncode, 3)
        self.assertIn("client_key_not_asked", done.stderr)

    def test_a_server_with_another_key_is_told_of_at_once(self):
        _, address, _ = self.serve("one")
        done = self.get((None, address, "0" * 64))
        self.assertEqual(done.returncode, 3)
        self.assertIn("wrong_server_key; the server has another key than --pin says", done.stderr)

    def test_what_is_no_pin_and_no_level_is_a_mistake(self):
        server = ["--server", "127.0.0.1:1", "--pin", "0" * 64, "--get", "generated/1/1"]
        for option, value in (("--allow", "0" * 63), ("--security", "low")):
            with self.subTest(option=option):
                done = self.call("dial", *server, option, value)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(option, done.stderr)
        self.plant("clients.txt", "0123\n")
        for options, status, reason in (
                (("--client-keys", "clients.txt"), 3, "clients.txt:1: not a pin"),
                (("--client-keys", "absent"), 3, "absent: cannot be read"),
                (("--capacity", "-1"), 2, "kwikd: --capacity: '-1' "),
                (("--security", "low"), 2, "standard, high, maximum")):
            with self.subTest(options=options):
                done = subprocess.run([KWIKD, *options], cwd=self.folder, text=True, check=False,
                                      capture_output=True)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIn(reason, done.stderr)


if __name__ == "__main__":
    unittest.main()
