"""What is wrong with a scenario is said by every program that reads it, and nothing else happens."""

import itertools
import re
import subprocess
import unittest
from pathlib import Path

from simulator import KWIKLAB, SIM, Simulation, one_path

MALFORMED = Path(__file__).resolve().parents[1] / "malformed"
MEBIBYTE = 1 << 20
HEADLINE = re.compile(r"^\S.*?: error: ")
USAGE_ERROR = 2

PROGRAMS = {
    "kwiklab-sim": [SIM, "--shard", "run.sqlite", "--artefacts", "traces", "--scenario"],
    "kwiklab check": [KWIKLAB, "check"],
    "kwiklab run": [KWIKLAB, "run", "--store", "results/run.sqlite"],
}

# Too large to be kept as files. Each with what has to be said of it.
BOMBS = {
    "lists.yaml": ("[" * 900_000, "nested too deeply; allowed: 32 levels"),
    "maps.yaml": ("{a: " * 200_000, "nested too deeply; allowed: 32 levels"),
    "dashes.yaml": ("- " * 500_000, "nested too deeply; allowed: 32 levels"),
    "questions.yaml": ("? " * 500_000, "nested too deeply; allowed: 32 levels"),
    "values.yaml": ("a: [" + "1," * 200_000 + "]", "too many values; allowed: 100000"),
    "keys.yaml": ("".join(f"k{i}: 1\n" for i in range(60_000)), "too many values"),
    "duplicates.yaml": ("title: a\n" * 30_000, "duplicate key 'title'"),
    "documents.yaml": ("--- a\n" * 150_000, "a second document starts here"),
    "anchors.yaml": ("a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "anchors ('&a') are not part"),
    "quote.yaml": ('title: "' + "x\n" * 500_000, "this quote is never closed"),
    "long-line.yaml": ("title: [" + "x" * 900_000, "not valid YAML"),
    "nul.yaml": ("\0" * 1_000_000, "control character U+0000"),
    "one-byte-more.yaml": (one_path().ljust(MEBIBYTE, "#") + "\n", "has at most 1 MiB"),
    "ten-megabytes.yaml": (one_path() + "# filler\n" * 1_200_000, "has at most 1 MiB"),
    "ten-megabytes-in-a-line.yaml": (one_path() + "#" * 10_000_000, "has at most 1 MiB"),
}


def state_of(folder):
    return {path.relative_to(folder): (path.lstat().st_mtime_ns, path.lstat().st_size)
            for path in [folder, *folder.rglob("*")]}


class Malformed(Simulation):
    def read_by(self, program, folder, name):
        """What a program says of a file in a folder, which it must leave as it was."""
        before = state_of(folder)
        done = subprocess.run(
            [*PROGRAMS[program], name], cwd=folder, env={"TMPDIR": folder, "HOME": folder},
            capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(done.returncode, USAGE_ERROR, f"{name}: {done.stderr[:300]}")
        self.assertEqual(done.stdout, "", name)
        self.assertEqual(state_of(folder), before, name)
        return done.stderr

    def headlines(self, name, text):
        """The errors of an output. Each points into the file and shows the place below."""
        lines = text.splitlines()
        found = []
        for number, line in enumerate(lines):
            if HEADLINE.match(line):
                place = re.match(re.escape(name) + r":([1-9]\d*):([1-9]\d*): error: \S", line)
                self.assertIsNotNone(place, line[:200])
                self.assertTrue(lines[number + 1].startswith(f"  {place[1]} | "), line[:200])
                self.assertRegex(lines[number + 2], r"^ +\| +\^$")
                found.append(line)
        self.assertEqual(len(lines), 3 * len(found), text[:300])
        return found

    def test_every_file_gives_the_errors_that_are_written_down(self):
        folder = self.new_folder()
        names = sorted(path.name for path in MALFORMED.glob("*.yaml"))
        self.assertGreaterEqual(len(names), 60)
        for name in names:
            (folder / name).write_bytes((MALFORMED / name).read_bytes())
        expected = (MALFORMED / "expected.txt").read_text(encoding="utf-8").splitlines()
        for program in PROGRAMS:
            found = []
            for name in names:
                found += self.headlines(name, self.read_by(program, folder, name))
            self.assertEqual(found, expected, program)

    def test_bombs_are_refused_where_they_begin_to_hurt(self):
        folder = self.new_folder()
        for name, (text, _) in BOMBS.items():
            (folder / name).write_text(text, encoding="utf-8")
        for program, name in itertools.product(PROGRAMS, BOMBS):
            output = self.read_by(program, folder, name)
            self.assertLess(len(output), 100_000, name)
            errors = [line for line in output.splitlines() if HEADLINE.match(line)]
            self.assertRegex(errors[0], "^" + re.escape(name) + r":\d+:\d+: error: ")
            self.assertIn(BOMBS[name][1], errors[0])

    def test_what_is_no_file_is_said_so(self):
        folder = self.new_folder()
        (folder / "folder.yaml").mkdir()
        (folder / "link.yaml").symlink_to("nowhere.yaml")
        refusals = {"none.yaml": "there is no such file",
                    "link.yaml": "there is no such file",
                    "folder.yaml": "is not a regular file",
                    "/dev/zero": "is not a regular file"}
        for program, name in itertools.product(PROGRAMS, refusals):
            self.assertEqual(self.read_by(program, folder, name),
                             f"{name}: error: {refusals[name]}\n")


if __name__ == "__main__":
    unittest.main()
