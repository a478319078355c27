"""A program of the sanitizer presets fails when it does what C++ leaves undefined."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(Planted CXX)
include("{repository}/cmake/KwikTargets.cmake")
kwik_executable(overflow overflow.cc)
"""

OVERFLOW = """
#include <limits>

int
main(int argc, char**)
{
    int sum = std::numeric_limits<int>::max() - 1;
    sum += argc;
    return sum > 0 ? 0 : 3;
}
"""


def sanitizers(preset):
    presets = json.loads((REPOSITORY / "CMakePresets.json").read_text("utf-8"))
    (variables,) = [entry["cacheVariables"] for entry in presets["configurePresets"]
                    if entry["name"] == preset]
    return variables["KWIK_SANITIZE"]


class Undefined(unittest.TestCase):
    def build(self, preset):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        source = Path(folder.name)
        (source / "CMakeLists.txt").write_text(PROJECT.format(repository=REPOSITORY), "utf-8")
        (source / "overflow.cc").write_text(OVERFLOW, "utf-8")
        for command in (["cmake", "-G", "Ninja", "-S", source, "-B", source / "build",
                         f"-DCMAKE_CXX_COMPILER={os.environ['KWIK_COMPILER']}",
                         f"-DKWIK_SANITIZE={sanitizers(preset)}"],
                        ["cmake", "--build", source / "build"]):
            subprocess.run(command, check=True, capture_output=True)
        return source / "build" / "overflow"

    def test_an_overflow_ends_the_program(self):
        for preset in ("asan", "fuzz"):
            with self.subTest(preset=preset):
                program = self.build(preset)
                good = subprocess.run([program], check=False, capture_output=True, text=True)
                self.assertEqual((good.returncode, good.stderr), (0, ""))
                # The second argument makes the sum too large.
                bad = subprocess.run([program, "more"], check=False, capture_output=True, text=True)
                self.assertIn("signed integer overflow", bad.stderr)
                # 3 is what the program itself says of the sum that came out.
                self.assertNotIn(bad.returncode, (0, 3))


if __name__ == "__main__":
    unittest.main()
