"""Sweeps: every point is a run of its own, and conclusions are drawn from all of them."""

import json
import unittest

from program import REPOSITORY, Program, one_path

RATES = "\nsweep:\n  - {name: rate, values: [5, 10, 20]}\n"
FAST = "{value: min(goodput), between: [3 Mbit/s, 20 Mbit/s]}"
RATIO = "{value: max(goodput) / min(goodput), between: [150 %, 500 %]}"


def swept(*conclusions, axes=RATES, seeds=1, **changes):
    """A path of 5, 10 and 20 Mbit/s."""
    text = one_path(**({"rate": '"${rate} Mbit/s"', "size": "1 MB"} | changes)) + axes
    text += f"seeds: {seeds}\n"
    if conclusions:
        text += "conclude:\n" + "".join(f"  - {conclusion}\n" for conclusion in conclusions)
    return text


class Points(Program):
    def test_every_point_is_run_with_every_seed_and_kept_with_its_parameters(self):
        self.plant("one.yaml", swept(seeds=2))
        self.good("run", "one.yaml", "--quiet")
        self.assertEqual(self.rows("SELECT parameters, seed, state FROM run ORDER BY 1, 2"),
                         [(f'{{"rate":{rate}}}', seed, "ok")
                          for rate in (10, 20, 5) for seed in (1, 2)])
        goodputs = [value for value, in self.rows(
            "SELECT mean FROM summary JOIN run ON run.id = run WHERE metric = 'goodput' "
            "AND seed = 1 ORDER BY json_extract(parameters, '$.rate')")]
        self.assertEqual(goodputs, sorted(goodputs))
        self.assertGreater(goodputs[2], 1.5 * goodputs[0])
        folders = sorted(path.name for path in (self.folder / "results/one").iterdir())
        self.assertEqual(folders, [f"one-point{point}-seed{seed}"
                                   for point in (1, 2, 3) for seed in (1, 2)])

    def test_a_point_does_what_its_scenario_does_when_it_is_written_out(self):
        self.plant("one.yaml", swept())
        self.plant("two.yaml", rate="10 Mbit/s", size="1 MB")
        self.plant("shown.yaml", self.good("show", "one.yaml", "--point", "2").stdout)
        runs = self.document("run", "one.yaml")["runs"]
        (alone,) = self.document("run", "two.yaml")["runs"]
        (shown,) = self.document("run", "shown.yaml")["runs"]
        self.assertEqual([(run["point"], run["parameters"]) for run in runs],
                         [(1, {"rate": 5}), (2, {"rate": 10}), (3, {"rate": 20})])
        self.assertEqual(runs[1]["fingerprint"], alone["fingerprint"])
        self.assertEqual(runs[1]["fingerprint"], shown["fingerprint"])
        self.assertEqual(len({run["fingerprint"] for run in runs}), 3)
        self.assertNotIn("point", alone)

    def test_resume_does_only_the_points_that_are_new(self):
        self.plant("one.yaml", swept())
        self.good("run", "one.yaml")
        self.plant("one.yaml", swept(FAST, axes=RATES.replace("20]", "15, 20]")))
        done = self.good("run", "one.yaml", "--resume")
        self.assertIn("3 runs were finished before", done.stderr)
        self.assertEqual(len(self.rows("SELECT id FROM run")), 4)
        self.assertRegex(done.stdout, r"min\(goodput\) .* 4  met\n")

    def test_lines_of_progress_name_the_point(self):
        self.plant("one.yaml", swept())
        done = self.good("run", "one.yaml", "--jobs", "1", "--verify")
        self.assertIn("one point 3 (rate = 20) seed 1: started\n", done.stderr)
        self.assertIn("one point 3 (rate = 20) seed 1 again: started\n", done.stderr)
        self.assertIn("verified  3 runs done twice", done.stdout)

    def test_a_shown_sweep_is_the_same_experiment(self):
        self.plant("one.yaml", swept(FAST, axes="\nsweep:\n  - {csv: rates.csv, rows: every 2}\n"))
        self.plant("rates.csv", "rate\n5\n6\n7\n")
        shown = self.good("show", "one.yaml").stdout
        self.assertTrue(shown.startswith("# 2 points, each with 1 seed;"), shown[:80])
        self.plant("shown.yaml", shown)
        self.plant("json.yaml", self.good("show", "one.yaml", "--json").stdout)
        files = self.document("check", "one.yaml", "shown.yaml", "json.yaml")["files"]
        self.assertEqual({file["points"] for file in files}, {2})
        self.assertEqual(len({file["hash"] for file in files}), 1, files)
        self.plant("rates.csv", "rate\n5\n6\n8\n")
        (changed,) = self.document("check", "one.yaml")["files"]
        self.assertNotEqual(changed["hash"], files[0]["hash"])

    def test_points_that_there_are_not_cannot_be_shown(self):
        self.plant("one.yaml", swept())
        self.plant("plain.yaml")
        for point in ("0", "4", "-1", "two"):
            done = self.call("show", "one.yaml", "--point", point)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("write a whole number from 1 to 3", done.stderr)
        self.assertIn("has no sweep", self.call("show", "plain.yaml", "--point", "1").stderr)

    def test_many_runs_are_summed_up_and_not_drawn(self):
        axes = "\nsweep:\n  - {name: rate, uniform: [5.00, 20.00], count: 21}\n"
        self.plant("one.yaml", swept(axes=axes, size="20 kB"))
        done = self.good("run", "one.yaml", "--quiet")
        self.assertRegex(done.stdout, r"metric +n +median +p10 +p90 +min +max\n  throughput  21 ")
        self.assertNotIn("rate = ", done.stdout)
        self.assertFalse((self.folder / "results/one").exists())
        runs = self.document("run", "one.yaml", "--resume")["runs"]
        self.assertEqual([run["picture"] for run in runs], 21 * [None])

    def test_what_is_wrong_in_a_table_is_told_there_and_nothing_is_run(self):
        self.plant("deep/one.yaml", swept(axes="\nsweep:\n  - {csv: rates.csv}\n"))
        self.plant("deep/rates.csv", "rate\n5,6\n")
        before = self.tree()
        for command in ("check", "run", "show"):
            done = self.call(command, "deep/one.yaml")
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("deep/one.yaml:21:11: error: csv: 'deep/rates.csv' is not", done.stderr)
            self.assertIn("deep/rates.csv:2:3: error: a row of 2 values", done.stderr)
        errors = self.document("run", "deep/one.yaml", status=2)["errors"]
        self.assertEqual([error["file"] for error in errors], ["deep/one.yaml", "deep/rates.csv"])
        self.assertEqual(self.tree(), before)

    def test_tables_that_are_bombs_are_refused(self):
        self.plant("one.yaml", swept(axes="\nsweep:\n  - {csv: rates.csv}\n"))
        for text, told in (("rate\n" + 10_000_000 * "1", "a CSV file has at most 1 MiB"),
                           ("rate\n" + 900_000 * ",", "the header has 1 column"),
                           ("rate\n\0\n", "control character U+0000"),
                           ("rate" + 900_000 * "\n", "an empty value"),
                           ('rate\n"' + 900_000 * "1", "this quote is never closed")):
            self.plant("rates.csv", text)
            done = self.call("check", "one.yaml")
            self.assertEqual(done.returncode, 2)
            self.assertIn(told, done.stderr)
            self.assertLess(len(done.stderr), 100_000)


