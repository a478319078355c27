"""Shows that a file without a licence, and ns-3 outside the GPL folders, are found."""

import unittest

import licences
from planted import PlantedTree

TABLE = """
[[annotations]]
path = ["LICENSES/**", "REUSE.toml", "core/**", "tests/**"]
SPDX-License-Identifier = "MIT"
[[annotations]]
path = ["model/**", "tests/*/model/**"]
SPDX-License-Identifier = "GPL-2.0-only"
"""


class Licences(PlantedTree):

    def setUp(self):
        super().setUp()
        self.plant("REUSE.toml", TABLE)
        self.plant("LICENSES/MIT.txt", "")
        self.plant("LICENSES/GPL-2.0-only.txt", "")

    def found(self, path, text):
        self.plant(path, text)
        return licences.check(self.tree())

    def test_ns3_in_a_gpl_folder_passes(self):
        self.assert_found(self.found("model/deep/a.h", "#include <ns3/node.h>\n"))
        self.assert_found(self.found("tests/unit/model/a.cc", '#include "model/deep/a.h"\n'))

    def test_ns3_in_an_mit_folder_is_found(self):
        self.assert_found(self.found("core/a.cc", "#include <ns3/node.h>\n"), "core/a.cc:1: is linked with ns-3")

    def test_what_is_built_on_ns3_in_an_mit_folder_is_found(self):
        self.assert_found(self.found("tests/a/b/model/c.cc", '#include "helper/a.h"\n'), "is linked with ns-3")

    def test_a_file_without_a_licence_is_found(self):
        self.assert_found(self.found("new/a.md", ""), "new/a.md:1: has no licence")

    def test_a_licence_without_its_text_is_found(self):
        (self.root / "LICENSES/GPL-2.0-only.txt").unlink()
        self.assert_found(licences.check(self.tree()), "LICENSES/GPL-2.0-only.txt")


if __name__ == "__main__":
    unittest.main()
