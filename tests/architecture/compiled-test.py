"""Shows that a source of protocol-core that is compiled twice, or never, is found."""

import unittest

import compiled
from planted import PlantedTree


class Compiled(PlantedTree):

    def test_once_passes(self):
        self.compile("protocol-core/base/a.cc", "int a;\n")
        self.assert_found(compiled.check(self.tree()))

    def test_twice_is_found(self):
        self.compile("protocol-core/base/a.cc", "int a;\n")
        self.compile("protocol-core/base/a.cc", "int a;\n", "again.o")
        self.assert_found(compiled.check(self.tree()), "compiled 2 times")

    def test_never_is_found(self):
        self.compile("protocol-core/base/a.cc", "int a;\n")
        self.plant("protocol-core/base/forgotten.cc", "")
        self.assert_found(compiled.check(self.tree()), "forgotten.cc:1: is compiled 0 times")

    def test_other_folders_may_compile_as_often_as_they_like(self):
        self.compile("testbed/a.cc", "int a;\n")
        self.compile("testbed/a.cc", "int a;\n", "again.o")
        self.assert_found(compiled.check(self.tree()))


if __name__ == "__main__":
    unittest.main()
