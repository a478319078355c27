"""What the tests of ./kwiklab share: a small clone with the real set-up and a project to build."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PRESETS = """{"version": 6, "configurePresets": [
  {"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build/release"}]}
"""
# The program tells with what and from where it was called.
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(Planted LANGUAGES NONE)
file(WRITE "${CMAKE_BINARY_DIR}/program" "#!/bin/sh\\necho \\"$PWD $*\\"\\nexit 7\\n")
add_custom_target(programs
  COMMAND ${CMAKE_COMMAND} -E make_directory cli
  COMMAND ${CMAKE_COMMAND} -E copy program cli/kwiklab
  COMMAND chmod +x cli/kwiklab)
enable_testing()
"""
PROGRAM_STATUS = 7


class Launcher(unittest.TestCase):
    """Each test has a clone of its own, which needs no packages."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "clone"
        self.root.mkdir()
        shutil.copy(REPOSITORY / "kwiklab", self.root)
        shutil.copytree(REPOSITORY / "setup", self.root / "setup")
        for name in ("run", "test", "baselines"):
            self.plant(f"setup/packages/{name}.txt", "# nothing\n")
        self.plant("CMakePresets.json", PRESETS)
        self.plant("CMakeLists.txt", PROJECT)
        self.plant("model/deep/a.cc", "")

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def stub(self, name, script):
        """A program that goes before the real one."""
        self.plant(f"stubs/{name}", f"#!/bin/sh\n{script}\n").chmod(0o755)

    def environment(self):
        return dict(os.environ, PATH=f"{self.root / 'stubs'}:{os.environ['PATH']}")

    def start(self, *arguments, cwd=None):
        return subprocess.Popen([self.root / "kwiklab", *arguments], cwd=cwd or self.root, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=self.environment())

    def kwiklab(self, *arguments, cwd=None):
        process = self.start(*arguments, cwd=cwd)
        output, errors = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)


def bash(script, *arguments):
    """Runs `script` with the functions of the set-up that need no folder."""
    sources = "".join(f". '{REPOSITORY}/setup/{name}.sh';" for name in ("apt-sources", "packages"))
    return subprocess.run(["bash", "-euo", "pipefail", "-c", sources + script, "bash", *map(str, arguments)],
                          capture_output=True, text=True, check=False)
