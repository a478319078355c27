"""Shows that a header which does not compile alone, or not twice, fails the build."""

import subprocess
import unittest
from pathlib import Path

from planted import PlantedTree

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = f"""
cmake_minimum_required(VERSION 3.25)
project(Planted LANGUAGES CXX)
list(APPEND CMAKE_MODULE_PATH "{REPOSITORY}/cmake")
include(KwikTargets)
include(KwikHeaderCheck)
kwik_library(room room/deep/a.cc)
target_include_directories(kwik_room PRIVATE private)
target_compile_definitions(kwik_room PRIVATE ROOM=1)
kwik_check_headers(room)
"""
GOOD = "#ifndef A\n#define A\n#include <string>\ninline std::string F() { return {}; }\n#endif\n"


class Headers(PlantedTree):

    def setUp(self):
        super().setUp()
        self.plant("CMakeLists.txt", PROJECT)
        self.plant("room/deep/a.cc", "int a;\n")
        self.plant("private/private.h", "")

    def build_with(self, path, text):
        """Whether the planted project builds, and what it said."""
        self.plant(path, text)
        output = ""
        for command in (["cmake", "-GNinja", "-S", self.root, "-B", self.build],
                        ["cmake", "--build", self.build]):
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            output += run.stdout + run.stderr
            if run.returncode != 0:
                return False, output
        return True, output

    def test_a_header_that_includes_what_it_uses_passes(self):
        built, output = self.build_with("room/a.h", GOOD)
        self.assertTrue(built, output)

    def test_a_header_that_relies_on_another_is_found(self):
        built, output = self.build_with("room/a.h", GOOD.replace("#include <string>\n", ""))
        self.assertFalse(built)
        self.assertIn("room/a.h", output)

    def test_a_header_without_a_guard_is_found(self):
        built, output = self.build_with("room/deep/a.h", "struct S {};\n")
        self.assertFalse(built)
        self.assertIn("redefinition", output)

    def test_a_header_has_the_flags_of_its_target(self):
        built, output = self.build_with(
            "room/a.h", "#include <private.h>\n#if !ROOM\n#error no definition\n#endif\n")
        self.assertTrue(built, output)


if __name__ == "__main__":
    unittest.main()
