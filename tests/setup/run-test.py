"""Shows when ./kwiklab builds, and that it leaves the program's output alone."""

import shutil
import unittest

from launcher import PROGRAM_STATUS, Launcher


class Run(Launcher):

    def assert_ran(self, run, *arguments, cwd=None):
        self.assertEqual(run.stdout, f"{cwd or self.root} {' '.join(arguments)}\n", run.stderr)
        self.assertEqual(run.returncode, PROGRAM_STATUS)

    def test_the_first_call_builds_and_every_call_runs_the_program_as_it_was_called(self):
        elsewhere = self.root / "model"
        for arguments in (("run", "a b.yaml", "--json"), (), ("--help",)):
            run = self.kwiklab(*arguments, cwd=elsewhere)
            self.assert_ran(run, *arguments, cwd=elsewhere)

    def test_the_set_up_speaks_on_standard_error_only(self):
        run = self.kwiklab("--json")
        self.assert_ran(run, "--json")
        self.assertIn("kwiklab: configuring", run.stderr)
        self.assertIn("kwiklab: building programs", run.stderr)

    def test_with_nothing_to_do_nothing_is_asked_and_nothing_is_said(self):
        self.kwiklab()
        for name in ("cmake", "ninja", "apt-get", "dpkg-query", "flock"):
            self.stub(name, "exit 99")
        run = self.kwiklab("list")
        self.assert_ran(run, "list")
        self.assertEqual(run.stderr, "")

    def test_a_source_that_changes_comes_or_goes_is_noticed(self):
        self.kwiklab()
        changes = {
            "changed": lambda: self.plant("model/deep/a.cc", "int a;"),
            "added": lambda: self.plant("model/deep/b.cc", ""),
            "deleted": lambda: (self.root / "model/deep/b.cc").unlink(),
            "new room": lambda: self.plant("testbed/a.cc", ""),
            "package list": lambda: self.plant("setup/packages/run.txt", "# still nothing\n"),
            "preset": lambda: self.plant("CMakePresets.json", (self.root / "CMakePresets.json").read_text()),
        }
        for name, change in changes.items():
            with self.subTest(name):
                change()
                self.assertIn("building programs", self.kwiklab().stderr)
                self.assertEqual(self.kwiklab().stderr, "")

    def test_a_commit_is_noticed_because_runs_name_it(self):
        self.plant(".git/logs/HEAD", "")
        self.kwiklab()
        self.assertEqual(self.kwiklab().stderr, "")
        self.plant(".git/logs/HEAD", "commit")
        self.assertIn("building programs", self.kwiklab().stderr)

    def test_a_commit_in_a_worktree_is_noticed(self):
        git = self.root.with_name("git")
        self.plant(".git", f"gitdir: {git}\n")
        self.plant("../git/logs/HEAD", "")
        self.kwiklab()
        self.assertEqual(self.kwiklab().stderr, "")
        self.plant("../git/logs/HEAD", "commit")
        self.assertIn("building programs", self.kwiklab().stderr)

    def test_a_change_of_tests_or_results_is_none(self):
        self.kwiklab()
        self.plant("tests/a.cc", "")
        self.plant("results/a.sqlite", "")
        self.assertEqual(self.kwiklab().stderr, "")

    def test_a_change_during_the_build_is_built_next_time(self):
        once = f"[ -e {self.root}/once ] || touch {self.root}/once {self.root}/model/deep/a.cc\n"
        self.plant("touch-once", once)
        self.plant("CMakeLists.txt", (self.root / "CMakeLists.txt").read_text() +
                   "add_custom_target(touching COMMAND sh ${CMAKE_SOURCE_DIR}/touch-once)\n"
                   "add_dependencies(programs touching)\n")
        self.kwiklab()
        self.assertIn("building programs", self.kwiklab().stderr)
        self.assertEqual(self.kwiklab().stderr, "")

    def test_a_program_that_was_deleted_is_built_again(self):
        self.kwiklab()
        (self.root / "build/release/cli/kwiklab").unlink()
        self.assert_ran(self.kwiklab())

    def test_a_failed_build_is_not_taken_for_done(self):
        project = (self.root / "CMakeLists.txt").read_text()
        self.plant("CMakeLists.txt", project.replace("chmod +x", "echo the reason && false"))
        for _ in range(2):
            run = self.kwiklab("--json")
            self.assertEqual((run.returncode, run.stdout), (3, ""))
            self.assertIn("the reason", run.stderr)
            self.assertIn("failed: building programs", run.stderr)
        self.plant("CMakeLists.txt", project)
        self.assert_ran(self.kwiklab())

    def test_a_folder_that_was_moved_is_configured_anew(self):
        self.kwiklab()
        moved = self.root.with_name("moved")
        shutil.move(self.root, moved)
        self.root = moved
        self.plant("model/deep/a.cc", "int a;")
        self.assert_ran(self.kwiklab())

    def test_of_two_first_calls_one_sets_up_and_the_other_waits(self):
        calls = [self.start("one"), self.start("two")]
        ends = [call.communicate(timeout=120) for call in calls]
        self.assertEqual([end[0] for end in ends], [f"{self.root} one\n", f"{self.root} two\n"])
        self.assertEqual("".join(end[1] for end in ends).count("configuring"), 1)


if __name__ == "__main__":
    unittest.main()
