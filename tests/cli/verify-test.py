"""kwiklab run --verify: twice the same, or a difference that is told."""

import json
import os
import unittest

from program import Program

# Simulators whose second run of two is another one than the first.
OTHER_SEED = """#!/bin/sh
case "$*" in *-again.sqlite*) exec {sim} $(echo "$@" | sed 's/--seed 1/--seed 2/') ;; esac
exec {sim} "$@"
"""
OTHER_TRACE = """#!/bin/sh
{sim} "$@" || exit
case "$*" in *-again.sqlite*) echo more >>one/one-seed1-again/keys.log ;; esac
"""
OTHER_BUILD = """#!/bin/sh
exec {sim} $(echo "$@" | sed 's/--build /--build x/')
"""
BROKEN_AGAIN = """#!/bin/sh
case "$*" in *-again.sqlite*) echo 'no luck' >&2; exit 3 ;; esac
exec {sim} "$@"
"""
CRASH_AGAIN = """#!/bin/sh
{sim} "$@" || exit
case "$*" in *-again.sqlite*) kill -SEGV $$ ;; esac
"""


class Verify(Program):
    def verify_with(self, simulator, *arguments):
        return self.call_with(simulator, "run", "one.yaml", "--verify", *arguments)

    def test_equal_runs_are_told_and_leave_one_run(self):
        self.plant("one.yaml", loss="1 %", record="pcap: yes, qlog: yes, keylog: yes")
        (run,) = self.document("run", "one.yaml", "--verify")["runs"]
        self.assertIs(run["verified"], True)
        self.assertEqual(self.rows("SELECT state FROM run"), [("ok",)])
        self.assertEqual(os.listdir(self.folder / "results/one"), ["one-seed1"])
        text = self.good("run", "one.yaml", "--verify").stdout
        self.assertIn("1 run done twice: the same fingerprints, and 4 trace files byte by byte",
                      text)

    def test_another_fingerprint_is_told_and_both_runs_are_kept(self):
        self.plant("one.yaml", loss="1 %")
        done = self.verify_with(OTHER_SEED)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stdout, "DIFFERENT +one seed 1: fingerprint [0-9a-f]{32} and ")
        self.assertEqual(self.rows("SELECT seed, state FROM run ORDER BY seed"),
                         [(1, "ok"), (2, "ok")])

    def test_another_byte_of_a_trace_is_told_with_its_place(self):
        self.plant("one.yaml", record="keylog: yes")
        done = self.verify_with(OTHER_TRACE, "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        size = (self.folder / "results/one/one-seed1/keys.log").stat().st_size
        self.assertIn(f"one seed 1: DIFFERENT: keys.log from byte {size} on", done.stderr)
        (run,) = json.loads(done.stdout)["runs"]
        self.assertIs(run["verified"], False)
        self.assertTrue((self.folder / "results/one/one-seed1-again/keys.log").is_file())

    def test_a_simulator_of_another_build_is_refused(self):
        self.plant("one.yaml")
        done = self.verify_with(OTHER_BUILD)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertRegex(done.stderr, "this is build (.*), and kwiklab is build x\\1; build both anew")

    def test_a_second_run_that_breaks_is_no_equal_one(self):
        self.plant("one.yaml")
        done = self.verify_with(BROKEN_AGAIN)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("one seed 1 again: failed: kwiklab-sim ended with exit code 3: no luck",
                      done.stderr)
        self.assertEqual(self.rows("SELECT state FROM run"), [("ok",)])

    def test_a_second_run_that_crashes_after_its_last_word_is_no_equal_one(self):
        self.plant("one.yaml")
        done = self.verify_with(CRASH_AGAIN)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("one seed 1 again: failed: kwiklab-sim was killed by signal 11", done.stderr)
        self.assertEqual(self.rows("SELECT state FROM run"), [("ok",)])
        self.assertEqual(os.listdir(self.folder / "results/one"), ["one-seed1"])


if __name__ == "__main__":
    unittest.main()
