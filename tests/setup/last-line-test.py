"""Shows that `./kwiklab test` ends with `N passed, N failed`, whatever happens."""

import re
import unittest

from launcher import PROJECT, Launcher

PASSES = "add_test(NAME pass.{} COMMAND true)\n"
FAILS = 'add_test(NAME fail.{} COMMAND sh -c "echo the-reason; false")\n'


class LastLine(Launcher):

    def assert_ends(self, tests, line, *arguments):
        """Runs the tests; success is what the line says. Returns the whole output."""
        self.plant("CMakeLists.txt", PROJECT + tests)
        run = self.kwiklab("test", *arguments)
        self.assertEqual(run.stdout.splitlines()[-1], line, run.stdout + run.stderr)
        self.assertEqual(run.returncode == 0, bool(re.match(r"[1-9]\d* passed, 0 failed$", line)))
        return run.stdout

    def test_all_pass(self):
        self.assert_ends(PASSES.format(1) + PASSES.format(2), "2 passed, 0 failed")

    def test_a_failing_test_is_counted_and_its_output_is_shown(self):
        output = self.assert_ends(PASSES.format(1) + FAILS.format(1) + FAILS.format(2), "1 passed, 2 failed")
        self.assertEqual(output.count("the-reason\n"), 2)

    def test_a_test_that_does_not_run_has_failed(self):
        missing = "add_test(NAME missing COMMAND no-such-program)\n"
        skipped = ('add_test(NAME skipped COMMAND sh -c "exit 77")\n'
                   "set_tests_properties(skipped PROPERTIES SKIP_RETURN_CODE 77)\n")
        off = PASSES.format(3) + "set_tests_properties(pass.3 PROPERTIES DISABLED TRUE)\n"
        self.assert_ends(PASSES.format(1) + missing, "1 passed, 1 failed")
        self.assert_ends(PASSES.format(1) + skipped, "1 passed, 1 failed")
        self.assert_ends(PASSES.format(1) + off, "1 passed, 1 failed")

    def test_nothing_to_run_is_no_success(self):
        self.assert_ends("", "0 passed, 0 failed")
        self.assert_ends(PASSES.format(1), "0 passed, 0 failed", "--filter", "nothing")

    def test_a_build_that_fails_is_a_failure(self):
        self.assert_ends("add_custom_target(broken ALL COMMAND false)\n" + PASSES.format(1), "0 passed, 1 failed")

    def test_a_configuration_that_fails_is_a_failure(self):
        self.assert_ends("message(FATAL_ERROR no)\n", "0 passed, 1 failed")

    def test_a_filter_chooses_by_name(self):
        self.assert_ends(PASSES.format(1) + PASSES.format(2), "1 passed, 0 failed", "--filter", "ss.2$")

    def test_long_tests_run_only_when_asked_for(self):
        tests = PASSES.format(1) + PASSES.format(2) + "set_tests_properties(pass.2 PROPERTIES LABELS long)\n"
        tests += "add_test(NAME pass.3 CONFIGURATIONS long COMMAND true)\n"
        self.assert_ends(tests, "1 passed, 0 failed")
        self.assert_ends(tests, "3 passed, 0 failed", "--long")

    def test_the_programs_that_the_tests_built_need_no_other_build(self):
        self.assert_ends("add_custom_target(more ALL)\nadd_dependencies(more programs)\n" + PASSES.format(1),
                         "1 passed, 0 failed")
        self.assertEqual(self.kwiklab("list").stderr, "")

    def test_the_help_is_about_the_tests_and_an_unknown_option_is_refused(self):
        run = self.kwiklab("test", "--help")
        self.assertEqual(run.returncode, 0)
        self.assertIn("--filter REGEX", run.stdout)
        run = self.kwiklab("test", "--lnog")
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertIn("Usage", run.stderr)


if __name__ == "__main__":
    unittest.main()
