"""Shows what of the lists is installed, on which release, and what is said when that fails."""

import unittest

from launcher import REPOSITORY, Launcher, bash

LIST = """
# a comment
plain            # why
versioned  >=1.11  12=backports   # why
only-new   12=none
only-old   13=none >=2
"""
RELEASE = 'PRETTY_NAME="{id} {version}"\nID={id}\nVERSION_ID="{version}"\nVERSION_CODENAME={name}\n'


class Lists(Launcher):

    def wanted(self, release):
        return bash("wanted_packages $1 $2", release, self.plant("list.txt", LIST)).stdout.split("\n")

    def test_each_release_has_its_own_differences(self):
        self.assertEqual(self.wanted(12), ["plain - -", "versioned 1.11 backports", "only-old 2 -", ""])
        self.assertEqual(self.wanted(13), ["plain - -", "versioned 1.11 -", "only-new - -", ""])

    def test_what_is_absent_or_too_old_is_missing(self):
        self.stub("dpkg-query", "echo installed plain 1\necho installed versioned 1.11.0-1~bpo12+1\n"
                                "echo config-files only-old 3\necho installed exact 2")
        wanted = "plain - -\nversioned 1.11 -\nversioned 1.12 -\nonly-old 2 -\nexact 2 -\nabsent - -"
        run = bash(f'PATH="{self.root}/stubs:$PATH"; missing_packages <<<"$1"', wanted)
        self.assertEqual(run.stdout, "versioned 1.12 -\nonly-old 2 -\nabsent - -\n")

    def test_our_own_lists_take_only_ngtcp2_from_backports_and_only_on_debian_12(self):
        lists = [REPOSITORY / f"setup/packages/{name}.txt"
                 for name in ("run", "test", "baselines")]
        backported = ["libngtcp2-dev", "libngtcp2-crypto-gnutls-dev", "ngtcp2-server", "ngtcp2-client"]
        for release, expected in ((12, backported), (13, [])):
            rows = bash("wanted_packages $@", release, *lists).stdout.splitlines()
            self.assertGreater(len(rows), 20)
            self.assertEqual([row.split()[0] for row in rows if row.endswith(" backports")], expected)

    def test_debian_12_and_13_are_known_and_nothing_else(self):
        known = {("debian", 12, "bookworm"): "12 bookworm\n", ("debian", 13, "trixie"): "13 trixie\n",
                 ("debian", 11, "bullseye"): "", ("ubuntu", 24, "noble"): "", ("fedora", 12, "x"): ""}
        for (identity, version, name), expected in known.items():
            file = self.plant("os-release", RELEASE.format(id=identity, version=version, name=name))
            self.assertEqual(bash("debian_release $1 || true", file).stdout, expected)


class Installation(Launcher):

    def setUp(self):
        super().setUp()
        self.plant("setup/packages/run.txt", "first-package\nsecond-package\n")
        self.stub("sudo", 'exec "$@"')

    def test_what_is_missing_is_installed_once(self):
        self.stub("dpkg-query", f"[ -e {self.root}/there ] && echo installed first-package 1 && "
                                "echo installed second-package 1; exit 0")
        self.stub("apt-get", f"echo \"$*\" >>{self.root}/calls\n"
                             f"case \"$*\" in *second*) touch {self.root}/there;; esac")
        self.kwiklab()
        calls = (self.root / "calls").read_text().splitlines()
        self.assertEqual(len(calls), 2, calls)
        self.assertTrue(calls[0].endswith(" update"))
        self.assertTrue(calls[1].endswith(" install --no-install-recommends first-package second-package"))

    def test_tools_are_installed_without_building_anything(self):
        self.plant("setup/packages/baselines.txt", "a-tool\n")
        self.stub("dpkg-query", f"[ -e {self.root}/there ] && echo installed a-tool 1; exit 0")
        self.stub("apt-get", f"echo \"$*\" >>{self.root}/calls; touch {self.root}/there")
        self.assertEqual(self.kwiklab("tools").returncode, 0)
        calls = (self.root / "calls").read_text().splitlines()
        self.assertTrue(calls[-1].endswith(" install --no-install-recommends a-tool"), calls)
        self.assertFalse((self.root / "build/release/cli").exists())
        self.assertEqual(self.kwiklab("tools").returncode, 0)
        self.assertEqual((self.root / "calls").read_text().splitlines(), calls)

    def test_a_broken_archive_of_others_does_not_stop_the_installation(self):
        self.stub("dpkg-query", f"[ -e {self.root}/there ] && echo installed first-package 1 && "
                                "echo installed second-package 1; exit 0")
        self.stub("apt-get", "case \"$*\" in *update) echo E: broken; exit 100;; esac\n"
                             f"touch {self.root}/there")
        self.assertIn("going on", self.kwiklab().stderr)
        self.assertTrue((self.root / "build/release/cli/kwiklab").exists())

    def test_a_failed_installation_says_what_failed_where_the_log_is_and_what_to_do(self):
        self.stub("dpkg-query", "exit 1")
        self.stub("apt-get", "echo E: Unable to locate package second-package; exit 100")
        run = self.kwiklab("--json")
        self.assertEqual((run.returncode, run.stdout), (3, ""))
        for text in ("E: Unable to locate package second-package", "failed: installing 2 packages",
                     f"{self.root}/build/setup.log", "Check the network"):
            self.assertIn(text, run.stderr)

    def test_an_installation_that_changes_nothing_is_not_believed(self):
        self.stub("dpkg-query", "exit 1")
        self.stub("apt-get", "exit 0")
        run = self.kwiklab()
        self.assertEqual(run.returncode, 3)
        self.assertIn("still missing or too old", run.stderr)
        self.assertIn("first-package", run.stderr)


if __name__ == "__main__":
    unittest.main()
