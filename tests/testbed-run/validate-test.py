"""kwiklab validate, and scenarios that are run in both worlds."""

import json
import unittest

from testbed import PATIENT, Testbed, two_paths

# What does not depend on how busy the machine is that tests.
WIDE = """
validate:
  - {metric: delivered_bytes, relative: 50 %}
  - {metric: corrupted_bytes, absolute: 1 B}
"""
# Nothing real is exactly what was simulated.
NARROW = "\nvalidate:\n  - {metric: completion_time, absolute: 1 ns}\n"


def both(tolerances, seeds=2):
    return two_paths(size="1 MB") + tolerances + f"seeds: {seeds}\n"


class Validate(Testbed):
    def test_a_scenario_with_tolerances_is_run_in_both_worlds(self):
        self.plant("both.yaml", both(WIDE))
        document = self.document("run", "both.yaml", *PATIENT)
        self.assertEqual([(run["world"], run["seed"]) for run in document["runs"]],
                         [("simulation", 1), ("simulation", 2), ("testbed", 1), ("testbed", 2)])
        delivered, corrupted = document["validations"]
        self.assertEqual((delivered["metric"], delivered["unit"]), ("delivered_bytes", "bytes"))
        self.assertEqual(corrupted["metric"], "corrupted_bytes")
        for row in (delivered, corrupted):
            self.assertEqual(row["verdict"], "equivalent")
            self.assertEqual((len(row["simulated"]), len(row["real"])), (2, 2))
            self.assertLessEqual(row["interval"][0], row["difference"])
            self.assertLessEqual(row["difference"], row["interval"][1])
            self.assertEqual(row["difference"], 0)
        self.assertEqual((delivered["margin"], corrupted["margin"]), (500_000, 1))

    def test_what_is_too_far_apart_fails(self):
        self.plant("both.yaml", both(NARROW))
        done = self.call("run", "both.yaml", *PATIENT)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stdout, r"completion_time .* (DIFFERENT|NOT shown: needs more seeds)\n")
        self.assertIn("; 0 of 1 metric equivalent in both worlds", done.stdout)

    def test_stores_are_compared_without_running_anything(self):
        self.plant("both.yaml", both(WIDE))
        self.good("run", "both.yaml", "--world", "sim", "--store", "sim.sqlite")
        refused = self.call("validate", "both.yaml", "--from", "sim.sqlite")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("on the testbed", refused.stderr)
        self.good("run", "both.yaml", "--world", "testbed", "--store", "real.sqlite", *PATIENT)
        done = self.good("validate", "both.yaml", "--from", "sim.sqlite", "--from", "real.sqlite",
                         "--json")
        rows = json.loads(done.stdout)["validations"]
        self.assertEqual([row["verdict"] for row in rows], ["equivalent"] * 2)
        self.plant("both.yaml", both(NARROW))
        narrow = self.call("validate", "both.yaml", "--from", "sim.sqlite", "--from", "real.sqlite")
        self.assertEqual(narrow.returncode, 1, "tolerances are no part of what was run")

    def test_other_scenarios_have_tolerances_too(self):
        self.plant("plain.yaml", two_paths(size="1 MB"))
        document = json.loads(
            self.call("validate", "plain.yaml", "--seeds", "2", "--json", *PATIENT).stdout)
        self.assertEqual([row["metric"] for row in document["validations"]],
                         ["goodput", "completion_time", "share_from(near)", "share_from(far)"])
        for row in document["validations"]:
            self.assertLessEqual(row["interval"][0], row["difference"])
            self.assertLessEqual(row["difference"], row["interval"][1])
            mean = [sum(row[world]) / 2 for world in ("simulated", "real")]
            self.assertAlmostEqual(row["difference"], mean[1] - mean[0])

    def test_an_invalid_run_is_done_again_and_never_counted(self):
        self.plant("both.yaml", both(WIDE))
        done = self.call("run", "both.yaml", "--lag-budget", "1 us", "--retries", "1")
        self.assertEqual(done.returncode, 3)
        self.assertIn("NOT compared: no run", done.stdout)
        self.assertEqual(self.rows("SELECT seed, count(*) FROM run WHERE state = 'invalid' "
                                   "GROUP BY seed", "results/both.sqlite"),
                         [(1, 2), (2, 2)])

    def test_a_sweep_is_refused(self):
        sweep = two_paths(size='"${mb} MB"') + "\nsweep:\n  - {name: mb, values: [1, 2]}\n"
        self.plant("sweep.yaml", sweep)
        done = self.call("validate", "sweep.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("has a sweep", done.stderr)


if __name__ == "__main__":
    unittest.main()
