"""What is left when runs are stopped: by Ctrl-C, by kill -9, by the loss of kwiklab itself."""

import json
import os
import signal
import sqlite3
import time
import unittest

from program import ENDLESS, Program, children, wait_for_end

CRASH_AT_THE_END = """#!/bin/sh
{sim} "$@" || exit
echo 'heap in ruins' >&2
kill -SEGV $$
"""

KILL_AT_THE_END = """#!/bin/sh
{sim} "$@"
kill -KILL $PPID
"""

# A metric that is a share of what each path brings alone, in a run of its own before.
NEEDS_REFERENCES = "  - {metric: aggregation(1 s..2 s), between: [1 %, 200 %]}\n"


class Interrupted(Program):
    def interrupt(self, signal_number, *options):
        """Stops a campaign whose first run has finished and whose second one has started."""
        self.plant("one.yaml")
        self.plant("two.yaml", ENDLESS)
        process = self.start("run", "one.yaml", "two.yaml", "--jobs", "1", "--seeds", "2",
                             "--store", "results/one.sqlite", *options)
        self.read_until(process, "two seed 1: started")
        (simulator,) = children(process.pid)
        process.send_signal(signal_number)
        stdout, _ = process.communicate()
        self.assertEqual(process.returncode, 4)
        wait_for_end(simulator)
        return stdout

    def test_what_was_finished_is_kept(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number):
                self.setUp()
                stdout = self.interrupt(number)
                self.assertIn("interrupted: 2 of 4 runs missing", stdout)
                states = self.rows("SELECT seed, state FROM run WHERE state <> 'killed'")
                self.assertEqual(states, [(1, "ok"), (2, "ok")])
                self.assertEqual([name for name in self.tree() if "shards" in name], [])

    def test_the_document_has_what_was_finished(self):
        runs = json.loads(self.interrupt(signal.SIGINT, "--json"))["runs"]
        self.assertEqual([(run["scenario"], run["seed"], run["state"]) for run in runs[:2]],
                         [("one", 1, "ok"), ("one", 2, "ok")])
        self.assertNotIn("ok", [run["state"] for run in runs[2:]])

    def test_resume_does_only_the_rest(self):
        self.interrupt(signal.SIGINT)
        done = self.good("run", "one.yaml", "--seeds", "3", "--resume")
        self.assertIn("2 runs were finished before; not done again", done.stderr)
        self.assertNotIn("seed 1: started", done.stderr)
        self.assertNotIn("seed 2: started", done.stderr)
        self.assertIn("one seed 3: started", done.stderr)
        self.assertIn("mean", done.stdout)
        self.assertEqual(self.rows("SELECT seed FROM run WHERE state = 'ok' ORDER BY seed"),
                         [(1,), (2,), (3,)])

    def test_resume_does_again_what_has_changed(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        self.plant("one.yaml", rate="11 Mbit/s")
        self.assertIn("one seed 1: started", self.good("run", "one.yaml", "--resume").stderr)

    def test_resume_does_again_what_another_build_did(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        self.assertNotIn("started", self.good("run", "one.yaml", "--resume").stderr)
        connection = sqlite3.connect(self.folder / "results/one.sqlite")
        with connection:
            connection.execute("UPDATE run SET build_type = build_type || ' with sanitizers'")
        connection.close()
        self.assertIn("one seed 1: started", self.good("run", "one.yaml", "--resume").stderr)


class Killed(Program):
    def test_a_simulator_that_is_killed_is_a_failed_run_with_a_reason(self):
        self.plant("one.yaml", ENDLESS)
        self.plant("two.yaml")
        process = self.start("run", "one.yaml", "two.yaml", "--jobs", "1", "--store",
                             "results/one.sqlite", "--json")
        self.read_until(process, "one seed 1: started")
        (simulator,) = children(process.pid)
        os.kill(simulator, signal.SIGKILL)
        stdout, stderr = process.communicate()
        self.assertEqual(process.returncode, 3)
        reason = "kwiklab-sim was killed by signal 9 (Killed)"
        self.assertIn(f"one seed 1: failed: {reason}", stderr)
        self.assertEqual(self.rows("SELECT state, failure FROM run ORDER BY id"),
                         [("failed", reason), ("ok", "")])
        runs = json.loads(stdout)["runs"]
        self.assertEqual([(run["state"], run["failure"], run["picture"] is None) for run in runs],
                         [("failed", reason, True), ("ok", "", False)])

    def test_a_simulator_that_crashes_after_its_last_word_is_a_failed_run(self):
        self.plant("one.yaml")
        done = self.call_with(CRASH_AT_THE_END, "run", "one.yaml", "--json")
        self.assertEqual(done.returncode, 3, done.stderr)
        reason = "kwiklab-sim was killed by signal 11 (Segmentation fault): heap in ruins"
        self.assertIn(f"one seed 1: failed: {reason}", done.stderr)
        self.assertEqual(self.rows("SELECT state, failure FROM run"), [("failed", reason)])
        (run,) = json.loads(done.stdout)["runs"]
        self.assertEqual((run["state"], run["failure"], run["picture"]), ("failed", reason, None))
        self.assertEqual([name for name in self.tree() if name.endswith(".svg")], [])
        self.assertIn("one seed 1: started", self.good("run", "one.yaml", "--resume").stderr)

    def test_a_run_that_fails_says_why(self):
        self.plant("one.yaml", record="pcap: yes")
        self.plant("results/one/one-seed1", "in the way of the folder of the traces")
        done = self.call("run", "one.yaml", "--quiet")
        self.assertEqual(done.returncode, 3)
        self.assertIn("one seed 1: failed: ", done.stderr)
        self.assertIn("1 of 1 run failed", done.stdout)

    def kill_kwiklab(self, count):
        """Kills kwiklab, and nothing else, when its simulator has this many children."""
        process = self.start("run", "one.yaml")
        self.read_until(process, "one seed 1: started")
        (simulator,) = children(process.pid)
        while len(children(simulator)) < count:
            time.sleep(0.01)
        family = [simulator, *children(simulator)]
        process.kill()
        process.wait()
        for member in family:
            wait_for_end(member)

    def test_the_simulator_ends_with_kwiklab_and_the_store_is_free(self):
        self.plant("one.yaml", ENDLESS)
        self.kill_kwiklab(0)
        self.plant("one.yaml")
        done = self.good("run", "one.yaml", "--resume")
        self.assertIn("one seed 1: started", done.stderr)
        self.assertEqual(self.rows("SELECT state FROM run WHERE state <> 'killed'"), [("ok",)])

    def test_reference_runs_end_with_kwiklab_too(self):
        self.plant("one.yaml", ENDLESS + NEEDS_REFERENCES)
        self.kill_kwiklab(1)

    def test_the_next_call_takes_over_what_a_killed_kwiklab_left(self):
        self.plant("one.yaml")
        done = self.call_with(KILL_AT_THE_END, "run", "one.yaml")
        self.assertEqual(done.returncode, -signal.SIGKILL)
        done = self.good("run", "one.yaml", "--resume")
        self.assertIn("took over 1 run that an earlier call had left behind", done.stderr)
        self.assertNotIn("started", done.stderr)
        self.assertEqual(self.rows("SELECT state FROM run"), [("ok",)])
        self.assertTrue((self.folder / "results/one/one-seed1/timeline.svg").is_file())


if __name__ == "__main__":
    unittest.main()
