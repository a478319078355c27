"""What can be seen of a finished run: each function makes one that reads a Run of simulator.py."""

import functools
import json
import re
import struct
import subprocess
import tempfile
from pathlib import Path

from simulator import KWIKLAB

PCAP_HEADER = 24
PCAP_RECORD = 16
PPP_HEADER = 2


def metric(name):
    return lambda run: run.metric(name)


def cell(query, *values):
    """The first value that a query of the store gives, None when it gives none."""
    def see(run):
        row = run.store.execute(query, values).fetchone()
        return None if row is None else row[0]
    return see


def of_run(column):
    return cell(f"SELECT {column} FROM run")


def rows(table):
    return cell(f"SELECT count(*) FROM {table}")


def counter(name):
    return cell("SELECT value FROM counter WHERE name = ?", name)


def largest_sample(name, subject):
    return cell("SELECT max FROM summary WHERE metric = ? AND subject = ?", name, subject)


def mean_sample(name, subject):
    return cell("SELECT mean FROM summary WHERE metric = ? AND subject = ?", name, subject)


def events(run, kind, node="%", /, **fields):
    """Time and fields of the events of a kind whose fields have these values, in order."""
    found = run.store.execute(
        "SELECT t_ns, detail FROM event WHERE kind = ? AND node LIKE ? ORDER BY seq", [kind, node])
    for at, text in found.fetchall():
        detail = json.loads(text)
        if all(detail.get(name) == value for name, value in fields.items()):
            yield at, detail


def secret_size(run):
    """The hexadecimal digits of a traffic secret: 64 with SHA-256, 96 with SHA-384."""
    file, = run.folder.rglob("keys.log")
    return max(len(line.split()[2]) for line in file.read_text(encoding="ascii").splitlines())


def number_of(kind, node="%", /, **fields):
    return lambda run: sum(1 for _ in events(run, kind, node, **fields))


def time_of(kind, node="%", **fields):
    """When the first such event was, in milliseconds; None without one."""
    return lambda run: next((at / 1e6 for at, _ in events(run, kind, node, **fields)), None)


def first_field(kind, field, node="%", **fields):
    return lambda run: next((detail[field] for _, detail in events(run, kind, node, **fields)), None)


def all_fields(kind, field, fold, node="%", **fields):
    return lambda run: fold(detail[field] for _, detail in events(run, kind, node, **fields))


def first_requests(**fields):
    """How many bytes are asked for at the time of the first such request."""
    def see(run):
        found = list(events(run, "range_requested", **fields))
        return sum(detail["length_bytes"] for at, detail in found if at == found[0][0])
    return see


def pauses(kind, fold):
    """What a fold makes of the times between events of a kind, in milliseconds."""
    def see(run):
        times = [at / 1e6 for at, _ in events(run, kind)]
        return fold(later - sooner for sooner, later in zip(times, times[1:]))
    return see


def spread(values):
    values = list(values)
    return max(values) - min(values)


def files(suffix):
    """How many files there are, if the store lists just these with what is in them."""
    def see(run):
        found = sorted((str(path), path.stat().st_size) for path in run.folder.iterdir()
                       if path.name.endswith(suffix))
        listed = run.store.execute("SELECT path, size_bytes FROM artefact").fetchall()
        return len(found) if sorted(row for row in listed if row[0].endswith(suffix)) == found else -1
    return see


def logged(host, name):
    """How many events of a name the qlog of a host's first connection has."""
    def see(run):
        text = (run.folder / f"{host}-1.sqlog").read_text(encoding="utf-8")
        return sum(json.loads(record).get("name") == name for record in text.split("\x1e")[1:])
    return see


def largest_packet(run):
    """The size of the largest IP packet that the client's capture shows."""
    data = (run.folder / "client.pcap").read_bytes()
    at, largest = PCAP_HEADER, 0
    while at < len(data):
        stored, size = struct.unpack_from("<II", data, at + 8)
        largest = max(largest, size - PPP_HEADER)
        at += PCAP_RECORD + stored
    return largest


def tells(text):
    """Whether somebody sends the client this text in a QUIC stream, or the client somebody."""
    def see(run):
        command = ["tshark", "-r", run.folder / "client.pcap",
                   "-o", f"tls.keylog_file:{run.folder / 'keys.log'}",
                   "-Y", f'quic.stream_data contains "{text}"']
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout != ""
    return see


