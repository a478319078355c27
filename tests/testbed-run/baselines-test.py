"""kwiklab testbed baselines: a download by others over the same links, and what is left of it."""

import json
import unittest
from pathlib import Path

from testbed import PATIENT, Testbed, two_paths

MET = """
seeds: 2
beside:
  - {transport: {protocol: tcp, via: near}, metric: delivered_bytes, at_least: 100 %}
"""
CUT = "[{at: 300 ms, for: 300 ms, link: [client, far], state: down}]"


def processes():
    """What all processes of this user are called."""
    found = []
    for file in Path("/proc").glob("[0-9]*/comm"):
        try:
            found.append(file.read_text(encoding="utf-8").strip())
        except OSError:
            pass  # It has ended.
    return found


class Baselines(Testbed):
    def compare(self, *options, status=0, text=None, env=None):
        self.plant("two.yaml", text or two_paths(size="1500 kB", timeline=CUT))
        done = self.call("testbed", "baselines", "two.yaml", "--seeds", "1", *PATIENT, *options,
                         **(env or {}))
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        return done

    def stored(self):
        return self.rows("SELECT scenario_text, state, world FROM run ORDER BY id",
                         "results/two-baselines.sqlite")

    def test_kwik_and_the_kernel_carry_the_same_download(self):
        document = json.loads(self.compare("--only", "kwik,mptcp-cubic,tcp-cubic", "--json").stdout)
        self.assertEqual((document["links_bps"], document["survivors_bps"]),
                         (20_000_000, 10_000_000))
        contenders = {one["name"]: one for one in document["contenders"]}
        self.assertEqual(list(contenders),
                         ["kwik", "mptcp-cubic", "tcp-cubic-near", "tcp-cubic-far"])
        for one in contenders.values():
            self.assertTrue(one["whole"], one)
            self.assertEqual((one["runs"], one["uncounted"]), (1, 0))
            self.assertGreater(one["metrics"]["goodput"]["median"], 1_000_000)
        gaps = {name: one["metrics"]["failover_gap"]["median"]
                for name, one in contenders.items()}
        self.assertGreaterEqual(gaps["tcp-cubic-far"], 290_000_000, "its only path was cut")
        self.assertEqual([row[1:] for row in self.stored()], [("ok", "testbed")] * 4)
        hashes = self.rows("SELECT DISTINCT scenario_hash FROM run", "results/two-baselines.sqlite")
        self.assertEqual(len(hashes), 4, "what others did is no run of the scenario")
        self.assertIn("protocol: mptcp", self.stored()[1][0])
        self.expect_nothing_left()

    def expect_nothing_left(self):
        self.assertFalse({"kwiklab-baselin", "gtlsserver", "gtlsclient"} & set(processes()))
        self.assertIn("Nothing is left", self.good("testbed", "clean").stdout)

    def test_quic_is_carried_by_the_programs_of_ngtcp2(self):
        table = self.compare("--only", "quic").stdout
        self.assertRegex(table, r"quic-cubic-near +\S+ m?s .* 1 +gtlsclient\n")
        self.assertRegex(table, r"quic-cubic-far +\S+ m?s .* 1 +gtlsclient\n")
        self.expect_nothing_left()

    def test_iperf3_tells_only_what_it_got_in_all(self):
        document = json.loads(self.compare("--only", "iperf3", "--json").stdout)
        (one,) = document["contenders"]
        self.assertEqual((one["source"], one["whole"]), ("iperf3", True))
        self.assertIsNone(one["metrics"]["failover_gap"])
        self.expect_nothing_left()

    def test_what_is_missing_is_named_before_anything_is_run(self):
        done = self.compare("--only", "quic,iperf3", status=2, env={"PATH": "/nonexistent"})
        self.assertIn("no gtlsclient", done.stderr)
        self.assertIn("mptcpize", done.stderr)
        self.assertIn("./kwiklab tools", done.stderr)
        self.assertFalse((self.folder / "results").exists())

    def test_what_befalls_hosts_is_refused(self):
        text = two_paths(timeline="[{at: 1 s, crash: far}]")
        done = self.compare(status=2, text=text)
        self.assertIn("what befalls a host has no counterpart", done.stderr)

    def test_kwik_is_judged_beside_another_transport(self):
        self.plant("beside.yaml", two_paths(size="2 MB") + MET)
        document = self.document("run", "beside.yaml", *PATIENT)
        self.assertEqual({run["scenario"] for run in document["runs"]},
                         {"beside", "beside-tcp-cubic-near"})
        (row,) = document["besides"]
        self.assertEqual((row["other"], row["verdict"]), ("tcp-cubic-near", "met"))
        self.plant("beside.yaml", two_paths(size="2 MB") + MET.replace("100 %", "101 %"))
        done = self.call("run", "beside.yaml", "--resume", *PATIENT)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stdout, r"tcp-cubic-near +delivered_bytes .* >= 101.0 % +UNMET\n")


if __name__ == "__main__":
    unittest.main()
