"""What the tests of the checks share: a small tree with violations planted in it."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from tree import Tree


class PlantedTree(unittest.TestCase):
    """Each test has a tree of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "clone"
        self.root.mkdir()
        self.build = self.root / "build"

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def tree(self):
        return Tree(self.root, self.build)

    def compile(self, path, text, output=None):
        """Plants a source, compiles it, and says so in the compilation database."""
        source = self.plant(path, text)
        made = self.build / (output or path.replace("/", "-") + ".o")
        self.build.mkdir(exist_ok=True)
        subprocess.run(["c++", "-std=c++20", "-O2", "-o", made, "-c", source], check=True)
        database = self.build / "compile_commands.json"
        entries = json.loads(database.read_text()) if database.exists() else []
        entries.append({"directory": str(self.build), "file": str(source),
                        "command": f"c++ -o {made} -c {source}"})
        database.write_text(json.dumps(entries))
        return made

    def assert_found(self, found, *expected):
        """There are as many violations as expectations, and each holds its text."""
        self.assertEqual(len(found), len(expected), found)
        for violation, text in zip(found, expected):
            self.assertIn(text, violation)
