"""Shows that code which clang-format would change, and names that are not kebab-case, are found."""

import unittest
from pathlib import Path

import format as style
from planted import PlantedTree

GOOD = "int\nf()\n{\n    return 1;\n}\n"


class Format(PlantedTree):

    def setUp(self):
        super().setUp()
        repository = Path(__file__).resolve().parents[2]
        self.plant(".clang-format", (repository / ".clang-format").read_text(encoding="utf-8"))

    def found(self, path, text):
        self.plant(path, text)
        return style.check(self.tree())

    def test_formatted_code_passes(self):
        self.plant("a.h", GOOD)
        self.assert_found(self.found("src/some-name.cc", GOOD))

    def test_each_unformatted_file_is_found(self):
        bad = GOOD.replace("    return", "  return")
        self.plant("b.h", bad)
        self.assert_found(self.found("a.cc", bad), "a.cc:3: run clang-format", "b.h:3: run clang-format")

    def test_names_that_are_not_kebab_case_are_found(self):
        for name in ("SomeName.cc", "some_name.h", "some--name.py", "-a.sh"):
            with self.subTest(name):
                self.assert_found(self.found(name, ""), "kebab-case")
                (self.root / name).unlink()


if __name__ == "__main__":
    unittest.main()
