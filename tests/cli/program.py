"""What the tests of kwiklab share: a folder to work in, and the program to call there."""

import json
import os
import select
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

from simulator import BUILD, KWIKLAB, SIM, one_path

REPOSITORY = Path(__file__).resolve().parents[2]

# What kwiklab would find in the environment of whoever starts the tests.
LOOKS = ("NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TERM")

# Nobody waits for the end of this one.
ENDLESS = one_path(rate="1 Gbit/s", size="500 GB", duration="6000 s")


def children(pid):
    return [int(child) for child in
            Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def wait_for_end(pid):
    """Of a process that may be nobody's child."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        select.select([process], [], [])
    finally:
        os.close(process)


class Program(unittest.TestCase):
    """Each test has an empty folder of its own."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def environment(self, **changes):
        kept = {name: value for name, value in os.environ.items() if name not in LOOKS}
        return kept | {"LANG": "C.UTF-8"} | changes

    def plant(self, path, text=None, **changes):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one_path(**changes) if text is None else text, encoding="utf-8")
        return file

    def call(self, *arguments, **environment):
        return subprocess.run([KWIKLAB, *arguments], cwd=self.folder, text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              env=self.environment(**environment))

    def call_into(self, output, *arguments, restore_signals=True):
        """Calls kwiklab with this file for its standard output."""
        return subprocess.run([KWIKLAB, *arguments], cwd=self.folder, text=True, check=False,
                              stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE,
                              restore_signals=restore_signals, env=self.environment())

    def call_with(self, simulator, *arguments):
        """Calls a kwiklab that starts this shell script for a simulator; {sim} is the real one."""
        program = self.plant("bin/kwiklab-sim", simulator.format(sim=SIM))
        program.chmod(0o755)
        shutil.copy(KWIKLAB, self.folder / "bin" / "kwiklab")
        return subprocess.run([self.folder / "bin" / "kwiklab", *arguments], cwd=self.folder,
                              text=True, check=False, stdin=subprocess.DEVNULL,
                              capture_output=True, env=self.environment())

    def good(self, *arguments):
        done = self.call(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def document(self, *arguments, status=0):
        """What --json prints: one document, and nothing else."""
        done = self.call(*arguments, "--json")
        self.assertEqual(done.returncode, status, done.stderr)
        return json.loads(done.stdout)

    def start(self, *arguments):
        """Starts kwiklab; its standard error can be read line by line."""
        process = subprocess.Popen([KWIKLAB, *arguments], cwd=self.folder, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=self.environment())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def read_until(self, process, text):
        """Reads the lines of standard error up to the one with the text."""
        lines = []
        for line in process.stderr:
            lines.append(line)
            if text in line:
                return lines
        raise AssertionError(f"never said {text!r}:\n{''.join(lines)}")

    def rows(self, sql, store="results/one.sqlite"):
        connection = sqlite3.connect(self.folder / store)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def tree(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))