class Conclusions(Program):
    def test_are_printed_stored_and_in_the_document(self):
        self.plant("one.yaml", swept(FAST, RATIO))
        document = self.document("run", "one.yaml")
        self.assertEqual([(one["scenario"], one["name"], one["unit"], one["points"], one["pass"])
                          for one in document["conclusions"]],
                         [("one", "min(goodput)", "bps", 3, True),
                          ("one", "max(goodput) / min(goodput)", "ppm", 3, True)])
        least, ratio = document["conclusions"]
        goodputs = [run["metrics"]["goodput"] for run in document["runs"]]
        self.assertEqual(least["measured"], min(goodputs))
        self.assertEqual(ratio["measured"], round(1e6 * max(goodputs) / min(goodputs)))
        self.assertLessEqual(ratio["interval"][0], ratio["measured"])
        self.assertEqual(
            self.rows("SELECT position, name, points, seeds, measured, interval_low, pass "
                      "FROM conclusion ORDER BY id"),
            [(0, least["name"], 3, 1, least["measured"], least["interval"][0], 1),
             (1, ratio["name"], 3, 1, ratio["measured"], ratio["interval"][0], 1)])
        done = self.good("run", "one.yaml", "--resume")
        self.assertIn("; 2 of 2 conclusions met\n", done.stdout)
        again = self.document("run", "one.yaml", "--resume")
        self.assertEqual(again["conclusions"], document["conclusions"])

    def test_one_that_is_not_met_is_exit_code_1(self):
        self.plant("one.yaml", swept("{value: max(goodput), between: [1 bit/s, 2 bit/s]}"))
        done = self.call("run", "one.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"max\(goodput\) .* 3  NOT met\n")
        self.assertEqual(self.rows("SELECT pass FROM conclusion"), [(0,)])

    def test_are_not_judged_while_runs_are_missing(self):
        self.plant("one.yaml", swept("{value: max(goodput), between: [1 bit/s, 2 bit/s]}", seeds=3))
        done = self.good("run", "one.yaml", "--seed", "2")
        self.assertIn("not judged: 6 of 9 runs missing", done.stdout)
        self.assertIn("; 1 conclusion not judged\n", done.stdout)
        self.assertEqual(self.rows("SELECT count(*) FROM conclusion"), [(0,)])
        (left,) = self.document("run", "one.yaml", "--seed", "2", "--resume")["conclusions"]
        self.assertEqual((left["pass"], left["measured"], left["missing_runs"]), (None, None, 6))
        done = self.call("run", "one.yaml", "--seeds", "2", "--resume")
        self.assertEqual(done.returncode, 1, done.stderr)

    def test_a_run_that_fails_leaves_them_without_a_verdict(self):
        self.plant("one.yaml", swept(FAST))
        done = self.call_with("#!/bin/sh\ncase \"$*\" in *point2*) exit 7;; esac\nexec {sim} \"$@\"\n",
                              "run", "one.yaml")
        self.assertEqual(done.returncode, 3)
        self.assertIn("not judged: 1 of 3 runs missing", done.stdout)
        self.assertIn("point 2 seed 1 failed", done.stdout)
        self.assertEqual(self.rows("SELECT parameters FROM run WHERE state = 'failed'"),
                         [('{"rate":10}',)])

    def test_a_run_without_a_value_fails_them(self):
        self.plant("one.yaml", swept("{value: share(completion_time > 1 s), between: [0 %, 90 %]}",
                                     duration="1 s", axes=RATES.replace("5,", "1,"),
                                     size="1500 kB"))
        done = self.call("run", "one.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"share\(completion_time > 1 s\) .* [12] of 3  NOT met: no")

    def test_without_a_sweep_each_seed_counts(self):
        self.plant("one.yaml", one_path(size="200 kB", loss="1 %") +
                   "seeds: 5\nconclude:\n  - {value: share(goodput > 0 bit/s), equals: 100 %}\n")
        (only,) = self.document("run", "one.yaml")["conclusions"]
        self.assertEqual((only["points"], only["pass"]), (5, True))
        self.plant("one.yaml", one_path(size="200 kB", loss="1 %") + "seeds: 5\n")
        self.assertIn("5 runs were finished before", self.good("run", "one.yaml", "--resume").stderr)

    def test_the_committed_sweep_concludes_what_it_says(self):
        done = self.good("run", str(REPOSITORY / "scenarios/sweep-loss.yaml"), "--quiet", "--json")
        document = json.loads(done.stdout)
        self.assertEqual(len(document["runs"]), 15)
        self.assertEqual([one["pass"] for one in document["conclusions"]], 4 * [True])


if __name__ == "__main__":
    unittest.main()
