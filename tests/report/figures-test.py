"""What kwiklab report writes beside pages: Markdown, and figures by gnuplot."""

import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

import stores
from simulator import KWIKLAB

SVG = "{http://www.w3.org/2000/svg}"


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.store = stores.run(cls.folder, "crash", stores.FAILOVER.replace(
            "title: A server crashes", f'title: "{stores.HOSTILE}"'))
        cls.grid = stores.run(cls.folder, "grid", stores.SWEEP)
        cls.both = stores.run(cls.folder, "both", stores.FAILOVER)
        stores.in_both_worlds(cls.both)

    def call(self, *arguments, status=0, **environment):
        done = subprocess.run([KWIKLAB, "report", *arguments], cwd=self.folder, check=False, text=True,
                              capture_output=True, env=os.environ | environment)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def figure(self, store, name, *options):
        """The texts of an SVG figure."""
        self.call(store, "--format", "svg", "--figure", name, "-o", "figure.svg", *options)
        root = xml.etree.ElementTree.parse(self.folder / "figure.svg").getroot()
        self.assertEqual(root.tag, f"{SVG}svg")
        return ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]

    def test_markdown_has_verdicts_and_escapes_texts(self):
        text = self.call(self.store, "--format", "md", "-o", "-").stdout
        self.assertIn("| delivered\\_bytes | 6 MB | 6 MB | 6 MB | met |", text)
        self.assertIn("**NOT met** by seed 1; seed 2", text)
        self.assertNotIn("<img", text.replace("\\<", ""))

    def test_markdown_has_sweeps_conclusions_and_worlds(self):
        text = self.call(self.grid, "--format", "md", "-o", "-").stdout
        self.assertEqual(text.count("| simulation | 2 |"), 6)
        self.assertIn("| median(goodput) |", text)
        text = self.call(self.both, "--format", "md", "-o", "-").stdout
        self.assertIn("## Fidelity", text)
        self.assertIn("| testbed | 2 |", text)

    def test_series_has_a_line_for_each_server_and_marks(self):
        texts = self.figure(self.store, "series", "--metric", "rtt_ns", "--run", "2")
        for text in ("near", "far", "rtt_ns (ms)", "time (s)", "far crashes"):
            self.assertIn(text, texts)

    def test_texts_of_the_store_are_not_run(self):
        texts = self.figure(self.both, "ecdf", "--metric", "completion_time")
        self.assertIn("testbed", texts)
        self.call(self.store, "--format", "gnuplot", "--figure", "ecdf", "-o", "ecdf.gnuplot")
        self.figure(self.store, "ecdf")
        self.assertFalse((self.folder / "x").exists())

    def test_sweep_over_two_parameters_is_a_map(self):
        texts = self.figure(self.grid, "sweep", "--metric", "completion_time")
        for text in ("loss", "rate", "0", "2", "5", "10", "20"):
            self.assertIn(text, texts)

    def test_fidelity_names_the_metrics(self):
        self.assertIn("goodput", self.figure(self.both, "fidelity"))

    def test_pdf_is_one(self):
        self.call(self.store, "--format", "pdf", "--figure", "series")
        self.assertTrue((self.folder / "crash-series.pdf").read_bytes().startswith(b"%PDF-"))

    def test_what_cannot_be_drawn_is_refused_and_nothing_is_written(self):
        for options, said in (
                (["--figure", "sweep"], "no sweep"),
                (["--figure", "fidelity"], "both worlds"),
                (["--figure", "pie"], "series, ecdf, sweep and fidelity"),
                (["--figure", "ecdf", "--metric", "speed"], "there are"),
                (["--figure", "series", "--run", "9"], "no such run"),
                ([], "needs --figure")):
            with self.subTest(said):
                done = self.call(self.store, "--format", "svg", "-o", "no.svg", *options, status=2)
                self.assertIn(said, done.stderr)
                self.assertFalse((self.folder / "no.svg").exists())
        self.assertIn("--format svg", self.call(self.store, "--figure", "ecdf", status=2).stderr)

    def test_missing_gnuplot_is_named(self):
        done = self.call(self.store, "--format", "svg", "--figure", "ecdf", status=3,
                         PATH=str(self.folder))
        self.assertIn("gnuplot-nox", done.stderr)

    def test_page_is_beside_the_store_and_the_same_each_time(self):
        self.assertEqual(self.call("crash.sqlite").stdout, "crash.html\n")
        first = (self.folder / "crash.html").read_bytes()
        self.call("crash.sqlite")
        self.assertEqual((self.folder / "crash.html").read_bytes(), first)
        self.assertEqual(self.call("crash.sqlite", "-o", "-").stdout.encode(), first)

    def test_runs_are_chosen_by_their_numbers(self):
        self.call(self.store, "--runs", "2", "-o", "two.html")
        text = (self.folder / "two.html").read_text(encoding="utf-8")
        self.assertIn('id="run-2"', text)
        self.assertNotIn('id="run-1"', text)
        for runs in ("3", "0", "2-1", "x", "1,,2"):
            with self.subTest(runs):
                self.call(self.store, "--runs", runs, "-o", "no.html", status=2)
        self.assertFalse((self.folder / "no.html").exists())

    def test_store_that_is_none_is_refused(self):
        (self.folder / "text.sqlite").write_text("no store", encoding="utf-8")
        self.call("text.sqlite", status=3)
        self.call("absent.sqlite", status=3)
        self.assertFalse((self.folder / "absent.html").exists())


if __name__ == "__main__":
    unittest.main()
