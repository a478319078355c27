"""kwik-gateway as its users see it: TCP programs that know nothing of Kwik."""

import hashlib
import os
import random
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

GATEWAY = Path(os.environ["KWIK_BUILD"]) / "testbed/kwik-gateway"
PATIENCE = 100  # s; on a machine that does other things too


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Clients whose connection breaks are what some tests are about."""


def receive_all(connection):
    pieces = []
    while piece := connection.recv(1 << 16):
        pieces.append(piece)
    return b"".join(pieces)


class Gateway(unittest.TestCase):
    """Each test has a folder of its own, and ports that nobody else has."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.pins = {}

    def start(self, *words):
        """@return the process, and the lines with which it says that it is ready"""
        log = (self.folder / "log").open("a", encoding="utf-8")
        process = subprocess.Popen([GATEWAY, *words], text=True, stdout=subprocess.PIPE, stderr=log)
        self.addCleanup(log.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        lines = [process.stdout.readline().split()]
        for word in words:
            if word == "--forward" or (word == "--accept" and "accepting" not in lines[0]):
                lines.append(process.stdout.readline().split())
        return process, lines

    def serve(self, name, listen="127.0.0.1:0", *more):
        """@return the process, its address and its pin"""
        process, lines = self.start("serve", "--listen", listen, "--key",
                                    str(self.folder / name), *more)
        self.assertEqual(lines[0][0], "listening")
        return process, lines[0][1], lines[0][3]

    def dial(self, address, pin, *more):
        """@return the process, and the TCP port that leads to the service `it`"""
        process, lines = self.start("dial", "--server", address, "--pin", pin,
                                    "--accept", "127.0.0.1:0=it", *more)
        self.assertEqual(lines[0][0], "accepting")
        return process, int(lines[0][1].rpartition(":")[2])

    def lead_to(self, port):
        """@return the TCP port of a way to a TCP server at another port of this machine"""
        _, address, pin = self.serve("a.key", "127.0.0.1:0", "--forward", f"it=127.0.0.1:{port}")
        return self.dial(address, pin)[1]

    def two_servers(self, port):
        """@return functions that kill and start the second one, and the TCP port of the way"""
        first, address, pin = self.serve("a.key")
        second, other, other_pin = self.serve("b.key")
        for process in (first, second):  # They have ports and keys now.
            process.kill()
            process.wait()
        self.serve("a.key", address, "--forward", f"it=127.0.0.1:{port}", "--peer",
                   f"{other}={other_pin}")
        running = []

        def begin():
            running.append(self.serve("b.key", other, "--peer", f"{address}={pin}")[0])

        def end():
            process = running.pop()
            process.kill()
            process.wait()

        begin()
        return begin, end, self.dial(address, pin)[1]

    def two_exits(self, port, *more):
        """@return functions that kill and start a server of two that both lead to a TCP port,
        and the TCP port of the way there"""
        places = []
        for key in ("a.key", "b.key"):
            process, address, pin = self.serve(key)
            process.kill()  # It has a port and a key now.
            process.wait()
            places.append((key, address, pin))
        running = {}

        def begin(number):
            (key, address, _), (_, other, other_pin) = places[number], places[1 - number]
            running[number] = self.serve(key, address, "--forward", f"it=127.0.0.1:{port}",
                                         "--peer", f"{other}={other_pin}")[0]

        def end(number):
            running[number].kill()
            running[number].wait()

        begin(0)
        begin(1)
        (_, address, pin), (_, other, other_pin) = places
        return begin, end, self.dial(address, pin, "--fallback", f"{other}={other_pin}", *more)[1]

    def accept_each(self, talk):
        """@return the port of a TCP server that gives each client in its turn to @p talk, with
        how many there were before it"""
        server = socket.create_server(("127.0.0.1", 0))

        def run():
            count = 0
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(PATIENCE)
                    try:
                        talk(connection, count)
                    except OSError:
                        """The gateway that led here was killed."""
                count += 1

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self.addCleanup(server.close)
        # A thread that still waits here could take a client of whoever gets the file's number next.
        self.addCleanup(thread.join, PATIENCE)
        self.addCleanup(server.shutdown, socket.SHUT_RDWR)
        return server.getsockname()[1]

    def accept_once(self, talk):
        """@return the port of a TCP server that has one client, and a list that then has the
        answer of @p talk"""
        server = socket.create_server(("127.0.0.1", 0))
        server.settimeout(PATIENCE)
        self.addCleanup(server.close)
        said = []

        def run():
            connection, _ = server.accept()
            with connection:
                connection.settimeout(PATIENCE)
                said.append(talk(connection))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self.addCleanup(thread.join, PATIENCE)
        return server.getsockname()[1], said, thread

    def serve_files(self):
        """@return the port of an HTTP server of the folder `www`"""
        (self.folder / "www").mkdir()
        handler = partial(QuietHandler, directory=self.folder / "www")
        server = QuietServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_address[1]

    def plant(self, size):
        content = random.Random(size).randbytes(size)
        (self.folder / "www" / "file").write_bytes(content)
        return hashlib.sha256(content).hexdigest()

    def fetch(self, port, *options):
        return subprocess.Popen(["curl", "-sS", "--max-time", str(PATIENCE), "-o",
                                 str(self.folder / "got"), *options,
                                 f"http://127.0.0.1:{port}/file"],
                                text=True, stderr=subprocess.PIPE)

    def assert_fetched(self, curl, digest):
        _, complaints = curl.communicate(timeout=PATIENCE + 10)
        self.assertEqual((curl.returncode, complaints), (0, ""))
        self.assertEqual(hashlib.sha256((self.folder / "got").read_bytes()).hexdigest(), digest)

    def connect(self, port):
        connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.addCleanup(connection.close)
        return connection


class Passing(Gateway):
    def test_curl_downloads_from_a_web_server(self):
        web = self.serve_files()
        digest = self.plant(5_000_003)
        port = self.lead_to(web)
        for _ in range(3):
            self.assert_fetched(self.fetch(port), digest)

    def test_one_direction_may_end_before_the_other(self):
        port, heard, _ = self.accept_once(
            lambda connection: connection.sendall(receive_all(connection)[::-1]))
        client = self.connect(self.lead_to(port))
        question = bytes(range(256)) * 1000
        client.sendall(question)
        client.shutdown(socket.SHUT_WR)
        self.assertEqual(receive_all(client), question[::-1])

    def test_many_clients_at_once_get_what_is_theirs(self):
        web = self.serve_files()
        port = self.lead_to(web)
        digest = self.plant(300_000)
        curls = []
        for number in range(12):
            curl = subprocess.Popen(
                ["curl", "-sS", "--http0.9", "--max-time", str(PATIENCE), "-o",
                 str(self.folder / f"got{number}"), f"http://127.0.0.1:{port}/file"])
            curls.append(curl)
        for number, curl in enumerate(curls):
            status = curl.wait(PATIENCE)
            got = (self.folder / f"got{number}").read_bytes()
            # What came shows what went wrong; without --http0.9 curl would keep it for itself.
            self.assertEqual((status, hashlib.sha256(got).hexdigest()), (0, digest), got[:400])


class Failing(Gateway):
    def test_a_second_server_that_is_killed_twice_is_not_noticed(self):
        web = self.serve_files()
        digest = self.plant(30_000_000)
        begin, end, port = self.two_servers(web)
        curl = self.fetch(port, "--limit-rate", "8M")  # Takes four seconds.
        for _ in range(2):
            time.sleep(0.8)
            self.assertIsNone(curl.poll(), "nothing was under way")
            end()
            time.sleep(0.4)
            begin()
        self.assert_fetched(curl, digest)

    def test_the_loss_of_the_server_that_was_dialled_is_an_error_and_no_end(self):
        web = self.serve_files()
        self.plant(30_000_000)
        server, address, pin = self.serve("a.key", "127.0.0.1:0", "--forward",
                                          f"it=127.0.0.1:{web}")
        _, port = self.dial(address, pin)
        client = self.connect(port)
        client.sendall(b"GET /file HTTP/1.0\r\n\r\n")
        client.recv(1000)
        server.kill()
        with self.assertRaises(ConnectionResetError):
            receive_all(client)

    def test_a_service_whose_tcp_server_is_not_there_is_a_reset(self):
        with socket.create_server(("127.0.0.1", 0)) as absent:
            port = absent.getsockname()[1]
        client = self.connect(self.lead_to(port))
        with self.assertRaises(ConnectionResetError):
            client.sendall(b"hello")
            receive_all(client)
        self.assertIn("nobody answers there", (self.folder / "log").read_text("utf-8"))

    def test_a_client_that_resets_its_connection_resets_the_server_s(self):
        def talk(connection):
            try:
                return receive_all(connection)
            except ConnectionResetError:
                return "reset"

        port, heard, thread = self.accept_once(talk)
        client = self.connect(self.lead_to(port))
        client.sendall(b"half of a quest")
        time.sleep(0.2)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        thread.join(PATIENCE)
        self.assertEqual(heard, ["reset"])

    def test_a_wrong_pin_is_a_reset(self):
        _, address, _ = self.serve("a.key")
        _, port = self.dial(address, "0" * 64)
        with self.assertRaises(ConnectionResetError):
            receive_all(self.connect(port))


class GoingOn(Gateway):
    """What is repeatable goes on at another server when its own is lost."""

    def log(self):
        return (self.folder / "log").read_text("utf-8")

    def test_the_serving_server_is_killed_twice_and_curl_does_not_notice(self):
        web = self.serve_files()
        digest = self.plant(100_000_000)
        begin, end, port = self.two_exits(web, "--repeatable", "it")
        curl = self.fetch(port, "--limit-rate", "10M")
        time.sleep(0.8)
        end(0)
        while self.log().count("goes on") < 1:
            self.assertIsNone(curl.poll(), self.log())
            time.sleep(0.05)
        begin(0)
        time.sleep(0.5)
        self.assertIsNone(curl.poll(), "nothing was under way")
        end(1)
        self.assert_fetched(curl, digest)
        self.assertEqual(self.log().count("goes on"), 2)

    def test_a_new_client_is_led_to_the_server_that_is_there(self):
        web = self.serve_files()
        digest = self.plant(100_000)
        _, end, port = self.two_exits(web)
        end(0)
        for _ in range(2):
            self.assert_fetched(self.fetch(port), digest)

    def test_what_is_not_repeatable_is_reset(self):
        web = self.serve_files()
        self.plant(30_000_000)
        _, end, port = self.two_exits(web)
        client = self.connect(port)
        client.sendall(b"GET /file HTTP/1.0\r\n\r\n")
        client.recv(1000)
        end(0)
        with self.assertRaises(ConnectionResetError):
            receive_all(client)

    def test_another_answer_than_before_is_a_reset_and_no_mixture(self):
        def talk(connection, count):
            connection.recv(100)
            connection.sendall(bytes([count]) * 20_000)
            connection.recv(100)  # Waits for its end.

        _, end, port = self.two_exits(self.accept_each(talk), "--repeatable", "it")
        client = self.connect(port)
        client.sendall(b"what?")
        got = b""
        while len(got) < 20_000:
            got += client.recv(1 << 16)
        end(0)
        with self.assertRaises(ConnectionResetError):
            receive_all(client)
        self.assertEqual(got, bytes(20_000))
        self.assertIn("answers another thing than before", self.log())

    def test_a_shorter_answer_than_before_is_a_reset(self):
        def talk(connection, count):
            connection.recv(100)
            connection.sendall(bytes(20_000 if count == 0 else 10_000))
            if count == 0:
                connection.recv(100)

        _, end, port = self.two_exits(self.accept_each(talk), "--repeatable", "it")
        client = self.connect(port)
        client.sendall(b"what?")
        got = 0
        while got < 20_000:
            got += len(client.recv(1 << 16))
        end(0)
        with self.assertRaises(ConnectionResetError):
            receive_all(client)

    def test_both_directions_and_an_end_are_repeated(self):
        answer = random.Random(3).randbytes(3_000_000)

        def talk(connection, count):
            question = receive_all(connection)
            connection.sendall(question + answer[:2_000_000])
            if count == 0:
                time.sleep(2)  # It is killed meanwhile.
            connection.sendall(answer[2_000_000:])

        _, end, port = self.two_exits(self.accept_each(talk), "--repeatable", "it")
        client = self.connect(port)
        question = bytes(range(200)) * 100
        client.sendall(question[:5_000])
        time.sleep(0.1)
        client.sendall(question[5_000:])
        client.shutdown(socket.SHUT_WR)
        got = client.recv(1 << 16)
        while len(got) < 1_000_000:
            got += client.recv(1 << 16)
        end(0)
        got += receive_all(client)
        self.assertEqual(got, question + answer)

    def test_who_has_written_much_is_reset(self):
        def talk(connection, _):
            while connection.recv(1 << 16):
                connection.sendall(b"more")

        _, end, port = self.two_exits(self.accept_each(talk), "--repeatable", "it")
        client = self.connect(port)
        client.sendall(bytes(100_000))
        client.recv(100)
        end(0)
        with self.assertRaises(ConnectionResetError):
            receive_all(client)


class Ending(Gateway):
    def test_what_goes_on_may_end_when_it_is_told_to(self):
        web = self.serve_files()
        digest = self.plant(4_000_000)
        _, address, pin = self.serve("a.key", "127.0.0.1:0", "--forward", f"it=127.0.0.1:{web}")
        process, port = self.dial(address, pin)
        curl = self.fetch(port, "--limit-rate", "2M")
        time.sleep(0.8)
        process.send_signal(signal.SIGTERM)
        self.assert_fetched(curl, digest)
        self.assertEqual(process.wait(PATIENCE), 0)

    def test_wishes_that_make_no_sense_are_refused(self):
        pin = "0" * 64
        for words, why in (
                ((), "serve or dial?"),
                (("serves",), "write serve or dial"),
                (("serve",), "--listen is missing"),
                (("serve", "--listen", "here"), "not an IPv4 address"),
                (("serve", "--listen", "127.0.0.1:0", "--forward", "web"), "NAME=HOST:PORT"),
                (("serve", "--listen", "127.0.0.1:0", "--pin", pin), "says nothing to serve"),
                (("serve", "--listen", "127.0.0.1:0", "--peer", "127.0.0.1:1=7"), "not a pin"),
                (("dial", "--server", "127.0.0.1:1", "--pin", pin), "--accept is missing"),
                (("dial", "--server", "127.0.0.1:1", "--pin", pin, "--fallback", "127.0.0.1:2",
                  "--accept", "localhost:0=web"), "not a pin"),
                (("dial", "--server", "127.0.0.1:1", "--pin", pin, "--repeatable", "wed",
                  "--accept", "localhost:0=web"), "no --accept leads to that service"),
                (("serve", "--listen", "127.0.0.1:0", "--repeatable", "web"),
                 "says nothing to serve"),
                (("dial", "--server", "127.0.0.1:1", "--pin", pin, "--accept", "80=web"),
                 "HOST:PORT=NAME"),
                (("serve", "--listen", "127.0.0.1:0", "--most", "0"), "a whole number from 1")):
            with self.subTest(words=words):
                done = subprocess.run([GATEWAY, *words], text=True, capture_output=True,
                                      timeout=PATIENCE, check=False)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(why, done.stderr)

    def test_an_address_in_use_is_said(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = subprocess.run(
                [GATEWAY, "dial", "--server", "127.0.0.1:1", "--pin", "0" * 64, "--accept",
                 f"127.0.0.1:{port}=web"],
                text=True, capture_output=True, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("the address is in use", done.stderr)


if __name__ == "__main__":
    unittest.main()
