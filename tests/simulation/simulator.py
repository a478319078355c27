"""What the tests of kwiklab-sim share: run a scenario, read its store."""

import os
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["KWIK_BUILD"])
SIM = BUILD / "cli" / "kwiklab-sim"
KWIKLAB = BUILD / "cli" / "kwiklab"

# A run of this takes about a tenth of a second.
ONE_PATH = """
title: One path
question: For a test
duration: {duration}
hosts:
  client: {{role: client}}
  server: {{role: server}}
links:
  - {{between: [client, server], rate: {rate}, delay: {delay}, loss: {loss}, queue: {queue}}}
discovery:
  - static: [server]
kwik:
  congestion_control: {control}
workload:
  - download: {{from: server, to: client, size: {size}}}
record: {{{record}}}
expect:
  - {{metric: delivered_bytes, equals: {size}}}
"""

DEFAULTS = {
    "duration": "600 s",
    "rate": "10 Mbit/s",
    "delay": "20 ms",
    "loss": "0 %",
    "queue": "1 bdp",
    "control": "cubic",
    "size": "2 MB",
    "record": "",
}


def one_path(**changes):
    return ONE_PATH.format(**(DEFAULTS | changes))


class Planned:
    """A scenario in a folder, of which nothing was run yet."""

    def __init__(self, folder):
        self.folder = folder


class Run:
    """One finished run: its store and its files."""

    def __init__(self, folder):
        self.folder = folder
        self.store = sqlite3.connect(folder / "run.sqlite")

    def metric(self, name):
        row = self.store.execute(
            "SELECT mean FROM summary WHERE metric = ? AND subject = ''", [name]).fetchone()
        if row is None:
            raise AssertionError(f"the run has no metric {name}")
        return row[0]

    def fingerprint(self):
        return self.store.execute("SELECT fingerprint FROM run").fetchone()[0]

    def failed_expectations(self):
        return self.store.execute("SELECT name FROM expectation WHERE NOT pass").fetchall()


class Simulation(unittest.TestCase):
    """Each test has a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.runs = 0

    def command(self, folder, scenario, seed):
        file = folder / "scenario.yaml"
        file.write_text(scenario, encoding="utf-8")
        return [SIM, "--scenario", file, "--seed", str(seed), "--shard", folder / "run.sqlite",
                "--artefacts", folder]

    def new_folder(self):
        self.runs += 1
        folder = self.folder / str(self.runs)
        folder.mkdir()
        return folder

    def plan(self, scenario):
        """A scenario that nobody has run."""
        folder = self.new_folder()
        (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
        return Planned(folder)

    def attempt(self, scenario, seed=1, sim=SIM):
        """What became of the process, whose folder is the newest."""
        command = self.command(self.new_folder(), scenario, seed)
        command[0] = sim
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def execute(self, scenario, seed=1, sim=SIM):
        """A run, whatever it measured."""
        done = self.attempt(scenario, seed, sim)
        self.assertEqual(done.returncode, 0, done.stderr)
        run = Run(self.folder / str(self.runs))
        self.addCleanup(run.store.close)
        return run

    def simulate(self, scenario, seed=1, sim=SIM):
        """A run that met its expectations."""
        run = self.execute(scenario, seed, sim)
        self.assertEqual(run.failed_expectations(), [])
        return run
