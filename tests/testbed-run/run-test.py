"""What a run over real sockets delivers, writes down, and is refused."""

import unittest

from simulator import one_path
from testbed import PATIENT, Testbed, two_paths

CLOUD = one_path().replace("discovery:", "interior: cloud\ndiscovery:")
UPLOAD = "upload: {{from: client, to: near, size: {size}}}"


class Delivered(Testbed):
    def test_a_download_comes_whole_over_both_paths(self):
        run = self.run_real(two_paths(expect="  - {metric: paths_used, equals: 2}"))
        self.assertEqual([one["pass"] for one in run["expectations"]], [True] * 3)
        self.assertEqual(self.real_rows("SELECT world, substrate, state FROM run"),
                         [("testbed", "", "ok")])
        self.assertIn("stream_finished", self.kinds_of("client"))
        self.assertIn("server_path_accepted", self.kinds_of("near"))
        self.assertIn("server_path_accepted", self.kinds_of("far"))
        self.expect_in_order_of_time()
        steps = self.events("establishment_step_done")
        self.assertEqual(steps, [("client", "")] * 7)
        self.assertTrue((self.folder / run["picture"]).is_file())

    def test_an_upload_comes_whole(self):
        between_servers = "  - {between: [near, far], rate: 100 Mbit/s, delay: 5 ms}\ndiscovery:"
        scenario = two_paths(UPLOAD, size="2 MB").replace("discovery:", between_servers)
        run = self.run_real(scenario)
        self.assertEqual([one["pass"] for one in run["expectations"]], [True, True])
        self.assertEqual(self.events("upload_received"), [("near", "")])
        # What its receiver has got is in the samples of its sender.
        self.assertEqual(
            self.real_rows("SELECT max(value) FROM sample WHERE metric = 'delivered_bytes'"),
            [(2_000_000,)])

    def test_what_an_expectation_compares_with_is_measured_first(self):
        aggregation = "  - {metric: aggregation(0.2 s..0.8 s), between: [1 %, 1000 %]}"
        run = self.run_real(two_paths(size="2 MB", expect=aggregation))
        self.assertEqual([one["pass"] for one in run["expectations"]], [True] * 3)


class Figures(Testbed):
    def test_how_true_the_run_was_is_in_the_store(self):
        self.run_real(one_path(size="1 MB"))
        subjects = self.real_rows("SELECT subject FROM summary WHERE metric = 'lag_p99_ns' "
                                  "ORDER BY subject")
        self.assertEqual(subjects, [("(emulator)",), ("client",), ("server",)])
        links = self.real_rows("SELECT subject FROM summary WHERE mean > 0 AND "
                               "metric = 'calibrated_rate_bps' ORDER BY subject")
        self.assertEqual(links, [("client>server",), ("server>client",)])
        self.assertGreater(
            self.real_rows("SELECT count(*) FROM sample WHERE metric = 'lag_p99_ns'")[0][0], 3)

    def test_a_machine_that_is_too_slow_makes_the_run_invalid(self):
        self.plant("real.yaml", one_path(size="500 kB"))
        done = self.call("testbed", "run", "real.yaml", "--lag-budget", "1 us")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("seed 1 INVALID: ", done.stdout)
        self.assertRegex(done.stdout, r"late by .* and 1 us is borne")
        ((state, why),) = self.real_rows("SELECT state, failure FROM run")
        self.assertEqual(state, "invalid")
        self.assertIn("late by", why)
        # It does not count as done.
        again = self.call("testbed", "run", "real.yaml", "--resume", *PATIENT)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("real on the testbed, seed 1: started", again.stderr)
        once_more = self.call("testbed", "run", "real.yaml", "--resume", *PATIENT)
        self.assertNotIn("started", once_more.stderr)

    def test_a_run_in_the_other_world_does_not_count_as_done(self):
        self.plant("real.yaml", one_path(size="500 kB"))
        self.good("run", "real.yaml", "--store", "both.sqlite")
        done = self.good("run", "real.yaml", "--world", "testbed", "--store", "both.sqlite",
                         "--resume", *PATIENT)
        self.assertIn("real on the testbed, seed 1: started", done.stderr)
        self.assertEqual(self.rows("SELECT world FROM run ORDER BY id", store="both.sqlite"),
                         [("simulation",), ("testbed",)])

    def test_keys_and_qlogs_of_all_hosts_are_artefacts(self):
        self.run_real(one_path(size="500 kB", record="qlog: yes, keylog: yes"))
        files = self.real_rows("SELECT kind, path FROM artefact ORDER BY path")
        self.assertEqual(files, [("qlog", "real-testbed/real-testbed-seed1/client-1.sqlog"),
                                 ("keylog", "real-testbed/real-testbed-seed1/keys.log"),
                                 ("qlog", "real-testbed/real-testbed-seed1/server-1.sqlog")])
        keys = (self.folder / "results/real-testbed/real-testbed-seed1/keys.log").read_text("ascii")
        secrets = [line for line in keys.splitlines() if line.startswith("CLIENT_TRAFFIC_SECRET_0")]
        self.assertEqual(len(secrets), 2)
        self.assertEqual(secrets[0], secrets[1])


class Refused(Testbed):
    def expect_refusal(self, text, words):
        self.plant("real.yaml", text)
        done = self.call("testbed", "run", "real.yaml")
        self.assertEqual(done.returncode, 2)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertEqual(self.tree(), ["real.yaml"])

    def test_what_the_testbed_cannot_honour_is_refused_with_its_place(self):
        self.expect_refusal(CLOUD, ["real.yaml:10:", "interior", "passes every packet"])
        self.expect_refusal(one_path(record="pcap: yes"), ["real.yaml:", "pcap", "does not capture"])

    def test_the_simulation_takes_the_same_files(self):
        self.plant("real.yaml", one_path(record="pcap: yes"))
        self.good("run", "real.yaml")

    def test_wishes_that_make_no_sense_are_refused(self):
        self.plant("real.yaml", one_path())
        for wish, word in ((("testbed", "run", "real.yaml", "--jobs", "2"), "one run at a time"),
                           (("testbed", "run", "real.yaml", "--verify"), "--verify"),
                           (("run", "real.yaml", "--world", "testbed", "--verify"), "--verify"),
                           (("run", "real.yaml", "--world", "moon"), "sim, testbed or both"),
                           (("run", "real.yaml", "--lag-budget", "1 s"), "nothing is late"),
                           (("testbed", "run", "real.yaml", "--lag-budget", "5"), "write a time")):
            with self.subTest(wish=wish):
                done = self.call(*wish)
                self.assertEqual(done.returncode, 2)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    unittest.main()
