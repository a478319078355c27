"""A network with a cloud inside does what one of packets does, where only the links of hosts are narrow."""

import copy
import json
import unittest
from pathlib import Path

from crowd import BULKY, CHURNING, CROWD, links
from effects import replaced
from simulator import Simulation

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
NEARLY = 0.02
# Where several paths share a download: a datagram a microsecond earlier may send a range elsewhere.
ALIKE = 0.05
FAULTS = """SELECT t_ns, kind, node, subject, detail FROM event
    WHERE kind IN ('link_down', 'link_up', 'crash', 'restart') ORDER BY seq"""


def wide_inside(base):
    """Routers send fast enough never to let anything wait."""
    scenario = copy.deepcopy(base)
    scenario["network"] |= {
        "backbone": links("20 ms", "100 Gbit/s"), "regional": links("10 ms", "100 Gbit/s"),
        "servers": {"count": 4, "link": links("1 ms", "200 Mbit/s")},
        "clients": {"count": 8, "link": links("2 ms", "20 Mbit/s", queue="50 ms")},
    }
    return scenario


CALM = wide_inside(BULKY)
BRIEF = wide_inside(CROWD)
STORMY = wide_inside(replaced(CHURNING, "churn", [
    {"of": "servers", "up": "6 s", "down": "1 s"}, {"of": "backbone", "up": "6 s", "down": "1 s"}]))

# Two ways from the client to its server; the timeline cuts between routers.
CUT = {
    "title": "A cut between routers", "question": "Does a cloud have it, too?", "duration": "60 s",
    "hosts": {"client": {"role": "client"}, "primary": {"role": "server"},
              "mirror": {"role": "server"}, "here": {"role": "router"},
              "there": {"role": "router"}, "yonder": {"role": "router"}},
    "links": [
        {"between": ["client", "here"], "rate": "20 Mbit/s", "delay": "5 ms", "queue": "50 ms"},
        {"between": ["here", "there"], "rate": "100 Gbit/s", "delay": "20 ms"},
        {"between": ["here", "yonder"], "rate": "100 Gbit/s", "delay": "30 ms"},
        {"between": ["there", "primary"], "rate": "100 Mbit/s", "delay": "1 ms"},
        {"between": ["yonder", "mirror"], "rate": "100 Mbit/s", "delay": "1 ms"},
    ],
    "discovery": [{"static": ["primary", "mirror"]}],
    "workload": [{"download": {"from": "primary", "to": "client", "size": "10 MB"}}],
    "timeline": [{"at": "2 s", "link": ["here", "there"], "state": "down", "for": "3 s"}],
    "expect": [{"metric": "failover_gap", "between": ["1 ms", "10 s"]}],
}


class Cloud(Simulation):
    def both(self, scenario):
        return [self.execute(json.dumps(replaced(scenario, "interior", interior), indent=1))
                for interior in ("packets", "cloud")]

    def assert_near(self, packets, cloud, metrics, nearly=NEARLY):
        for name in metrics:
            with self.subTest(metric=name):
                expected = packets.metric(name)
                self.assertGreater(expected, 0)
                self.assertLess(abs(cloud.metric(name) / expected - 1), nearly)

    def test_transfers_take_as_long(self):
        packets, cloud = self.both(CALM)
        self.assertEqual(cloud.metric("transfers"), packets.metric("transfers"))
        self.assert_near(packets, cloud, ("transfer_time(p50)", "transfer_time(p99)",
                                          "completion_time", "delivered_bytes"), ALIKE)

    def test_a_wrong_delay_inside_is_told_from_the_right_one(self):
        wrong = replaced(BRIEF, "network.backbone.delay", ["22 ms", "22 ms"])
        right, cloud = self.both(BRIEF)
        self.assert_near(right, cloud, ("transfer_time(p50)", "transfer_time(p99)"))
        _, cloud = self.both(wrong)
        change = cloud.metric("transfer_time(p50)") / right.metric("transfer_time(p50)") - 1
        self.assertGreater(change, NEARLY)

    def test_random_failures_strike_the_same(self):
        packets, cloud = self.both(STORMY)
        self.assertGreater(packets.metric("failovers"), 3)
        self.assertEqual(cloud.metric("transfers"), packets.metric("transfers"))
        self.assertEqual(cloud.metric("corrupted_bytes"), 0)
        self.assertLess(abs(cloud.metric("failovers") / packets.metric("failovers") - 1), 0.25)
        faults = [run.store.execute(FAULTS).fetchall() for run in (packets, cloud)]
        both = min(map(len, faults))  # The one that ends later may have more.
        self.assertGreater(both, 10)
        self.assertEqual(faults[0][:both], faults[1][:both])

    def test_a_cut_between_routers_is_a_cut(self):
        packets, cloud = self.both(CUT)
        self.assert_near(packets, cloud, ("failover_gap", "completion_time"))
        self.assertEqual(cloud.metric("failovers"), packets.metric("failovers"))

    def test_a_crash_of_a_router_cuts_its_links(self):
        crash = replaced(CUT, "timeline", [{"at": "2 s", "crash": "there"},
                                           {"at": "5 s", "restart": "there"}])
        packets, cloud = self.both(crash)
        self.assert_near(packets, cloud, ("failover_gap", "completion_time"))

    def test_a_delay_between_routers_may_change(self):
        slower = replaced(replaced(CUT, "timeline", [
            {"at": "1 s", "link": ["here", "there"], "delay": "200 ms"}]), "expect", [])
        packets, cloud = self.both(slower)
        self.assert_near(packets, cloud, ("completion_time",))
        _, before = self.both(replaced(replaced(CUT, "timeline", []), "expect", []))
        self.assertGreater(cloud.metric("completion_time"), 1.02 * before.metric("completion_time"))

    def test_the_same_seed_gives_the_same_run_and_another_one_another(self):
        text = json.dumps(replaced(STORMY, "interior", "cloud"), indent=1)
        first, again = (self.execute(text) for _ in range(2))
        self.assertEqual(first.fingerprint(), again.fingerprint())
        self.assertNotEqual(first.fingerprint(), self.execute(text, seed=2).fingerprint())

    def test_captures_do_not_change_a_run(self):
        cloud = replaced(CUT, "interior", "cloud")
        recorded = replaced(cloud, "record", {"pcap": True})
        plain, captured = (self.execute(json.dumps(one, indent=1)) for one in (cloud, recorded))
        self.assertEqual(plain.fingerprint(), captured.fingerprint())
        self.assertGreater((captured.folder / "client.pcap").stat().st_size, 10_000_000)

    def test_the_large_networks_differ_in_the_inside_only(self):
        texts = [(SCENARIOS / f"internet{kind}.yaml").read_text(encoding="utf-8").splitlines()
                 for kind in ("", "-cloud")]
        bodies = [[line for line in text if not line.startswith(("title:", "question:"))]
                  for text in texts]
        inside = bodies[1].index("interior: cloud")
        self.assertEqual(bodies[0], bodies[1][:inside] + bodies[1][inside + 2:])


if __name__ == "__main__":
    unittest.main()
