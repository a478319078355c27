"""A kwikd that is told to end: its clients go elsewhere, or finish, or are cut off in the end."""

import signal
import unittest

from daemon import DaemonTest

BYTES = 300_000_000
ENDLESS = "generated/100000000000/1"


class Drain(DaemonTest):
    def wait_for_paths(self, client, count):
        for _ in range(count):
            self.read_until(client, '"to":"active"')

    def test_in_the_middle_of_a_transfer_the_other_server_takes_over(self):
        leaving, staying = self.pair()
        client = self.dial(leaving, f"generated/{BYTES}/1")
        self.wait_for_paths(client, 2)
        leaving.drain()
        self.read_until(client, "server_leaving")
        self.assertEqual(leaving.end(), "drained")
        self.assertIsNone(staying.process.poll())
        document = self.finish(client)
        self.assertEqual((document["received_bytes"], document["verified"], document["failure"]),
                         (BYTES, True, ""))

    def test_without_another_server_the_transfer_is_finished(self):
        server = self.serve("--drain-timeout", "10 min")
        client = self.dial(server, f"generated/{BYTES}/1")
        self.wait_for_paths(client, 1)
        server.drain()
        document = self.finish(client)
        self.assertEqual((document["received_bytes"], document["verified"]), (BYTES, True))
        self.assertEqual(server.end(), "drained")

    def test_patience_ends(self):
        server = self.serve("--drain-timeout", "100 ms")
        client = self.dial(server, ENDLESS)
        self.wait_for_paths(client, 1)
        server.drain()
        self.assertEqual(server.end(), "out_of_patience")
        self.read_until(client, '"cause":"peer_closed"')

    def test_the_second_signal_ends_at_once(self):
        for first, second in ((signal.SIGTERM, signal.SIGINT), (signal.SIGINT, signal.SIGTERM)):
            with self.subTest(first=first):
                server = self.serve("--drain-timeout", "24 h")
                client = self.dial(server, ENDLESS)
                self.wait_for_paths(client, 1)
                server.signal(first)
                server.until("draining")
                server.signal(second)
                self.assertEqual(server.end(), "told_twice")
                self.read_until(client, '"cause":"peer_closed"')

    def test_without_clients_it_ends_at_once(self):
        server = self.serve("--drain-timeout", "24 h")
        server.signal(signal.SIGTERM)
        self.assertEqual(server.end(), "drained")

    def test_who_drains_says_so_and_takes_nobody(self):
        server = self.serve("--drain-timeout", "24 h", "--metrics", "0")
        self.assertEqual(server.get("/healthz"), (200, "text/plain; charset=utf-8", "ok\n"))
        client = self.dial(server, ENDLESS)
        self.wait_for_paths(client, 1)
        self.assertEqual(server.figures()["kwik_draining"], 0)
        server.drain()
        self.assertEqual(server.get("/healthz")[::2], (503, "draining\n"))
        self.assertEqual(server.figures()["kwik_draining"], 1)
        late = self.dial(server, ENDLESS)
        self.read_until(late, '"cause":"refused"')
        self.assertEqual(server.figures()["kwik_sessions"], 1)


if __name__ == "__main__":
    unittest.main()
