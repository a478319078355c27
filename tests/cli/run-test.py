"""kwiklab run: what it writes, where, and what it answers."""

import os
import unittest
import xml.etree.ElementTree as xml

from program import ENDLESS, REPOSITORY, Program, children, one_path


def never_met():
    return one_path().replace("equals: 2 MB", "between: [1 B, 2 B]")


class Success(Program):
    def test_a_run_leaves_a_store_a_picture_and_nothing_else(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        self.assertEqual(self.tree(), ["one.yaml", "results", "results/one", "results/one.sqlite",
                                       "results/one/one-seed1",
                                       "results/one/one-seed1/timeline.svg"])
        self.assertEqual(self.rows("SELECT seed, state, failure FROM run"), [(1, "ok", "")])
        picture = xml.parse(self.folder / "results/one/one-seed1/timeline.svg").getroot()
        self.assertEqual(picture.tag, "{http://www.w3.org/2000/svg}svg")

    def test_the_document_has_the_shape_that_the_reference_tells(self):
        self.plant("one.yaml")
        document = self.document("run", "one.yaml", "--seed", "7")
        self.assertEqual(sorted(document), ["conclusions", "runs", "store"])
        self.assertEqual(document["store"], "results/one.sqlite")
        (run,) = document["runs"]
        self.assertEqual(list(run), ["id", "scenario", "seed", "world", "state", "failure", "fingerprint",
                                     "metrics", "units", "expectations", "picture"])
        self.assertEqual((run["id"], run["scenario"], run["seed"], run["state"]),
                         (1, "one", 7, "ok"))
        self.assertRegex(run["fingerprint"], "^[0-9a-f]{32}$")
        self.assertEqual(run["metrics"]["delivered_bytes"], 2_000_000)
        self.assertEqual(sorted(run["metrics"]), sorted(run["units"]))
        self.assertEqual(run["units"]["goodput"], "bps")
        self.assertEqual(run["expectations"], [
            {"name": "delivered_bytes", "measured": 2_000_000, "low": 2_000_000,
             "high": 2_000_000, "unit": "bytes", "pass": True}])
        self.assertTrue((self.folder / run["picture"]).is_file())

    def test_the_document_says_what_the_store_says(self):
        self.plant("one.yaml", loss="1 %")
        (run,) = self.document("run", "one.yaml")["runs"]
        self.assertEqual(self.rows("SELECT id, fingerprint FROM run"),
                         [(run["id"], run["fingerprint"])])
        stored = self.rows("SELECT metric, mean FROM summary WHERE subject = '' AND n = 1")
        self.assertEqual(dict(stored), run["metrics"])

    def test_traces_lie_where_the_store_says(self):
        self.plant("one.yaml", record="pcap: yes, keylog: yes")
        self.good("run", "one.yaml", "--store", "deep/er/kept.sqlite")
        store = "deep/er/kept.sqlite"
        artefacts = self.rows("SELECT path, size_bytes FROM artefact ORDER BY path", store)
        self.assertEqual([path for path, _ in artefacts],
                         ["kept/one-seed1/client.pcap", "kept/one-seed1/keys.log"])
        for path, size in artefacts:
            self.assertEqual((self.folder / "deep/er" / path).stat().st_size, size)

    def test_a_store_without_an_ending_is_no_folder_of_files(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml", "--store", "kept")
        self.assertEqual(self.tree(), ["kept", "kept-runs", "kept-runs/one-seed1",
                                       "kept-runs/one-seed1/timeline.svg", "one.yaml"])

    def test_runs_are_added_to_those_that_are_there(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        (run,) = self.document("run", "one.yaml", "--seed", "2")["runs"]
        self.assertEqual(run["id"], 2)
        self.assertEqual(self.rows("SELECT id, seed FROM run ORDER BY id"), [(1, 1), (2, 2)])

    def test_traces_of_an_earlier_run_do_not_stay(self):
        self.plant("one.yaml", record="pcap: yes")
        self.good("run", "one.yaml")
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        self.assertEqual(os.listdir(self.folder / "results/one/one-seed1"), ["timeline.svg"])

    def test_a_picture_that_could_not_be_written_is_not_taken_for_one(self):
        self.plant("one.yaml")
        self.good("run", "one.yaml")
        picture = self.folder / "results/one/one-seed1/timeline.svg"
        whole = picture.read_bytes()
        picture.unlink()
        picture.with_name("timeline.svg.part").symlink_to("/dev/full")
        done = self.call("run", "one.yaml", "--resume")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("timeline.svg: cannot be written", done.stderr)
        self.assertEqual(os.listdir(picture.parent), [])
        self.good("run", "one.yaml", "--resume")
        self.assertEqual(picture.read_bytes(), whole)

    def test_a_tag_takes_every_scenario_that_has_it(self):
        for name, tag in (("a", "planted"), ("b", "planted"), ("c", "another")):
            text = one_path().replace("duration:", f"tags: [{tag}]\nduration:")
            self.plant(f"scenarios/{name}.yaml", text)
        document = self.document("run", "--tag", "planted")
        self.assertEqual(document["store"], "results/planted.sqlite")
        self.assertEqual([run["scenario"] for run in document["runs"]], ["a", "b"])

    def test_the_same_scenario_named_twice_is_run_once(self):
        self.plant("one.yaml")
        self.assertEqual(len(self.document("run", "one.yaml", "./one.yaml")["runs"]), 1)


class Seeds(Program):
    QUESTION = "SELECT seed, fingerprint, simulated_ns FROM run ORDER BY seed"

    def test_two_jobs_give_the_same_rows_as_one(self):
        self.plant("one.yaml", loss="1 %")
        alone = self.document("run", "one.yaml", "--seeds", "3", "--jobs", "1", "--store", "a.db")
        both = self.document("run", "one.yaml", "--seeds", "3", "--jobs", "2", "--store", "b.db")
        self.assertEqual([run["seed"] for run in both["runs"]], [1, 2, 3])
        self.assertEqual(self.rows(self.QUESTION, "a.db"), self.rows(self.QUESTION, "b.db"))
        for one, other in zip(alone["runs"], both["runs"]):
            self.assertEqual(one["metrics"], other["metrics"])
            self.assertEqual(one["fingerprint"], other["fingerprint"])
        self.assertEqual(len({run["fingerprint"] for run in both["runs"]}), 3)

    def test_jobs_is_how_many_go_on_at_the_same_time(self):
        self.plant("one.yaml", ENDLESS)
        for jobs in (1, 2):
            with self.subTest(jobs=jobs):
                process = self.start("run", "one.yaml", "--seeds", "3", "--jobs", str(jobs))
                self.read_until(process, f"one seed {jobs}: started")
                # Were it to start another one, that would happen before it hears of the signal.
                self.assertGreaterEqual(len(children(process.pid)), jobs)
                process.terminate()
                self.assertNotIn("started", process.stderr.read())
                self.assertEqual(process.wait(), 4)

    def test_a_scenario_says_how_many_seeds_it_has(self):
        self.plant("one.yaml", one_path().replace("duration:", "seeds: 2\nduration:"))
        self.assertEqual([run["seed"] for run in self.document("run", "one.yaml")["runs"]], [1, 2])
        self.assertEqual([run["seed"] for run in
                          self.document("run", "one.yaml", "--seed", "5")["runs"]], [5])


class Refusal(Program):
    def test_an_unmet_expectation_is_status_one(self):
        self.plant("one.yaml", never_met())
        (run,) = self.document("run", "one.yaml", status=1)["runs"]
        self.assertEqual(run["state"], "ok")
        self.assertEqual([(entry["measured"], entry["high"], entry["pass"])
                          for entry in run["expectations"]], [(2_000_000, 2, False)])
        self.assertIn("NOT met", self.call("run", "one.yaml").stdout)

    def test_one_bad_scenario_keeps_all_from_running_and_nothing_is_written(self):
        self.plant("one.yaml")
        bad = str(REPOSITORY / "tests" / "malformed" / "many-errors.yaml")
        done = self.call("run", "one.yaml", bad, "absent.yaml")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr.count(": error: "), 8)
        errors = self.document("run", "one.yaml", bad, "absent.yaml", status=2)["errors"]
        self.assertEqual(len(errors), 8)
        self.assertEqual(self.tree(), ["one.yaml"])

    def test_a_file_that_is_no_store_is_left_alone(self):
        self.plant("one.yaml")
        self.plant("precious.txt", "not a store\n" * 100)
        done = self.call("run", "one.yaml", "--store", "precious.txt")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("precious.txt", done.stderr)
        self.assertEqual(self.tree(), ["one.yaml", "precious.txt"])
        self.assertEqual((self.folder / "precious.txt").read_text("utf-8"), "not a store\n" * 100)

    def test_two_calls_do_not_write_to_one_store(self):
        self.plant("one.yaml", ENDLESS)
        first = self.start("run", "one.yaml")
        self.read_until(first, "one seed 1: started")
        self.plant("quick.yaml")
        second = self.call("run", "quick.yaml", "--store", "results/one.sqlite")
        self.assertEqual((second.returncode, second.stdout), (3, ""))
        self.assertIn("another kwiklab run is writing to results/one.sqlite", second.stderr)
        first.terminate()
        self.assertEqual(first.wait(), 4)
        self.good("run", "quick.yaml", "--store", "results/one.sqlite")


if __name__ == "__main__":
    unittest.main()
