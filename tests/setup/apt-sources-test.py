"""Shows that the backports of a release are derived from whatever apt's sources look like."""

import tempfile
import unittest
from pathlib import Path

from launcher import bash

PLAIN = "deb http://mirror.example/debian bookworm main\n"
STANZA = ("Types: deb\nURIs: {uri}\nSuites: bookworm-backports\nComponents: main\n")
KEY = "/usr/share/keyrings/debian-archive-keyring.gpg"


class AptSources(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.apt = Path(folder.name)
        (self.apt / "sources.list.d").mkdir()

    def plant(self, name, text):
        (self.apt / name).write_text(text, encoding="utf-8")

    def backports(self, text, name="sources.list"):
        """The derived stanza, or None."""
        self.plant(name, text)
        run = bash("mapfile -t files < <(apt_source_files $1); backports_stanza bookworm \"${files[@]}\"",
                   self.apt)
        return run.stdout if run.returncode == 0 else None

    def assert_derived(self, text, uri="http://mirror.example/debian", rest="", name="sources.list"):
        self.assertEqual(self.backports(text, name), STANZA.format(uri=uri) + rest)

    def test_a_plain_line(self):
        self.assert_derived(PLAIN)

    def test_a_line_with_options_comments_and_several_components(self):
        text = (f"# deb http://old.example/debian bookworm main\n"
                f"deb-src http://mirror.example/source bookworm main\n"
                f"  deb [ arch=amd64 signed-by={KEY} trusted=yes ]\thttps://mirror.example/debian/ "
                f"bookworm  contrib main non-free # the nearest\n")
        self.assert_derived(text, "https://mirror.example/debian/", f"Signed-By: {KEY}\nTrusted: yes\n")

    def test_options_written_tightly_and_two_keys(self):
        text = "deb [signed-by=/a.gpg,/b.gpg arch=amd64] http://mirror.example/debian bookworm main\n"
        self.assert_derived(text, rest="Signed-By: /a.gpg /b.gpg\n")

    def test_only_the_release_itself_is_taken(self):
        text = ("deb http://security.example/debian-security bookworm-security main\n"
                "deb http://updates.example/debian bookworm-updates main\n"
                "deb http://contrib.example/debian bookworm contrib\n"
                "deb http://next.example/debian trixie main\n" + PLAIN)
        self.assert_derived(text)

    def test_a_cd_is_no_archive(self):
        self.assert_derived("deb cdrom:[Debian GNU/Linux 12]/ bookworm main\n" + PLAIN)

    def test_an_archive_named_debian_goes_before_others_with_the_same_codename(self):
        self.assert_derived("deb https://vendor.example bookworm main\n" + PLAIN)
        self.assert_derived("deb https://vendor.example bookworm main\n", "https://vendor.example")

    def test_a_stanza_with_several_suites_and_a_comment_inside(self):
        text = ("# from the image\nTypes: deb deb-src\n# http://old.example/debian\n"
                "URIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\n"
                f"Components: main contrib\nSigned-By: {KEY}\n\n"
                "Types: deb\nURIs: http://security.example/debian-security\n"
                "Suites: bookworm-security\nComponents: main\n")
        self.assert_derived(text, rest=f"Signed-By: {KEY}\n", name="sources.list.d/debian.sources")

    def test_a_stanza_in_lower_case_with_values_on_further_lines(self):
        text = ("types: deb\nuris:\n http://mirror.example/debian\n http://second.example/debian\n"
                "suites:\n\tbookworm\ncomponents:\n main\n")
        self.assert_derived(text, name="sources.list.d/debian.sources")

    def test_a_key_inside_the_stanza_is_kept_as_it_is(self):
        key = "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEY  865UxYJ\n -----END PGP PUBLIC KEY BLOCK-----\n"
        text = ("Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n"
                f"Signed-By:{key}")
        self.assert_derived(text, rest=f"Signed-By: {key}", name="sources.list.d/debian.sources")

    def test_a_stanza_that_is_switched_off_or_has_only_sources_does_not_count(self):
        stanza = "Types: {}\nEnabled: {}\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n"
        name = "sources.list.d/debian.sources"
        self.assertIsNone(self.backports(stanza.format("deb", "no"), name))
        self.assertIsNone(self.backports(stanza.format("deb-src", "yes"), name))
        self.assertIsNotNone(self.backports(stanza.format("deb", "yes"), name))

    def test_files_that_apt_would_not_read_do_not_count(self):
        self.assertIsNone(self.backports(PLAIN, "sources.list.d/debian.list.disabled"))
        self.assert_derived(PLAIN, name="sources.list.d/debian.list")

    def test_without_an_archive_of_the_release_there_is_no_stanza(self):
        self.assertIsNone(self.backports("deb http://mirror.example/debian trixie main\n"))

    def test_a_suite_that_is_offered_already_is_seen_in_both_formats(self):
        self.plant("a.list", "deb http://mirror.example/debian bookworm-backports main\n")
        self.plant("b.sources", "Types: deb\nURIs: http://m.example/debian\n"
                                "Suites: bookworm bookworm-backports\nComponents: main\n")
        self.plant("c.list", PLAIN)
        for name, status in (("a.list", 0), ("b.sources", 0), ("c.list", 1)):
            with self.subTest(name):
                run = bash("has_suite bookworm-backports $1", self.apt / name)
                self.assertEqual(run.returncode, status)

    def test_the_pin_names_the_packages_and_nothing_else(self):
        run = bash("backports_pin bookworm 'libngtcp2*'")
        self.assertEqual(run.stdout, "Package: libngtcp2*\nPin: release n=bookworm-backports\nPin-Priority: 990\n")


if __name__ == "__main__":
    unittest.main()
