"""The experiments of others: what their authors bound, this transport meets."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from simulator import KWIKLAB

ROOT = Path(__file__).resolve().parents[2]
PICOQUIC = ["basic", "drop-first", "drop-second", "perf", "sat-plus", "standup"]


def json_of(*arguments):
    done = subprocess.run([KWIKLAB, *arguments, "--json"], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    return done, json.loads(done.stdout)


class Published(unittest.TestCase):
    def names(self, tag):
        _, listed = json_of("list", "--tag", tag)
        return [one["name"] for one in listed["scenarios"]]

    def test_none_is_forgotten(self):
        self.assertEqual(self.names("picoquic"), [f"picoquic-{name}" for name in PICOQUIC])
        self.assertEqual(self.names("simult-flows"), ["simult-flows"])

    def test_each_meets_its_bounds(self):
        scenarios = [*(f"picoquic-{name}" for name in PICOQUIC), "simult-flows", "rate-step"]
        with tempfile.TemporaryDirectory() as folder:
            done, document = json_of("run", *(f"scenarios/{name}.yaml" for name in scenarios),
                                     "--seeds", "1", "--store", f"{folder}/store.sqlite")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(document["runs"]), len(scenarios) + 4)  # Five shapes of one.
            for run in document["runs"]:
                self.assertGreater(len(run["expectations"]), 2)
                self.assertTrue(all(one["pass"] for one in run["expectations"]))


if __name__ == "__main__":
    unittest.main()
