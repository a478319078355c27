"""Shows that a missing document, folder or run bit is found."""

import unittest

import house
from planted import PlantedTree


class House(PlantedTree):

    def setUp(self):
        super().setUp()
        for path in house.DOCUMENTS + [folder + "/baselines/a" for folder in house.FOLDERS]:
            self.plant(path, "")
        for path in house.EXECUTABLES:
            self.plant(path, "").chmod(0o755)

    def test_a_complete_house_passes(self):
        self.assert_found(house.check(self.tree()))

    def test_whatever_is_missing_is_found(self):
        for path in house.DOCUMENTS + house.EXECUTABLES:
            with self.subTest(path):
                (self.root / path).rename(self.root / "away")
                self.assert_found(house.check(self.tree()), path)
                (self.root / "away").rename(self.root / path)

    def test_a_folder_that_is_empty_is_found(self):
        (self.root / "model/baselines/a").unlink()
        self.assert_found(house.check(self.tree()), "model/: is missing")

    def test_a_script_that_cannot_be_run_is_found(self):
        (self.root / ".ci/run").chmod(0o644)
        self.assert_found(house.check(self.tree()), ".ci/run: is not executable")


if __name__ == "__main__":
    unittest.main()
