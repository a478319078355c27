"""kwikd's page for Prometheus, and what else speaks HTTP to it."""

import socket
import unittest

from daemon import DaemonTest, parse

SIZE = 5_000_000


class Metrics(DaemonTest):
    def test_the_page_counts_what_happens(self):
        server = self.serve("--metrics", "0")
        before = server.figures()
        self.assertEqual(before["kwik_sent_bytes_total"], 0)
        self.good("dial", "--server", server.address, "--pin", server.pin, "--get",
                  f"generated/{SIZE}/1")
        status, kind, page = server.get("/metrics")
        self.assertEqual((status, kind), (200, "text/plain; version=0.0.4; charset=utf-8"))
        after, types = parse(page)
        self.assertGreater(after["kwik_sent_bytes_total"], SIZE)
        self.assertLess(after["kwik_sent_bytes_total"], 1.2 * SIZE)
        self.assertGreater(after["kwik_sent_datagrams_total"], SIZE / 16384)
        self.assertGreater(after["kwik_received_datagrams_total"], 10)
        self.assertLess(after["kwik_received_bytes_total"], SIZE)
        self.assertEqual(after['kwik_handshakes_total{result="done"}'], 1)
        self.assertEqual(after['kwik_handshakes_total{result="failed"}'], 0)
        self.assertGreater(after["process_resident_memory_bytes"], 1e6)
        self.assertGreater(after["process_cpu_seconds_total"],
                           before["process_cpu_seconds_total"])
        for name, what in types.items():
            self.assertEqual(name.endswith("_total"), what == "counter", name)

    def test_paths_and_sessions_are_those_of_now(self):
        server = self.serve("--metrics", "0")
        client = self.dial(server, "generated/100000000000/1")
        self.read_until(client, '"to":"active"')
        figures = server.figures()
        self.assertEqual(figures["kwik_sessions"], 1)
        self.assertEqual(figures['kwik_paths{state="client"}'], 1)
        client.terminate()
        client.communicate()
        while server.figures()["kwik_sessions"] > 0:
            pass # The farewell is under way.
        self.assertEqual(server.figures()['kwik_paths{state="client"}'], 0)

    def test_the_histogram_grows_with_its_bounds(self):
        server = self.serve("--metrics", "0")
        self.good("dial", "--server", server.address, "--pin", server.pin, "--get",
                  f"generated/{SIZE}/1")
        samples, types = parse(server.get("/metrics")[2])
        self.assertEqual(types["kwik_loop_lag_seconds"], "histogram")
        buckets = [value for name, value in samples.items()
                   if name.startswith("kwik_loop_lag_seconds_bucket")]
        self.assertEqual(buckets, sorted(buckets))
        self.assertGreater(buckets[-1], 0)
        self.assertEqual(samples['kwik_loop_lag_seconds_bucket{le="+Inf"}'],
                         samples["kwik_loop_lag_seconds_count"])

    def ask(self, server, request):
        """@return all that is answered to these bytes"""
        host, port = server.metrics.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(request)
            answer = b""
            while True:
                try:
                    piece = connection.recv(65536)
                except ConnectionResetError:
                    piece = b""
                if not piece:
                    return answer
                answer += piece

    def test_only_what_it_knows_is_answered(self):
        server = self.serve("--metrics", "127.0.0.1:0")
        for request, status in ((b"GET /healthz HTTP/1.1\r\n\r\n", b"200"),
                                (b"GET /healthz?a=b HTTP/1.0\r\nHost: a\r\n\r\n", b"200"),
                                (b"GET /secret HTTP/1.1\r\n\r\n", b"404"),
                                (b"POST /metrics HTTP/1.1\r\n\r\n", b"405"),
                                (b"\r\n\r\n", b"400"),
                                (b"GET  HTTP/1.1\r\n\r\n", b"400"),
                                (b"GET / FTP/1.1\r\n\r\n", b"400"),
                                (b"\x16\x03\x01\x00\r\n\r\n", b"400")):
            with self.subTest(request=request):
                self.assertTrue(self.ask(server, request).startswith(b"HTTP/1.1 " + status))
        head = self.ask(server, b"HEAD /healthz HTTP/1.1\r\n\r\n")
        self.assertIn(b"Content-Length: 3", head)
        self.assertTrue(head.endswith(b"\r\n\r\n"))
        self.assertIn(b" 431 ", self.ask(server, b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n"))

    def test_who_says_nothing_keeps_others_out_for_a_moment_only(self):
        server = self.serve("--metrics", "0")
        host, port = server.metrics.split(":")
        silent = [socket.create_connection((host, int(port))) for _ in range(40)]
        try:
            self.assertEqual(server.get("/healthz")[0], 200)
        finally:
            for connection in silent:
                connection.close()

    def test_a_place_that_is_taken_is_told(self):
        server = self.serve("--metrics", "0", "--key", "a.key")
        with self.assertRaises(ValueError):
            self.serve("--metrics", server.metrics)


if __name__ == "__main__":
    unittest.main()
