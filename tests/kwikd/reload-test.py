"""SIGHUP: a configuration is taken as a whole, or not at all."""

import json
import signal
import unittest

from daemon import DaemonTest, Server

START = "listen: 127.0.0.1:0\nmetrics: 0\nkey: a.key\n"


class Reload(DaemonTest):
    def configured(self, text):
        self.plant("kwikd.yaml", START + text)
        return Server(self, "--config", "kwikd.yaml")

    def refused(self, server, text):
        """Reloads what is not taken. @return why"""
        self.plant("kwikd.yaml", text)
        server.reload()
        return server.until("reload_refused")["reason"]

    def taken(self, server, text):
        self.plant("kwikd.yaml", START + text)
        server.reload()
        server.until("reloaded")

    def served(self, server, content, *options):
        done = self.call("dial", "--server", server.address, "--pin", server.pin, "--get", content,
                         *options)
        return done.returncode == 0

    def test_another_folder_of_content_is_served(self):
        self.plant("one/a", "first")
        self.plant("two/b", "second")
        server = self.configured("content: one\n")
        self.assertTrue(self.served(server, "file/a"))
        self.assertFalse(self.served(server, "file/b"))
        self.taken(server, "content: two\n")
        self.assertFalse(self.served(server, "file/a"))
        self.assertTrue(self.served(server, "file/b"))
        self.assertEqual(server.figures()['kwik_reloads_total{result="done"}'], 1)

    def test_other_clients_are_let_in(self):
        self.plant("clients", "0" * 64 + "\n")
        server = self.configured("client_keys: clients\n")
        refused = self.start("dial", "--server", server.address, "--pin", server.pin, "--get",
                             "generated/1000/1", "--key", "me.key")
        self.assertEqual(server.until("security_violation")["kind"], "client_key_unknown")
        refused.terminate()
        refused.communicate()
        self.taken(server, "client_keys: any\n")
        self.assertTrue(self.served(server, "generated/1000/1", "--key", "me.key"))
        self.assertGreaterEqual(
            server.figures()['kwik_violations_total{kind="client_key_unknown"}'], 1)

    def test_another_peer_is_recommended(self):
        server = self.configured("")
        other = self.serve("--key", "b.key", "--peer", f"{server.address}={server.pin}")
        peer = f"{other.address}={server.pin}"
        self.taken(server, f"peers: [\"{other.address}={other.pin}\"]\n")
        client = self.dial(server, "generated/100000000000/1")
        self.read_until(client, f'"server":"{other.address}"')
        self.assertIn("the pin of " + other.address,
                      self.refused(server, START + f"peers: [\"{peer}\"]\n"))

    def test_the_level_of_the_log_changes(self):
        server = self.configured("")
        self.plant("kwikd.yaml", START + "log_level: error\n")
        server.reload()
        while server.figures()['kwik_reloads_total{result="done"}'] < 1:
            pass # It has the signal, and will read the file.
        self.plant("kwikd.yaml", START + "security: high\n")
        server.reload()
        # What is less important, such as the reload before, is not logged.
        self.assertEqual(json.loads(server.process.stderr.readline())["event"], "reload_refused")
        self.taken(server, "log_level: info\n")

    def test_what_cannot_change_is_refused_with_all_that_could(self):
        self.plant("two/b", "second")
        server = self.configured("")
        for text, key in (("listen: 127.0.0.1:1\nkey: a.key\nmetrics: 0\n", "listen"),
                          ("listen: 127.0.0.1:0\nkey: b.key\nmetrics: 0\n", "key"),
                          ("listen: 127.0.0.1:0\nkey: a.key\n", "metrics"),
                          (START + "security: high\n", "security"),
                          (START + "uploads: .\n", "uploads"),
                          (START + "congestion_control: cubic\n", "congestion_control")):
            with self.subTest(key=key):
                why = self.refused(server, text + "content: two\n")
                self.assertTrue(why.startswith(f"{key}: cannot change"), why)
        self.assertFalse(self.served(server, "file/b"))
        self.assertEqual(server.figures()['kwik_reloads_total{result="refused"}'], 6)

    def test_a_bad_file_is_refused_with_its_place(self):
        self.plant("one/a", "first")
        server = self.configured("content: one\n")
        self.assertIn("kwikd.yaml:1:11: error: capacity",
                      self.refused(server, "capacity: many\n"))
        (self.folder / "kwikd.yaml").unlink()
        server.reload()
        self.assertIn("kwikd.yaml", server.until("reload_refused")["reason"])
        self.assertTrue(self.served(server, "file/a"))

    def test_a_server_that_ends_does_not_reload(self):
        server = self.configured("drain_timeout: 24 h\n")
        client = self.dial(server, "generated/100000000000/1")
        self.read_until(client, '"to":"active"')
        server.drain()
        server.reload()
        self.assertEqual(server.until("reload_refused")["reason"], "the server is ending")
        server.signal(signal.SIGTERM)
        self.assertEqual(server.end(), "told_twice")

    def test_options_stand_over_what_is_read_again(self):
        self.plant("one/a", "first")
        self.plant("two/b", "second")
        self.plant("kwikd.yaml", START)
        server = Server(self, "--config", "kwikd.yaml", "--content", "one")
        self.taken(server, "content: two\n")
        self.assertTrue(self.served(server, "file/a"))


if __name__ == "__main__":
    unittest.main()
