"""kwiklab design: points to sweep over."""

import csv
import io
import unittest

from program import Program

FACTORS = ["rate_mbps=0.1..100", "delay_ms=0.1..25"]


class Design(Program):
    def test_a_table_has_a_column_for_each_factor_and_path_and_its_points_within_bounds(self):
        done = self.good("design", "--points", "30", "--paths", "2", *FACTORS)
        table = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual(list(table[0]), ["rate_mbps0", "delay_ms0", "rate_mbps1", "delay_ms1"])
        self.assertEqual(len(table), 60)
        for row in table:
            for path in "01":
                self.assertTrue(0.1 <= float(row["rate_mbps" + path]) <= 100)
                self.assertTrue(0.1 <= float(row["delay_ms" + path]) <= 25)
        rates = sorted(float(row["rate_mbps0"]) for row in table)
        self.assertLess(rates[5], 25)
        self.assertGreater(rates[-5], 75)

    def test_the_same_command_prints_the_same_table_and_another_seed_another(self):
        first, again, other = (self.good("design", "--points", "9", "--seed", seed, *FACTORS).stdout
                               for seed in ("1", "1", "2"))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_the_document_has_the_numbers_of_the_table(self):
        document = self.document("design", "--points", "3", *FACTORS)
        table = list(csv.reader(io.StringIO(
            self.good("design", "--points", "3", *FACTORS).stdout)))
        self.assertEqual(document["columns"], table[0])
        self.assertEqual(document["rows"], [[float(cell) for cell in row] for row in table[1:]])

    def test_what_makes_no_design_is_refused_with_what_is_allowed(self):
        for arguments, words in [
                ([], "no factor is given"),
                (["rate"], "'rate' is no factor; write for example 'delay_ms=0.5..25'"),
                (["rate=5..1"], "the smaller number first"),
                (["Rate=1..5"], "allowed: a lower-case letter"),
                (["a=1..2", "a=1..3"], "factor 'a' is given twice"),
                (["a=1..2", "--paths", "9"], "--paths 9 is out of range; allowed: 1 to 8"),
        ]:
            with self.subTest(arguments=arguments):
                done = self.call("design", "--points", "5", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)
        for points in ("0", "2001"):
            done = self.call("design", "--points", points, "a=1..2")
            self.assertEqual(done.returncode, 2)
            self.assertIn("allowed: 1 to 2000", done.stderr)
        self.assertEqual(self.call("design", "a=1..2").returncode, 2)


if __name__ == "__main__":
    unittest.main()
