"""Measures the figures of docs/validation.md and prints them as its tables.

    KWIK_BUILD=build/release python3 tests/simulation/figures.py

Takes about twenty minutes on two cores; names of tables as arguments print only those. Nothing here
passes or fails: the accuracy tests do, with fewer seeds. The intervals are Student's, 95 %, over
seeds 1, 2, 3 and so on.
"""

import math
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from simulator import SIM, one_path
from theory import framing_ceiling, reno_bps

REPOSITORY = Path(__file__).resolve().parents[2]
SCENARIOS = ["single-path", "two-paths", "failover", "primary-crash", "lossy",
             *sorted(file.stem for file in (REPOSITORY / "scenarios").glob("outage-*.yaml"))]
UNITS = {"bps": (1e6, "Mbit/s"), "ns": (1e6, "ms"), "ppm": (1e4, "%"), "bytes": (1e6, "MB"),
         "count": (1, "")}
STUDENT_95 = {20: 2.093, 40: 2.023}
POOL = ThreadPoolExecutor(os.cpu_count())


def simulate(scenario, seed, query):
    """The rows that the query gives in the store of one run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "scenario.yaml"
        file.write_text(scenario, encoding="utf-8")
        subprocess.run([SIM, "--scenario", file, "--seed", str(seed), "--shard", folder / "s.sqlite",
                        "--artefacts", folder], check=True, stdout=subprocess.DEVNULL)
        store = sqlite3.connect(folder / "s.sqlite")
        rows = store.execute(query).fetchall()
        store.close()
        return rows


def steady(scenario, seeds):
    """The steady goodput of each seed in bits a second."""
    query = "SELECT mean FROM summary WHERE metric = 'steady_goodput' AND subject = ''"
    runs = [POOL.submit(simulate, scenario, seed, query) for seed in range(1, seeds + 1)]
    return [run.result()[0][0] for run in runs]


def half_width(values):
    return STUDENT_95[len(values)] * statistics.stdev(values) / math.sqrt(len(values))


def percent(share):
    return f"{share * 100:.1f} %"


def rounded(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def table(*head):
    print("\n| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head), flush=True)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def clean_links():
    print(f"\nThe framing ceiling is {percent(framing_ceiling())} of the link.")
    table("link", "round trip", "CUBIC", "NewReno", "BBR")
    for megabits in (10, 50, 100):
        for delay in (5, 20, 50):
            cells = []
            for control in ("cubic", "reno", "bbr"):
                scenario = one_path(rate=f"{megabits} Mbit/s", delay=f"{delay} ms", control=control,
                                    size=f"{megabits * 2} MB")
                cells.append(percent(steady(scenario, 1)[0] / megabits / 1e6))
            row(f"{megabits} Mbit/s", f"{2 * delay} ms", *cells)


def response_functions():
    table("loss", "round trip", "predicted", "CUBIC", "of it", "NewReno", "of it")
    for loss, delay in ((0.5, 25), (1, 25), (2, 25), (1, 10), (1, 50)):
        predicted = reno_bps(loss / 100, 2 * delay / 1000)
        cells = []
        for control in ("cubic", "reno"):
            values = steady(one_path(rate="50 Mbit/s", delay=f"{delay} ms", loss=f"{loss} %",
                                     size="16 MB", control=control), 20)
            mean, half = statistics.mean(values), half_width(values)
            cells += [f"{mean / 1e6:.2f} ± {half / 1e6:.2f}", f"{mean / predicted:.2f}"]
        row(f"{loss} %", f"{2 * delay} ms", f"{predicted / 1e6:.2f}", *cells)


def bbr_under_loss():
    table("link", "round trip", "loss", "download", "`credit_gain`", "seeds", "of the link", "worst",
          "best", "seeds with 70 %")
    cases = [(50, 25, 1, 30, 400, 40), (50, 25, 1, 30, 200, 20), (50, 25, 1, 30, 1000, 20),
             (50, 25, 1, 120, 400, 20), (50, 25, 0.5, 30, 400, 20), (50, 25, 2, 30, 400, 20),
             (20, 20, 2, 30, 400, 20)]
    for megabits, delay, loss, size, gain, seeds in cases:
        scenario = one_path(rate=f"{megabits} Mbit/s", delay=f"{delay} ms", loss=f"{loss} %",
                            control="bbr", size=f"{size} MB").replace(
            "control: bbr", f"control: bbr\n  download: {{credit_gain: {gain} %}}")
        shares = [value / megabits / 1e6 for value in steady(scenario, seeds)]
        mean, half = statistics.mean(shares), half_width(shares)
        row(f"{megabits} Mbit/s", f"{2 * delay} ms", f"{loss} %", f"{size} MB", f"{gain} %", seeds,
            f"{mean * 100:.1f} ± {half * 100:.1f} %", percent(min(shares)), percent(max(shares)),
            sum(share >= 0.7 for share in shares))


def catalogue():
    table("scenario", "expectation", "lowest", "highest", "bounds", "seeds that meet it")
    for name in SCENARIOS:
        scenario = (REPOSITORY / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
        query = "SELECT name, unit, measured, low, high, pass FROM expectation ORDER BY position"
        runs = [POOL.submit(simulate, scenario, seed, query) for seed in range(1, 21)]
        for rows in zip(*[run.result() for run in runs]):
            metric, unit, _, low, high, _ = rows[0]
            if low == high:  # Counts and flags: every seed meets them, or the run says so.
                continue
            divisor, name_of_unit = UNITS[unit]
            measured = [each[2] / divisor for each in rows]
            row(f"`{name}`", f"`{metric}`", f"{rounded(min(measured))} {name_of_unit}",
                f"{rounded(max(measured))} {name_of_unit}",
                f"{rounded(low / divisor)} to {rounded(high / divisor)}",
                sum(each[5] for each in rows))


def main():
    wanted = sys.argv[1:]
    for measure in (clean_links, response_functions, bbr_under_loss, catalogue):
        if not wanted or measure.__name__ in wanted:
            measure()


if __name__ == "__main__":
    main()
