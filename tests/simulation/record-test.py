"""What is written down of a run does not change what is measured of it."""

import unittest

from simulator import Simulation

TWO_SERVERS = """
title: Two servers, one of which crashes and returns
question: For a test
duration: 20 s
hosts:
  client: {role: client}
  primary: {role: server}
  mirror: {role: server}
links:
  - {between: [client, primary], rate: 10 Mbit/s, delay: 10 ms, loss: 0.5 %}
  - {between: [client, mirror], rate: 10 Mbit/s, delay: 20 ms}
discovery:
  - static: [primary, mirror]
workload:
  - download: {from: primary, to: client, size: 4 MB}
timeline:
  - {at: 800 ms, crash: primary}
  - {at: 1200 ms, restart: primary}
expect:
  - {metric: delivered_bytes, equals: 4 MB}
"""

MEASURED = {
    "the metrics": "SELECT * FROM summary WHERE subject = ''",
    "the verdicts": "SELECT * FROM expectation",
    "the counters": "SELECT * FROM counter",
    "the fingerprint": "SELECT fingerprint, simulated_ns FROM run",
}


class Record(Simulation):
    def run_recording(self, keys):
        return self.simulate(TWO_SERVERS + "record: {" + keys + "}\n", seed=3)

    def assert_measured_alike(self, first, second):
        for name, query in MEASURED.items():
            rows = first.store.execute(query).fetchall()
            self.assertGreater(len(rows), 0, name)
            self.assertEqual(rows, second.store.execute(query).fetchall(), name)

    def rows(self, run, table):
        return run.store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def test_without_events_the_same_is_measured_and_no_event_is_stored(self):
        stored = self.run_recording("events: yes")
        measured = self.run_recording("events: no")
        self.assert_measured_alike(stored, measured)
        observed = stored.store.execute("SELECT value FROM counter WHERE name = 'events'").fetchone()
        # The events that hosts observed, and the two steps of the timeline.
        self.assertEqual(self.rows(stored, "event"), observed[0] + 2)
        self.assertEqual(self.rows(measured, "event"), 0)
        self.assertEqual(self.rows(measured, "sample"), self.rows(stored, "sample"))

    def test_how_often_is_sampled_does_not_change_what_is_measured(self):
        often = self.run_recording("sample_every: 7 ms")
        seldom = self.run_recording("sample_every: 1 h")
        self.assert_measured_alike(often, seldom)
        self.assertGreater(self.rows(often, "sample"), 20 * self.rows(seldom, "sample"))

    def test_the_samples_of_each_workload_are_its_own(self):
        second = "  - download: {from: primary, to: client, size: 1 MB}\n"
        run = self.simulate(TWO_SERVERS.replace("timeline:", second + "timeline:")
                            .replace("equals: 4 MB", "equals: 5 MB"), seed=3)
        last = dict(run.store.execute(
            "SELECT subject, max(value) FROM sample WHERE metric = 'delivered_bytes' "
            "GROUP BY subject"))
        self.assertEqual(last, {"client": 4e6, "client.2": 1e6})
        received = dict(run.store.execute(
            "SELECT subject, max(value) FROM sample WHERE metric = 'received_bytes' "
            "GROUP BY subject"))
        self.assertLessEqual({"client/primary", "client.2/primary"}, set(received))
        for workload, size in last.items():
            parts = [value for subject, value in received.items()
                     if subject.split("/")[0] == workload]
            self.assertGreaterEqual(sum(parts), size)
            self.assertLess(sum(parts), 1.2 * size)


if __name__ == "__main__":
    unittest.main()
