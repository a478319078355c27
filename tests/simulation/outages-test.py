"""Every outage of scenarios/outage-*.yaml is met as its scenario says, and twice in the same way."""

import json
import os
import subprocess
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from simulator import KWIKLAB, Run, Simulation

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
OUTAGES = ["all-servers", "asymmetric-loss", "black-hole", "client-suspension", "corruption",
           "drop-and-back", "duplication", "fade", "flap", "migration", "nat-rebinding",
           "one-way-silence", "primary-crash", "reordering", "server-crash", "server-restart",
           "suspension"]
# What no scenario may leave out: nothing is lost, nothing is changed, and there is an end.
INVARIANT = {"delivered_bytes", "corrupted_bytes", "session_closed_cleanly"}


class Outages(Simulation):
    def test_each_has_a_scenario_with_the_tag(self):
        done = subprocess.run([KWIKLAB, "list", "--tag", "outage", "--json"], cwd=SCENARIOS.parent,
                              capture_output=True, text=True, check=True)
        names = [one["name"] for one in json.loads(done.stdout)["scenarios"]]
        self.assertEqual(names, [f"outage-{name}" for name in OUTAGES])

    def run_of(self, name):
        folder = self.folder / name
        folder.mkdir()
        text = (SCENARIOS / f"outage-{name.split('.')[0]}.yaml").read_text(encoding="utf-8")
        command = self.command(folder, text, 1)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return folder, done

    def test_each_meets_its_expectations_and_has_one_fingerprint(self):
        runs = [f"{name}.{time}" for name in OUTAGES for time in (1, 2)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = list(pool.map(self.run_of, runs))
        fingerprints = {}
        for name, (folder, done) in zip(runs, outcomes):
            with self.subTest(outage=name):
                self.assertEqual(done.returncode, 0, done.stderr)
                run = Run(folder)
                self.addCleanup(run.store.close)
                self.assertEqual(run.failed_expectations(), [])
                judged = {row[0] for row in run.store.execute("SELECT name FROM expectation")}
                self.assertGreaterEqual(judged, INVARIANT)
                self.assertGreater(len(judged), len(INVARIANT))
                first = fingerprints.setdefault(name.split(".")[0], run.fingerprint())
                self.assertEqual(run.fingerprint(), first)


if __name__ == "__main__":
    unittest.main()
