"""kwikd --check: every mistake has a place, and says what is allowed."""

import subprocess
import unittest

from daemon import KWIKD, REPOSITORY, DaemonTest

PIN = "0" * 64


class Config(DaemonTest):
    def kwikd(self, *options):
        return subprocess.run([KWIKD, *options], cwd=self.folder, text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)

    def check(self, text, status):
        self.plant("kwikd.yaml", text)
        done = self.kwikd("--check", "kwikd.yaml")
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout + done.stderr

    def test_a_right_file_is_right(self):
        self.plant("public/a", "content")
        self.plant("clients", PIN + " # somebody\n")
        self.assertEqual(self.check(
            f"listen: 0.0.0.0:4433\nkey: host.key\ncontent: public\nuploads: public\n"
            f"uploads_max: 2 GiB\npeers: [192.0.2.1:1={PIN}]\nsecurity: maximum\n"
            "client_keys: clients\ncapacity: 5\ncongestion_control: reno\ndrain_timeout: 1 min\n"
            "metrics: 9433\nlog_level: debug\nlog_format: json\n", 0), "kwikd.yaml: ok\n")
        self.assertEqual(self.tree(), ["clients", "kwikd.yaml", "public", "public/a"])

    def test_every_bad_value_has_its_place_and_what_is_allowed(self):
        for key, value, allowed in (
                ("listen", "localhost", "127.0.0.1:4433"),
                ("key", "''", "1 to 4095 bytes"),
                ("content", "absent", "no such folder"),
                ("uploads", "absent", "no such folder"),
                ("uploads_max", "1 XB", "number of bytes"),
                ("peers", "[192.0.2.1:1]", "ADDRESS:PORT=PIN"),
                ("peers", f"[192.0.2.1:1={PIN}, 192.0.2.1:1={PIN}]", "listed twice"),
                ("security", "hgih", "did you mean 'high'"),
                ("capacity", "1000001", "0 to 1000000"),
                ("congestion_control", "vegas", "cubic, bbr, reno"),
                ("drain_timeout", "10", "allowed: ns, us, ms, s, min, h"),
                ("metrics", "anywhere", "127.0.0.1:4433"),
                ("log_level", "loud", "error, warning, info, debug"),
                ("log_format", "xml", "text, json"),
                ("lsiten", "127.0.0.1:1", "did you mean 'listen'")):
            with self.subTest(key=key, value=value):
                told = self.check(f"# a comment\n{key}: {value}\n", 2)
                self.assertRegex(told.splitlines()[0], r"^kwikd.yaml:2:\d+: error: ")
                self.assertIn(allowed, told)

    def test_all_mistakes_are_told_at_once(self):
        told = self.check("capacity: x\nlog_level: y\nsecurity: [z]\n", 2)
        for line in (1, 2, 3):
            self.assertIn(f"kwikd.yaml:{line}:", told)

    def test_what_is_no_map_or_no_yaml_is_refused(self):
        for text in ("", "- listen\n", "listen", "listen: [\n", "key: a\nkey: b\n"):
            with self.subTest(text=text):
                self.assertIn("error: ", self.check(text, 2))
        self.assertIn("absent.yaml", self.kwikd("--check", "absent.yaml").stderr)

    def test_a_list_of_clients_that_cannot_be_read_is_told_with_both_places(self):
        self.plant("clients", "0123\n")
        told = self.check("client_keys: clients\n", 3)
        self.assertIn("kwikd.yaml:1:14: error: client_keys: ", told)
        self.assertIn("clients:1: not a pin", told)

    def test_every_option_is_a_key(self):
        keys = [line.split("`")[1] for line in
                (REPOSITORY / "docs" / "kwikd-reference.md").read_text().splitlines()
                if line.startswith("| `")]
        self.assertGreaterEqual(len(keys), 14)
        said = self.kwikd("--help").stdout
        for key in keys:
            self.assertIn("--" + key.replace("_", "-").replace("peers", "peer"), said)

    def test_options_override_the_file(self):
        self.plant("kwikd.yaml", "listen: 192.0.2.1:1\nkey: a.key\nlog_level: error\n")
        server = self.serve("--config", "kwikd.yaml", "--log-level", "info")
        self.assertTrue(server.address.startswith("127.0.0.1:"))
        self.assertIn("a.key", self.tree())

    def test_paths_are_relative_to_the_file(self):
        self.plant("etc/kwikd.yaml", "key: own.key\nlisten: 192.0.2.1:1\n")
        self.serve("--config", "etc/kwikd.yaml")
        self.assertEqual(self.tree(), ["etc", "etc/kwikd.yaml", "etc/own.key"])


if __name__ == "__main__":
    unittest.main()