def kwiklab(folder, *words):
    """The JSON that kwiklab prints in a folder; its exit code may tell of failed expectations, or
    that no scenario has the tag, and then it prints none."""
    done = subprocess.run([KWIKLAB, *words, "--json"], cwd=folder, capture_output=True, text=True,
                          check=False)
    return json.loads(done.stdout) if done.stdout else {}


def listed(field, *options):
    """What `kwiklab list` says of the scenario of a run when it is in a folder of scenarios; None
    when it is not among those it lists."""
    def see(run):
        catalogue = run.folder / "scenarios"
        catalogue.mkdir(exist_ok=True)
        (catalogue / "changed.yaml").write_bytes((run.folder / "scenario.yaml").read_bytes())
        found = kwiklab(run.folder, "list", *options).get("scenarios", [])
        return next((one[field] for one in found if one["name"] == "changed"), None)
    return see


def campaign(run):
    """What `kwiklab run` says of a scenario, beside which two tables lie."""
    (run.folder / "slow.csv").write_text("rate\n1\n2\n3\n", encoding="utf-8")
    (run.folder / "fast.csv").write_text("rate\n10\n20\n", encoding="utf-8")
    return kwiklab(run.folder, "run", "scenario.yaml", "--store", "kwiklab/all.sqlite", "--quiet")


def in_campaign(part, *path):
    """What stands at a place in every entry of a part of that document."""
    def see(run):
        found = campaign(run)[part]
        for word in path:
            found = [entry[word] for entry in found]
        return found
    return see


def both_worlds(run):
    """What `kwiklab run` says of a scenario that is run on the testbed too, or only simulated.
    Machines that test are busy, and none of this is about how late they are."""
    words = ["run", "scenario.yaml", "--store", "kwiklab/all.sqlite", "--quiet"]
    return kwiklab(run.folder, *words, "--lag-budget", "100 s") or kwiklab(run.folder, *words)


@functools.cache
def beside_others(scenario):
    """What `kwiklab run` says of a scenario with this text, which takes some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "scenario.yaml").write_text(scenario, encoding="utf-8")
        return kwiklab(folder, "run", "scenario.yaml", "--store", "all.sqlite", "--quiet",
                       "--retries", "2", *(("--lag-budget", "100 s") if "beside" in scenario else ()))


def beside(field):
    """What is said of each metric in which Kwik is held against others."""
    return lambda run: [row[field] for row in beside_others(
        (run.folder / "scenario.yaml").read_text(encoding="utf-8")).get("besides", [])]


@functools.cache
def on_testbed(scenario):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "scenario.yaml").write_text(scenario, encoding="utf-8")
        for _ in range(5):  # Machines that test are busy, and links are measured before a run.
            done = kwiklab(folder, "testbed", "run", "scenario.yaml", "--quiet", "--lag-budget",
                           "100 s")
            if done["runs"][0]["state"] == "ok":
                break
        return done["runs"][0]["metrics"]


def real_metric(name):
    """What a run on the testbed measures."""
    return lambda run: on_testbed(
        (run.folder / "scenario.yaml").read_text(encoding="utf-8"))[name]


def missing_program(run):
    """Which program a run on the testbed does not find where there is none; empty when it needs
    none."""
    done = subprocess.run([KWIKLAB, "testbed", "run", "scenario.yaml", "--quiet", "--lag-budget",
                           "100 s"], cwd=run.folder, capture_output=True, text=True, check=False,
                          env={"PATH": "/nonexistent"})
    found = re.search(r"there is no program (\S+)", done.stderr)
    return found[1] if found else ""


def worlds(run):
    """Where the runs of a scenario are done."""
    return [one["world"] for one in both_worlds(run)["runs"]]


def compared(field):
    """What is said of each metric in which the worlds are compared."""
    return lambda run: [row[field] for row in both_worlds(run)["validations"]]


def pictures(run):
    """How many pictures `kwiklab run` draws, if its document tells of just these."""
    told = [entry["picture"] for entry in campaign(run)["runs"]]
    drawn = len(list(run.folder.rglob("*.svg")))
    return drawn if drawn == len([name for name in told if name]) else -1


def checked(run):
    """What `kwiklab check` says of a scenario that it refuses."""
    done = subprocess.run([KWIKLAB, "check", "scenario.yaml"], cwd=run.folder, capture_output=True,
                          text=True, check=False)
    return done.stderr


def seeds_run(run):
    """The seeds that `kwiklab run` runs a scenario with."""
    done = kwiklab(run.folder, "run", "scenario.yaml", "--store", "kwiklab/all.sqlite", "--quiet")
    return [one["seed"] for one in done["runs"]]
