"""The stores that pages are made of in these tests, and the pages."""

import random
import sqlite3
import subprocess

from simulator import KWIKLAB

FAILOVER = """
title: A server crashes
question: Does the other one go on?
duration: 60 s
seeds: 2
hosts:
  client: {role: client}
  near: {role: server}
  far: {role: server}
links:
  - {between: [client, near], rate: 20 Mbit/s, delay: 10 ms}
  - {between: [client, far], rate: 10 Mbit/s, delay: 30 ms}
discovery:
  - static: [near, far]
workload:
  - download: {from: near, to: client, size: 6 MB}
timeline:
  - {at: 1 s, crash: far}
expect:
  - {metric: delivered_bytes, equals: 6 MB}
  - {metric: completion_time, between: [1 ms, 2 ms]}
"""

SWEEP = """
title: One path of ${rate} Mbit/s, loss of ${loss} %
question: What do they do together?
duration: 60 s
seeds: 2
hosts:
  client: {role: client}
  server: {role: server}
links:
  - {between: [client, server], rate: "${rate} Mbit/s", delay: 5 ms, loss: "${loss} %"}
workload:
  - download: {from: server, to: client, size: 300 kB}
expect:
  - {metric: delivered_bytes, equals: 300 kB}
sweep:
  - {name: loss, values: [0, 2]}
  - {name: rate, values: [5, 10, 20]}
conclude:
  - {value: median(goodput), between: [1 kbit/s, 1 Gbit/s]}
"""

# What a stranger might write. As a title it has to be on one line.
HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)> `touch x`"


def run(folder, name, text, *options):
    """Simulates a scenario; its store."""
    scenario = folder / f"{name}.yaml"
    scenario.write_text(text, encoding="utf-8")
    store = folder / f"{name}.sqlite"
    subprocess.run([KWIKLAB, "run", scenario, "--store", store, "--quiet", *options], cwd=folder,
                   check=False, capture_output=True)
    return store


def page(store, *options):
    made = subprocess.run([KWIKLAB, "report", store, *options], cwd=store.parent, check=True,
                          capture_output=True, text=True)
    return store.parent / made.stdout.strip()


def change(store, *statements):
    connection = sqlite3.connect(store)
    with connection:
        for statement in statements:
            connection.execute(*statement)
    connection.close()


def rows(store, sql):
    connection = sqlite3.connect(store)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def in_both_worlds(store):
    """Every run once more as one of the testbed, a little slower: the page does not care who ran
    it."""
    for (number,) in rows(store, "SELECT id FROM run WHERE world = 'simulation'"):
        columns = [name for _, name, *_ in rows(store, "PRAGMA table_info(run)")]
        kept = [name for name in columns if name not in ("id", "uid", "world", "substrate")]
        change(store, (f"INSERT INTO run (id, uid, world, substrate, {', '.join(kept)}) "
                       f"SELECT id + 100, uid || '-real', 'testbed', '', {', '.join(kept)} "
                       "FROM run WHERE id = ?", (number,)),
               ("INSERT INTO sample SELECT run + 100, metric, subject, t_ns, value FROM sample "
                "WHERE run = ?", (number,)),
               ("INSERT INTO summary SELECT run + 100, metric, subject, unit, n, mean * 1.001, sd, "
                "min, p50, p90, p99, max FROM summary WHERE run = ? AND subject = ''", (number,)))


def many_samples(store, series, each):
    """Replaces the samples of the first run."""
    chance = random.Random(1)
    values = [float(chance.randrange(10 ** 7, 5 * 10 ** 7)) for _ in range(each)]
    connection = sqlite3.connect(store)
    with connection:
        connection.execute("DELETE FROM sample WHERE run = 1")
        for one in range(series):
            connection.executemany(
                "INSERT INTO sample VALUES (1, 'rtt_ns', ?, ?, ?)",
                ((f"server-{one}", 10_000 * (i + 1), value) for i, value in enumerate(values)))
    connection.close()
