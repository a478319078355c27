"""Paths come and go with the demand, and are used as the QoS policy says; twice in the same way."""

import unittest
from pathlib import Path

import observables as see
from simulator import Simulation

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def text_of(name):
    return (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")


def seconds_of(run, kind, **fields):
    return [at / 1e9 for at, _ in see.events(run, kind, **fields)]


class Scaling(Simulation):
    def test_each_scenario_meets_its_expectations_with_each_of_its_seeds(self):
        for name in ("scaling-up", "scaling-down", "scaling-proactive", "qos"):
            for seed in (1, 2, 3):
                with self.subTest(scenario=name, seed=seed):
                    self.simulate(text_of(name), seed)

    def test_half_an_hour_of_steady_load_does_not_flap(self):
        run = self.simulate(text_of("scaling-steady"))
        self.assertEqual(run.metric("flaps_per_hour"), 0)

    def test_what_scaling_decides_is_the_same_in_every_run(self):
        for name in ("scaling-down", "qos"):
            with self.subTest(scenario=name):
                first, second = (self.simulate(text_of(name)) for _ in range(2))
                self.assertEqual(first.fingerprint(), second.fingerprint())

    def test_the_session_is_scaling_while_a_path_comes_and_while_one_goes(self):
        run = self.simulate(text_of("scaling-down"))
        started = seconds_of(run, "scaling_started")
        finished = seconds_of(run, "scaling_finished")
        self.assertEqual(len(started), 2)
        # A path that owes nothing is gone at once.
        lasting = [(begin, end) for begin, end in zip(started, finished) if begin < end]
        self.assertIn((started[0], finished[0]), lasting)
        back = seconds_of(run, "session_state_changed", **{"from": "scaling", "to": "active"})
        scaling = zip(seconds_of(run, "session_state_changed", to="scaling"), back)
        self.assertEqual(list(scaling), lasting)

    def test_a_path_that_is_removed_is_asked_for_nothing_more(self):
        run = self.simulate(text_of("scaling-down"))
        (removal,) = seconds_of(run, "scaling_started", trigger="demand_decrease")
        asked = [at for at in seconds_of(run, "range_requested", path=2) if at > removal]
        self.assertEqual(asked, [])
        self.assertEqual(run.metric("failovers"), 0)

    def test_a_path_outside_the_policy_gets_no_ranges_until_it_is_back(self):
        run = self.simulate(text_of("qos"))
        for path, rule in ((2, "max_latency"), (3, "max_loss")):
            with self.subTest(rule=rule):
                (out,) = seconds_of(run, "qos_violated", rule=rule)
                (back,) = seconds_of(run, "qos_restored", rule=rule)
                asked = seconds_of(run, "range_requested", path=path)
                self.assertGreater(len([at for at in asked if at < out]), 10)
                self.assertEqual([at for at in asked if out < at < back], [])
                if rule == "max_latency":
                    self.assertGreater(len([at for at in asked if at > back]), 10)

    def test_the_path_that_foresight_adds_is_told_from_those_of_demand(self):
        run = self.simulate(text_of("scaling-proactive"))
        told = [(detail["trigger"], detail["predicted"], round(at / 1e9))
                for at, detail in see.events(run, "scaling_started")]
        self.assertEqual([one[:2] for one in told],
                         [("demand_increase", False), ("demand_decrease", False)] * 2
                         + [("demand_increase", True)])
        self.assertIn(told[-1][2], range(253, 260))


if __name__ == "__main__":
    unittest.main()
