"""kwikd and kwiklab dial: real UDP and QUIC between two processes over loopback."""

import hashlib
import json
import subprocess
import unittest

from program import BUILD, KWIKLAB, Program

KWIKD = BUILD / "testbed" / "kwikd"
HUNDRED_MEGABYTES = 100_000_000


class Dial(Program):
    def serve(self, *options):
        """Starts a server. @return what dial wants to know of it"""
        process = subprocess.Popen([KWIKD, "--listen", "127.0.0.1:0", "--key", "kwikd.key",
                                    *options], cwd=self.folder, text=True,
                                   stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        # listening ADDRESS:PORT pin PIN
        _, address, _, pin = process.stdout.readline().split()
        return ["--server", address, "--pin", pin]

    def test_a_hundred_megabytes_arrive_as_they_are(self):
        server = self.serve()
        document = self.document("dial", *server, "--get", f"generated/{HUNDRED_MEGABYTES}/1")
        self.assertEqual(list(document), ["received_bytes", "elapsed_ns", "goodput_bps",
                                          "verified", "failure"])
        self.assertEqual((document["received_bytes"], document["verified"], document["failure"]),
                         (HUNDRED_MEGABYTES, True, ""))
        rate = document["received_bytes"] * 8 / document["elapsed_ns"] * 1e9
        self.assertAlmostEqual(document["goodput_bps"] / rate, 1, delta=1e-6)

    def test_a_file_arrives_as_it_is(self):
        content = hashlib.shake_256(b"a file").digest(3_000_001)
        (self.folder / "served").mkdir()
        (self.folder / "served" / "file.bin").write_bytes(content)
        server = self.serve("--content", "served")
        done = self.good("dial", *server, "--get", "file/file.bin", "--output", "got.bin")
        self.assertIn("3000001 bytes in ", done.stdout)
        self.assertEqual((self.folder / "got.bin").read_bytes(), content)

    def test_what_the_server_has_not_is_refused(self):
        server = self.serve()
        document = self.document("dial", *server, "--get", "file/absent", status=3)
        self.assertEqual(document["failure"], "the server has no such content")

    def test_an_output_that_cannot_be_written_is_no_success(self):
        server = self.serve()
        done = self.call("dial", *server, "--get", "generated/3000000/1", "--output", "/dev/full")
        self.assertEqual(done.returncode, 3)
        self.assertIn("the output file could not be written to its end", done.stderr)

    def test_a_download_that_fails_leaves_the_old_file_alone(self):
        server = self.serve()
        self.plant("old.bin", "precious")
        done = self.call("dial", *server, "--get", "file/absent", "--output", "old.bin")
        self.assertEqual(done.returncode, 3)
        self.assertEqual((self.folder / "old.bin").read_text("utf-8"), "precious")
        self.call("dial", *server, "--get", "file/absent", "--output", "new.bin")
        self.assertEqual(self.tree(), ["kwikd.key", "old.bin"])

    def test_a_finished_download_replaces_the_old_file_behind_a_link(self):
        server = self.serve()
        self.plant("old.bin", "old")
        (self.folder / "link.bin").symlink_to("old.bin")
        self.good("dial", *server, "--get", "generated/3000/1", "--output", "link.bin")
        self.assertEqual((self.folder / "old.bin").stat().st_size, 3000)
        self.assertTrue((self.folder / "link.bin").is_symlink())
        self.assertEqual(self.tree(), ["kwikd.key", "link.bin", "old.bin"])

    def test_an_interrupted_download_leaves_no_file(self):
        server = self.serve()
        self.plant("old.bin", "precious")
        process = self.start("dial", *server, "--get", "generated/100000000000/1", "--verbose",
                             "--output", "old.bin")
        self.read_until(process, "path_state_changed")
        self.assertEqual(self.tree(), ["kwikd.key", "old.bin", "old.bin.part"])
        process.terminate()
        process.stderr.read()
        self.assertEqual(process.wait(), 4)
        self.assertEqual((self.folder / "old.bin").read_text("utf-8"), "precious")
        self.assertEqual(self.tree(), ["kwikd.key", "old.bin"])

    def test_ctrl_c_is_status_four(self):
        server = self.serve()
        process = self.start("dial", *server, "--get", "generated/100000000000/1", "--verbose")
        self.read_until(process, "path_state_changed")
        process.terminate()
        process.stderr.read()
        self.assertEqual(process.wait(), 4)

    def test_a_content_that_no_server_could_have_is_a_mistake(self):
        for content in ("movie.bin", "file/", "generated/", "generated/x/1", "/file/a"):
            with self.subTest(content=content):
                done = self.call("dial", "--server", "127.0.0.1:1", "--pin", "0" * 64,
                                 f"--get={content}", "--output", "got.bin")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("file/PATH", done.stderr)
                self.assertIn("generated/SIZE/SEED", done.stderr)
        self.assertEqual(self.tree(), [])

    def refused(self, *options):
        """Calls a kwikd that cannot start. @return what it says"""
        done = subprocess.run([KWIKD, *options], cwd=self.folder, text=True, check=False,
                              capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        return done.stderr

    def test_a_server_that_cannot_start_says_why(self):
        address = self.serve()[1]
        self.assertEqual(self.refused("--listen", address, "--key", "kwikd.key"),
                         f"kwikd: cannot listen on {address}: address already in use\n")
        self.assertIn("not an address of this machine",
                      self.refused("--listen", "192.0.2.1:0", "--key", "kwikd.key"))
        self.plant("junk.key", "junk")
        self.assertIn("junk.key", self.refused("--listen", "127.0.0.1:0", "--key", "junk.key"))
        self.assertIn("absent/a.key",
                      self.refused("--listen", "127.0.0.1:0", "--key", "absent/a.key"))

    def test_a_pin_and_an_address_are_read_strictly(self):
        pin = "0" * 64
        for server, given in (("127.0.0.1", pin), ("localhost:1", pin), ("127.0.0.1:0x1", pin),
                              ("127.0.0.1:1", pin[1:]), ("127.0.0.1:1", "g" + pin[1:])):
            with self.subTest(server=server, pin=given):
                done = self.call("dial", "--server", server, "--pin", given, "--get", "x")
                self.assertEqual((done.returncode, done.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
