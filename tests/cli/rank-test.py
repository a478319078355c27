"""kwiklab rank: one upload with every scheduler, in one table against the offline optimum."""

import unittest

from program import Program

SCHEDULERS = {"min-rtt", "round-robin", "weighted", "blest", "ecf", "redundant", "deadline"}

# The ways are 20 Mbit/s with 10 ms and 10 Mbit/s with 70 ms.
UPLOAD = """
title: An upload
question: Which scheduler?
duration: 60 s
seeds: 2
hosts:
  client: {role: client}
  primary: {role: server}
  mirror: {role: server}
links:
  - {between: [client, primary], rate: 20 Mbit/s, delay: 10 ms}
  - {between: [client, mirror], rate: 10 Mbit/s, delay: 50 ms}
  - {between: [mirror, primary], rate: 100 Mbit/s, delay: 20 ms}
discovery:
  - static: [primary, mirror]
kwik:
  congestion_control: bbr
  upload: {window: 1 MiB}
workload:
  - upload: {from: client, to: primary, size: 4 MB}
expect:
  - {metric: delivered_bytes, equals: 1 B}
"""
# (4 MB x 8 + 10 ms x 20 Mbit/s + 70 ms x 10 Mbit/s) / 30 Mbit/s, and a part of a segment.
OPTIMUM_NS = (1_096_666_667, 1_101_000_000)


class Rank(Program):
    def setUp(self):
        super().setUp()
        self.plant("up.yaml", UPLOAD)

    def test_every_scheduler_is_ranked_by_its_median_against_the_optimum(self):
        document = self.document("rank", "up.yaml", "--quiet")
        self.assertTrue(OPTIMUM_NS[0] <= document["optimum_ns"] <= OPTIMUM_NS[1], document)
        ranked = document["schedulers"]
        self.assertEqual({one["scheduler"] for one in ranked}, SCHEDULERS)
        for one in ranked:
            with self.subTest(scheduler=one["scheduler"]):
                self.assertEqual((one["runs"], one["whole"]), (2, True))
                self.assertTrue(one["lowest_ns"] <= one["completion_ns"] <= one["highest_ns"])
                self.assertAlmostEqual(one["ratio_to_optimum"],
                                       one["completion_ns"] / document["optimum_ns"], places=6)
                self.assertTrue(1 < one["ratio_to_optimum"] < 3, one)
        medians = [one["completion_ns"] for one in ranked]
        self.assertEqual(medians, sorted(medians))

    def test_only_those_that_copy_send_anything_twice(self):
        document = self.document("rank", "up.yaml", "--quiet", "--seeds", "1")
        copying = {one["scheduler"] for one in document["schedulers"] if one["reinjected_bytes"]}
        self.assertEqual(copying, {"redundant", "deadline"})

    def test_the_table_names_optimum_schedulers_and_seeds(self):
        done = self.good("rank", "up.yaml", "--quiet", "--seeds", "1")
        self.assertRegex(done.stdout, r"Offline optimum 1\.(09|1)\d* s, over ")
        self.assertIn("over primary 20 Mbit/s 10 ms, mirror 10 Mbit/s 70 ms", done.stdout)
        for scheduler in SCHEDULERS:
            self.assertRegex(done.stdout, rf"(?m)^  {scheduler} +[\d.]+ s ")
        self.assertIn("medians of 1 seed", done.stdout)
        self.assertIn("up-ranking.sqlite", " ".join(self.tree()))

    def test_what_has_no_optimum_is_a_mistake(self):
        changes = {"one upload": ("upload: {from: client, to: primary",
                                  "download: {from: primary, to: client"),
                   "has a sweep": ("title: ", "sweep: [{name: x, values: [1, 2]}]\ntitle: ${x} "),
                   "timeline": ("expect:", "timeline: [{at: 1 s, crash: mirror}]\nexpect:")}
        for told, (old, new) in changes.items():
            with self.subTest(told=told):
                self.plant("other.yaml", UPLOAD.replace(old, new))
                done = self.call("rank", "other.yaml", "--quiet")
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(told, done.stderr)
        for words in ([], ["up.yaml", "other.yaml"], ["up.yaml", "--verify"], ["absent.yaml"]):
            with self.subTest(words=words):
                self.assertEqual(self.call("rank", *words).returncode, 2)

    def test_an_upload_that_does_not_complete_is_told(self):
        self.plant("short.yaml", UPLOAD.replace("duration: 60 s", "duration: 700 ms"))
        done = self.call("rank", "short.yaml", "--quiet")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("0 of 2 completed", done.stdout)


if __name__ == "__main__":
    unittest.main()
