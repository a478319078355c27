"""What the tests of the testbed share: small scenarios, and a look at what a run has left."""

import json
import shutil
from pathlib import Path

from program import Program

# These tests are about what is right, on machines that may be busy; how late they may be is asked
# by one of them only.
PATIENT = ("--lag-budget", "100 s")

TWO_PATHS = """
title: Two paths
question: For a test
duration: {duration}
hosts:
  client: {{role: client}}
  near: {{role: server}}
  far: {{role: server}}
links:
  - {{between: [client, near], rate: 10 Mbit/s, delay: 10 ms}}
  - {{between: [client, far], rate: 10 Mbit/s, delay: 20 ms}}
discovery:
  - static: [near, far]
workload:
  - {workload}
record: {{{record}}}
timeline: {timeline}
expect:
  - {{metric: delivered_bytes, equals: {size}}}
  - {{metric: corrupted_bytes, equals: 0 B}}
{expect}
"""

DEFAULTS = {"duration": "30 s", "size": "3 MB", "record": "", "timeline": "[]", "expect": ""}


def two_paths(workload="download: {{from: near, to: client, size: {size}}}", **changes):
    values = DEFAULTS | changes
    return TWO_PATHS.format(workload=workload.format(**values), **values)


def hosts_of(pid):
    """The processes that descend from this one and are hosts of a scenario."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        name = Path(f"/proc/{child}/comm").read_text(encoding="ascii").strip()
        found += [int(child)] if name == "kwiklab-host" else hosts_of(child)
    return found


class Testbed(Program):
    """Each test has an empty folder of its own."""

    def run_real(self, text, *options, status=0):
        """Runs a scenario, and gives what the document says of its only run. When the links were
        not what they should be, as on a machine that stood still meanwhile, it is run again."""
        self.plant("real.yaml", text)
        for _ in range(4):
            done = self.call("testbed", "run", "real.yaml", "--json", *PATIENT, *options)
            if done.returncode == status or " INVALID: " not in done.stderr:
                break
            shutil.rmtree(self.folder / "results")
        self.assertEqual(done.returncode, status, done.stderr + done.stdout)
        (run,) = json.loads(done.stdout)["runs"]
        return run

    def real_rows(self, sql):
        return self.rows(sql, store="results/real-testbed.sqlite")

    def events(self, kind):
        """Where and about what, in the order in which the store has them."""
        return self.real_rows(
            f"SELECT node, subject FROM event WHERE kind = '{kind}' ORDER BY seq")

    def kinds_of(self, node):
        return [kind for (kind,) in self.real_rows(
            f"SELECT kind FROM event WHERE node = '{node}' ORDER BY seq")]

    def expect_in_order_of_time(self):
        times = [t for (t,) in self.real_rows("SELECT t_ns FROM event ORDER BY seq")]
        self.assertEqual(times, sorted(times))
        self.assertGreaterEqual(times[0], 0)
