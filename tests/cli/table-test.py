"""What kwiklab run says to people."""

import re
import unittest

from program import REPOSITORY, Program
from simulator import one_path

ESCAPE = "\033"


class Table(Program):
    def test_failover_is_told_in_a_hundred_columns(self):
        scenario = str(REPOSITORY / "scenarios" / "failover.yaml")
        text = self.good("run", scenario, "--seeds", "2").stdout
        longest = max(text.splitlines(), key=len)
        self.assertLessEqual(len(longest), 100, longest)
        for pattern in (r"^ +seed +throughput +completion +failover gap +gap limit +expectations$",
                        r"^ +1 +[\d.]+ Mbit/s +[\d.]+ s +[\d.]+ ms +[\d.]+ ms +9 of 9 met$",
                        r"^ +mean +[\d.]+ ± [\d.]+ Mbit/s ",
                        r"^ +primary +[\d.]+ ± [\d.]+ MB +[\d.]+ ± [\d.]+ %$",
                        r"^  delivered_bytes +50 MB +50 MB +50 MB +met$",
                        r"^picture   results/failover/failover-seed1/timeline.svg$",
                        r"^store     results/failover.sqlite$",
                        r"^report    kwiklab report results/failover.sqlite$",
                        r"^18 of 18 expectations met in 2 runs$"):
            with self.subTest(pattern=pattern):
                self.assertRegex(text, re.compile(pattern, re.MULTILINE))

    def test_one_seed_has_no_mean(self):
        self.plant("one.yaml")
        text = self.good("run", "one.yaml").stdout
        self.assertNotIn("mean", text)
        self.assertNotIn("±", text)
        self.assertNotIn("gap", text)

    def test_a_download_that_never_finished_is_named(self):
        self.plant("one.yaml", one_path(duration="1 s", size="10 MB").replace(
            "equals: 10 MB", "between: [0 B, 10 MB]"))
        text = self.good("run", "one.yaml", "--seeds", "2").stdout
        self.assertRegex(text, r"\n  seed 2: not completed: [\d.]+ [kM]B of 10 MB delivered\n")
        self.assertIn(" 0 of 2 completed", text)

    def test_without_utf8_all_is_ascii(self):
        self.plant("one.yaml", loss="1 %")
        done = self.call("run", "one.yaml", "--seeds", "2", LANG="C")
        self.assertIn(" +- ", done.stdout)
        self.assertTrue((done.stdout + done.stderr).isascii())

    def test_plain_lines_without_escape_codes_elsewhere_than_on_a_terminal(self):
        self.plant("one.yaml")
        done = self.good("run", "one.yaml")
        self.assertNotIn(ESCAPE, done.stdout + done.stderr)
        self.assertNotIn("\r", done.stderr)
        lines = done.stderr.splitlines()
        self.assertEqual(lines[0], "one seed 1: started")
        self.assertRegex(lines[1], r"^one seed 1: [\d.]+ s simulated in [\d.]+ m?s, "
                                   r"1 of 1 expectation met$")
        self.assertEqual(len(lines), 2)

    def test_quiet_says_only_the_results(self):
        self.plant("one.yaml")
        done = self.good("run", "one.yaml", "--quiet")
        self.assertEqual(done.stderr, "")
        self.assertIn("1 of 1 expectation met in 1 run", done.stdout)


if __name__ == "__main__":
    unittest.main()
