"""kwiklab dial --put and kwikd --uploads: a file goes over real UDP and QUIC, and is kept."""

import hashlib
import subprocess
import unittest

from program import BUILD, Program

KWIKD = BUILD / "testbed" / "kwikd"
SIZE = 20_000_001


class Put(Program):
    def setUp(self):
        super().setUp()
        (self.folder / "kept").mkdir()
        self.content = hashlib.shake_256(b"an upload").digest(SIZE)
        (self.folder / "sent.bin").write_bytes(self.content)

    def serve(self, *options, listen="127.0.0.1:0", key="kwikd.key"):
        """Starts a server. @return the process, its address and its pin"""
        process = subprocess.Popen([KWIKD, "--listen", listen, "--key", key, *options],
                                   cwd=self.folder, text=True, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        # listening ADDRESS:PORT pin PIN
        _, address, _, pin = process.stdout.readline().split()
        return process, address, pin

    def put(self, server, *options, status=0, name="sent.bin"):
        _, address, pin = server
        return self.document("dial", "--server", address, "--pin", pin, "--put", name, *options,
                             status=status)

    def kept(self):
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in (self.folder / "kept").iterdir()}

    def test_a_file_is_kept_as_it_was_sent(self):
        server = self.serve("--uploads", "kept")
        document = self.put(server)
        self.assertEqual(list(document), ["sent_bytes", "content", "elapsed_ns", "goodput_bps",
                                          "verified", "failure"])
        self.assertEqual((document["sent_bytes"], document["content"], document["verified"],
                          document["failure"]), (SIZE, "upload/sent.bin", True, ""))
        self.assertEqual(self.kept(), {"sent.bin": hashlib.sha256(self.content).hexdigest()})

    def test_what_was_put_can_be_got(self):
        _, address, pin = server = self.serve("--uploads", "kept")
        self.put(server)
        self.good("dial", "--server", address, "--pin", pin, "--get", "upload/sent.bin",
                  "--output", "got.bin")
        self.assertEqual((self.folder / "got.bin").read_bytes(), self.content)

    def test_a_second_server_passes_its_part_to_the_primary(self):
        mirror, mirror_address, mirror_pin = self.serve(key="mirror.key")
        primary = self.serve("--uploads", "kept", "--peer", f"{mirror_address}={mirror_pin}")
        mirror.kill()
        mirror.wait()
        # On the port that it had, and with the primary among those it trusts.
        mirror, _, _ = self.serve("--peer", f"{primary[1]}={primary[2]}", listen=mirror_address,
                                  key="mirror.key")
        document = self.put(primary)
        self.assertEqual((document["verified"], document["failure"]), (True, ""))
        self.assertEqual(self.kept(), {"sent.bin": hashlib.sha256(self.content).hexdigest()})
        mirror.terminate()
        self.assertIn("server_path_accepted", mirror.stdout.read())

    def test_a_server_that_keeps_nothing_is_no_success(self):
        document = self.put(self.serve(), status=3)
        self.assertEqual((document["verified"], document["failure"]),
                         (False, "the server has not kept the upload"))

    def test_a_folder_that_is_full_is_no_success(self):
        document = self.put(self.serve("--uploads", "kept", "--uploads-max", str(SIZE - 1)),
                            status=3)
        self.assertEqual(document["failure"], "the server has not kept the upload")
        self.assertEqual(self.kept(), {})

    def test_what_is_there_is_not_replaced(self):
        (self.folder / "kept" / "sent.bin").write_bytes(b"precious")
        document = self.put(self.serve("--uploads", "kept"), status=3)
        self.assertEqual(document["failure"], "the server has other bytes as upload/sent.bin")
        self.assertEqual((self.folder / "kept" / "sent.bin").read_bytes(), b"precious")

    def test_mistakes_on_the_command_line_are_told(self):
        server = ["--server", "127.0.0.1:1", "--pin", "0" * 64]
        for words, told in (([], "--get CONTENT or --put FILE"),
                            (["--get", "file/a", "--put", "sent.bin"], "--get CONTENT or --put"),
                            (["--put", "sent.bin", "--output", "a"], "--output"),
                            (["--put", ".hidden"], "letters, digits"),
                            (["--put", "a/b.part"], "letters, digits")):
            with self.subTest(words=words):
                done = self.call("dial", *server, *words)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(told, done.stderr)
        done = self.call("dial", *server, "--put", "absent.bin")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("absent.bin", done.stderr)

    def test_options_of_the_server_are_read_strictly(self):
        for words, told in ((["--uploads", "absent"], "no such folder"),
                            (["--uploads-max", "1 XB"], "number of bytes"),
                            (["--uploads-max", "-1"], "number of bytes")):
            with self.subTest(words=words):
                done = subprocess.run([KWIKD, *words], cwd=self.folder, text=True, check=False,
                                      capture_output=True)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(told, done.stderr)


if __name__ == "__main__":
    unittest.main()
