"""Shows that links into nothing are found, and that others are not."""

import unittest

import links
from planted import PlantedTree

PAGE = """# A page
## What it costs: `a` & b
## Twice
## Twice
"""


class Links(PlantedTree):

    def setUp(self):
        super().setUp()
        self.plant("docs/page.md", PAGE)
        self.plant("scenarios/a.yaml", "")

    def found(self, text, path="README.md"):
        self.plant(path, text)
        return links.check(self.tree())

    def test_a_file_that_is_there_passes(self):
        self.assert_found(self.found("[a](docs/page.md) [b](scenarios/) [c](scenarios) [d](./README.md)"))

    def test_a_file_that_is_not_there_is_found_with_its_line(self):
        self.assert_found(self.found("one\n[a](docs/pages.md)"), "README.md:2: docs/pages.md")

    def test_a_path_counts_from_its_page(self):
        self.assert_found(self.found("[a](page.md) [b](../scenarios/a.yaml)", "docs/other.md"))
        self.assert_found(self.found("[a](docs/page.md)", "docs/other.md"), "no such file")

    def test_a_path_out_of_the_repository_is_found(self):
        self.assert_found(self.found("[a](../else.md)"), "no such file")

    def test_anchors_are_those_of_the_headings(self):
        good = "[a](docs/page.md#a-page) [b](docs/page.md#what-it-costs-a--b) [c](docs/page.md#twice-1)"
        self.assert_found(self.found(good))
        self.assert_found(self.found("[a](docs/page.md#twice-2)"), "no such heading")

    def test_an_anchor_alone_means_its_own_page(self):
        self.assert_found(self.found("# Here\n[a](#here)"))
        self.assert_found(self.found("# Here\n[a](#there)"), "#there: there is no such heading")

    def test_a_heading_in_a_code_block_is_none(self):
        self.assert_found(self.found("```\n# Here\n```\n[a](#here)"), "no such heading")

    def test_links_in_code_are_none(self):
        self.assert_found(self.found("`[a](b.md)`\n```\n[a](b.md)\n```\n    \n"))

    def test_links_to_elsewhere_are_not_looked_at(self):
        self.assert_found(self.found("[a](https://example.org/b.md) [b](mailto:a@example.org)"))

    def test_images_titles_and_definitions_count(self):
        self.assert_found(self.found('![a](b.png)\n[a](c.md "title")\n\n[d]: e.md\n'),
                          "b.png", "c.md", "e.md")


if __name__ == "__main__":
    unittest.main()
