"""One entry for every key of a scenario: a change of this key alone, and what it must change."""

import copy
import re
from dataclasses import dataclass
from typing import Any, Callable

import observables as see

ABSENT = object()


def replaced(base, place, value):
    """A copy of a scenario with this value at a place such as "links.0.delay"."""
    scenario = copy.deepcopy(base)
    *path, last = [int(word) if word.isdigit() else word for word in place.split(".")]
    owner = scenario
    for word in path:
        owner = owner[word] if isinstance(word, int) else owner.setdefault(word, {})
    if value is ABSENT:
        owner.pop(last, None)
    else:
        owner[last] = value
    return scenario


@dataclass(frozen=True)
class Effect:
    """With other words at a place of the base, what is seen goes from one thing to another."""
    base: dict
    place: str  # "links.0.delay"
    before: Any
    after: Any
    sees: Callable
    holds: Callable  # Of what is seen before and after.
    is_campaign: bool = False  # Seen by `kwiklab run` only, for what is of no single run.

    def key(self):
        """The place as the schema names it: "links[].delay"."""
        key = re.sub(r"\.\d+", "[]", self.place)
        return re.sub(r"^hosts\.[^.]+", "hosts.NAME", key)

    def scenario(self, value):
        return replaced(self.base, self.place, value)


def rises(before, after):
    return after > before


def falls(before, after):
    return after < before


def grows(low, high):
    """The value after is so many times the one before."""
    return lambda before, after: low * before <= after <= high * before


def moves(low, high):
    """The value after is so much more than the one before."""
    return lambda before, after: low <= after - before <= high


def becomes(first, second):
    return lambda before, after: (before, after) == (first, second)


def link(first, second, delay="10 ms", **more):
    return {"between": [first, second], "rate": "10 Mbit/s", "delay": delay} | more


def scenario(hosts, links, size="1 MB", **more):
    return {
        "title": "One key is changed",
        "question": "What changes?",
        "duration": "20 s",
        "hosts": {name: {"role": role} for name, role in hosts.items()},
        "links": links,
        "workload": [{"download": {"from": "primary", "to": "client", "size": size}}],
    } | more


ONE_SERVER = {"client": "client", "primary": "server"}
TWO_SERVERS = ONE_SERVER | {"mirror": "server"}
BOTH = [{"static": ["primary", "mirror"]}]

ONE = scenario(ONE_SERVER, [link("client", "primary")])
# Never drops a packet for want of room.
ROOMY = scenario(ONE_SERVER, [link("client", "primary", queue="1 MB")],
                 record={"pcap": "yes", "qlog": "yes"})
SLOW_START = scenario(ONE_SERVER, [link("client", "primary")], "2 MB")
LOSSY = scenario(ONE_SERVER, [link("client", "primary", loss="2 %")], "2 MB")
TWO = scenario(TWO_SERVERS, [link("client", "primary"), link("client", "mirror", "20 ms")], "2 MB",
               discovery=BOTH)
# The slow path still owes something when the quick one has nothing left to do.
UNEVEN = scenario(TWO_SERVERS, [link("client", "primary"), link("client", "mirror", "100 ms")], "2 MB",
                  discovery=BOTH)
SMALL = scenario(TWO_SERVERS, TWO["links"], "100 kB", discovery=BOTH)
# Opens further paths for large downloads only.
PATIENT = TWO | {"kwik": {"paths": {"open_after": 1_000_000}}}
WATCHED = SMALL | {"record": {"pcap": "yes", "keylog": "yes"}}
RELAYING = scenario(TWO_SERVERS, [*TWO["links"], link("primary", "mirror", "5 ms")], "2 MB",
                    discovery=BOTH)
# Two ways of two links to the primary, a near and a far one.
TWO_WAYS = scenario(ONE_SERVER | {"near": "router", "far": "router"},
                    [link("client", "near", "5 ms"), link("near", "primary", "5 ms"),
                     link("client", "far", "50 ms"), link("far", "primary", "50 ms")], "100 kB")
# The mirror is behind the router's one link to the client.
SHARED = scenario(TWO_SERVERS | {"router": "router"},
                  [link("client", "router"), link("router", "primary"), link("router", "mirror")],
                  "2 MB", discovery=BOTH, kwik={"recommend": {"patience": "0 s"}})
TWO_CLIENTS = scenario(ONE_SERVER | {"other": "client"},
                       [link("client", "primary"), link("other", "primary")], "100 kB")
LONG_FAT = scenario(ONE_SERVER, [link("client", "primary", "100 ms", rate="200 Mbit/s")], "20 MB")
LATE_START = ONE | {"timeline": [{"at": "0 s", "for": "20 ms", "link": ["client", "primary"],
                                  "state": "down"}]}
CRASH = TWO | {"timeline": [{"at": "500 ms", "crash": "mirror"}]}
DEAD_MIRROR = TWO | {"timeline": [{"at": "0 s", "crash": "mirror"}], "duration": "6 s"}
OUTAGE = TWO | {"timeline": [{"at": "300 ms", "link": ["client", "mirror"], "state": "down"}]}
BREAK = ONE | {"timeline": [{"at": "400 ms", "for": "100 ms", "link": ["client", "primary"],
                             "state": "down"}]}
LAST_CRASH = ONE | {"timeline": [{"at": "400 ms", "crash": "primary"}]}
BOTH_CRASH = TWO | {"timeline": [{"at": "500 ms", "crash": "primary"},
                                 {"at": "500 ms", "crash": "mirror"},
                                 {"at": "1 s", "restart": "primary"}]}
IDLE_BACKUP = scenario(
    TWO_SERVERS, [link("client", "primary", rate="1 Mbit/s"), link("client", "mirror")], "500 kB",
    discovery=BOTH, kwik={"failover": {"strategy": "hot-standby"}, "paths": {"min": 2}},
    timeline=[{"at": "1 s", "link": ["client", "mirror"], "state": "down"}])
CHANGING = ROOMY | {"timeline": [{"at": "200 ms", "link": ["client", "primary"]}]}
CHANGED = ONE | {"timeline": [{"at": "0 s", "link": ["client", "primary"]}]}
JUDGED = ONE | {"expect": [{"metric": "delivered_bytes", "equals": "1 MB"}]}
UPLOAD = [{"upload": {"from": "client", "to": "primary", "size": "2 MB"}}]
UPLOADING = RELAYING | {"workload": UPLOAD}
WEIGHING = UPLOADING | {"kwik": {"upload": {
    "scheduler": "weighted",
    "weights": [{"server": "primary", "weight": 1}, {"server": "mirror", "weight": 1}]}}}
# What stands behind the mirror is gone; the mirror is not.
STRANDED = UPLOADING | {"timeline": [{"at": "300 ms", "link": ["primary", "mirror"],
                                      "state": "down"}]}
# A little of everything, for values that are extreme.
STORMY = TWO | {"duration": "3 s", "kwik": {"scaling": {
    "prices": [{"server": "mirror", "price": 1}]}}, "timeline": [
    {"at": "1 s", "for": "200 ms", "link": ["client", "primary"], "loss": "1 %"},
    {"at": "300 ms", "crash": "mirror"}, {"at": "400 ms", "crash": "primary"},
    {"at": "700 ms", "restart": "primary"}, {"at": "800 ms", "restart": "mirror"}]}

STORMY_UPLOAD = STORMY | {"workload": UPLOAD, "links": RELAYING["links"], "kwik": WEIGHING["kwik"]}

LOST_PACKETS = see.logged("primary", "recovery:packet_lost")
HANDSHAKE = see.metric("handshake_time")
COMPLETION = see.metric("completion_time")
PATHS_OPENED = see.number_of("path_opened", "client")
MIRROR_SERVED = see.metric("bytes_from(mirror)")
VERDICT = see.cell("SELECT pass FROM expectation")

def violations(kind):
    return see.number_of("security_violation", kind=kind)


SECURE = TWO | {"kwik": {"security": {"mutual_tls": "yes"}}}
# Its servers hear of each other.
ASKING = RELAYING | {"hosts": RELAYING["hosts"] | {"mirror": {"role": "server", "capacity": 2}}}
# Opened one after the other, each with paths to both servers.
TWICE = ASKING | {"workload": TWO["workload"] + [
    {"download": TWO["workload"][0]["download"] | {"at": "500 ms"}}]}
SILENT = RELAYING | {"timeline": [{"at": "0 s", "crash": "mirror"}]}

HEAD = [
    Effect(ONE, "title", "Before", "After", see.of_run("title"), becomes("Before", "After")),
    Effect(ONE, "question", "What?", "Why?", see.listed("question"), becomes("What?", "Why?")),
    Effect(ONE, "title", "Before", "After", see.listed("title"), becomes("Before", "After")),
    Effect(ONE, "tags", ["quick"], ["slow"], see.listed("tags", "--tag", "slow"),
           becomes(None, ["slow"])),
    Effect(ONE, "seeds", 1, 2, see.seeds_run, becomes([1], [1, 2])),
    Effect(ONE, "duration", "200 ms", "400 ms", see.of_run("simulated_ns / 1000000"),
           becomes(200, 400)),
]

NETWORK = [
    Effect(TWO_WAYS, "hosts",
           TWO_WAYS["hosts"], TWO_WAYS["hosts"] | {"near": {"role": "server"}},
           HANDSHAKE, moves(340e6, 370e6)),
    Effect(TWO_WAYS, "hosts.near.role", "router", "server", HANDSHAKE, moves(340e6, 370e6)),
    Effect(WATCHED, "hosts.mirror.region", "us-east", "ap-south", see.tells("ap-south"),
           becomes(False, True)),
    Effect(RELAYING, "hosts.mirror.content", "all", "none",
           see.counter("datagram_bytes"), grows(1.2, 1.7)),
    Effect(ONE, "links", [link("client", "primary")], [link("client", "primary", "30 ms")],
           HANDSHAKE, moves(80e6, 81e6)),
    Effect(SHARED, "links.2.between", ["router", "mirror"], ["client", "mirror"],
           COMPLETION, grows(0.45, 0.8)),
    Effect(ONE, "links.0.rate", "5 Mbit/s", "10 Mbit/s", COMPLETION, grows(0.45, 0.65)),
    Effect(ONE, "links.0.delay", "10 ms", "30 ms", HANDSHAKE, moves(80e6, 81e6)),
    Effect(SLOW_START, "links.0.queue", "10 packets", "200 packets",
           see.largest_sample("rtt_ns", "primary"), grows(2, 30)),
    Effect(ROOMY, "links.0.loss", "0 %", "3 %", LOST_PACKETS,
           lambda before, after: before == 0 and 10 <= after <= 60),
    Effect(ROOMY, "links.0.mtu", "1500 B", "9000 B", see.largest_packet, becomes(1500, 9000)),
    Effect(TWO, "discovery", ABSENT, BOTH, see.metric("paths_used"), becomes(1, 2)),
    Effect(TWO, "discovery.0.static", ["primary"], ["primary", "mirror"],
           see.metric("paths_used"), becomes(1, 2)),
]

PROTOCOL = [
    Effect(LOSSY, "kwik", ABSENT, {"congestion_control": "bbr"}, COMPLETION, falls),
    Effect(LOSSY, "kwik.congestion_control", "cubic", "bbr", COMPLETION, grows(0.1, 0.9)),
    Effect(LOSSY, "kwik.congestion_control", "cubic", "reno", COMPLETION,
           lambda before, after: before != after),
    # Without an answer the first packet is repeated after 3 x initial_rtt (RFC 9002 section 6.2.2).
    Effect(LATE_START, "kwik.initial_rtt", "100 ms", "200 ms", HANDSHAKE, moves(290e6, 310e6)),
    Effect(DEAD_MIRROR, "kwik.handshake_timeout", "300 ms", "500 ms",
           see.time_of("path_state_changed", to="failing", cause="handshake_timeout"),
           moves(199, 201)),
    Effect(IDLE_BACKUP, "kwik.idle_timeout", "500 ms", "1500 ms",
           see.time_of("path_state_changed", cause="idle_timeout"), moves(500, 1500)),
    Effect(CRASH, "kwik.max_ack_delay", "25 ms", "125 ms",
           see.first_field("failover_started", "probe_timeout_ns"), moves(99e6, 101e6)),
    Effect(ONE, "kwik.first_window", "32 KiB", "128 KiB",
           see.first_field("range_requested", "offset_bytes"), becomes(32 << 10, 128 << 10)),
    Effect(ONE, "kwik.frame_payload", "512 B", "8 KiB", see.counter("datagram_bytes"),
           grows(0.9, 0.99)),
    Effect(TWO, "kwik.paths", ABSENT, {"max": 1}, see.metric("paths_used"), becomes(2, 1)),
    Effect(SMALL, "kwik.paths.min", 1, 2, PATHS_OPENED, becomes(1, 2)),
    Effect(TWO, "kwik.paths.max", 2, 1, see.metric("paths_used"), becomes(2, 1)),
    Effect(PATIENT, "kwik.paths.open_above", "1 MB", "3 MB", PATHS_OPENED, becomes(2, 1)),
    Effect(SMALL, "kwik.paths.open_after", 1, 1000, PATHS_OPENED, becomes(2, 1)),
]

FAILOVER = [
    Effect(OUTAGE, "kwik.detector", ABSENT, {"degraded_after": 2},
           see.time_of("path_state_changed", to="degraded"), rises),
    Effect(OUTAGE, "kwik.detector.degraded_after", 1, 2,
           see.time_of("path_state_changed", to="degraded"), rises),
    Effect(OUTAGE, "kwik.detector.failed_after", 3, 6,
           see.time_of("path_state_changed", to="failing"), rises),
    Effect(TWO, "kwik.failover", ABSENT, {"strategy": "cold"}, PATHS_OPENED, becomes(2, 1)),
    Effect(TWO, "kwik.failover.strategy", "spread", "hot-standby", MIRROR_SERVED,
           lambda before, after: before > 500_000 and after == 0),
    Effect(TWO, "kwik.failover.strategy", "hot-standby", "cold", PATHS_OPENED, becomes(2, 1)),
    Effect(LAST_CRASH, "kwik.failover.recovery_timeout", "1 s", "2 s",
           see.time_of("session_state_changed", to="closing"), moves(999, 1001)),
    Effect(LAST_CRASH, "kwik.failover.recovery_interval", "200 ms", "400 ms",
           see.pauses("recovery_attempted", min), grows(1.5, 2.5)),
    Effect(LAST_CRASH, "kwik.failover.recovery_jitter", "0 %", "50 %",
           see.pauses("recovery_attempted", see.spread),
           lambda before, after: before < 0.001 and after > 50),
]

DOWNLOAD = [
    Effect(ONE, "kwik.download", ABSENT, {"range_max": "16 KiB"},
           see.all_fields("range_requested", "length_bytes", max), falls),
    Effect(LONG_FAT, "kwik.download.range_max", "1 MiB", "64 KiB",
           see.all_fields("range_requested", "length_bytes", max), becomes(1 << 20, 64 << 10)),
    Effect(ONE, "kwik.download.range_min", "4 KiB", "64 KiB",
           see.number_of("range_requested"), falls),
    Effect(TWO, "kwik.download.initial_credit", "32 KiB", "256 KiB",
           see.first_requests(path=2), becomes(32 << 10, 256 << 10)),
    Effect(SLOW_START, "kwik.download.credit_gain", "150 %", "400 %",
           see.mean_sample("outstanding_bytes", "primary"), grows(1.3, 4)),
    Effect(UNEVEN, "kwik.download.redundancy", "0 %", "10 %",
           see.number_of("range_requested", purpose="end_game"),
           lambda before, after: before == 0 and after > 0),
    Effect(LONG_FAT, "kwik.download.reassembly_cap", "1 MiB", "64 MiB", COMPLETION,
           grows(0.2, 0.8)),
]

WORKLOAD = [
    Effect(TWO_CLIENTS, "workload", TWO_CLIENTS["workload"], 2 * TWO_CLIENTS["workload"],
           see.metric("delivered_bytes"), becomes(100_000, 200_000)),
    Effect(ONE, "workload.0.download", ONE["workload"][0]["download"],
           ONE["workload"][0]["download"] | {"size": "7 kB"},
           see.metric("delivered_bytes"), becomes(1_000_000, 7_000)),
    Effect(TWO | {"discovery": []}, "workload.0.download.from", "primary", "mirror",
           lambda run: (see.metric("bytes_from(primary)")(run), MIRROR_SERVED(run)),
           becomes((2_000_000, 0), (0, 2_000_000))),
    Effect(TWO_CLIENTS, "workload.0.download.to", "client", "other",
           see.cell("SELECT node FROM event WHERE kind = 'stream_finished'"),
           becomes("client", "other")),
    Effect(ONE, "workload.0.download.size", "1 MB", "7 kB", see.metric("delivered_bytes"),
           becomes(1_000_000, 7_000)),
    Effect(ONE, "workload.0.download.at", "0 s", "700 ms", see.time_of("stream_opened"),
           becomes(0, 700)),
]

def sent_to(server):
    return see.metric(f"bytes_to({server})")


UPLOADS = [
    Effect(UPLOADING, "workload.0.upload", UPLOAD[0]["upload"],
           UPLOAD[0]["upload"] | {"size": "7 kB"},
           see.metric("delivered_bytes"), becomes(2_000_000, 7_000)),
    Effect(TWO_CLIENTS | {"workload": UPLOAD}, "workload.0.upload.from", "client", "other",
           see.cell("SELECT node FROM event WHERE kind = 'upload_finished'"),
           becomes("client", "other")),
    Effect(UPLOADING, "workload.0.upload.to", "primary", "mirror",
           see.cell("SELECT node FROM event WHERE kind = 'upload_received'"),
           becomes("primary", "mirror")),
    Effect(UPLOADING, "workload.0.upload.size", "1 MB", "7 kB", see.metric("delivered_bytes"),
           becomes(1_000_000, 7_000)),
    Effect(UPLOADING, "workload.0.upload.at", "0 s", "700 ms", see.time_of("upload_opened"),
           becomes(0, 700)),
    Effect(UPLOADING, "kwik.upload", ABSENT, {"scheduler": "redundant"},
           see.metric("reinjected_bytes"), lambda before, after: before == 0 and after > 500_000),
    Effect(UPLOADING, "kwik.upload.scheduler", "min-rtt", "redundant",
           see.metric("reinjected_bytes"), lambda before, after: before == 0 and after > 500_000),
    Effect(UPLOADING, "kwik.upload.scheduler", "redundant", "round-robin",
           see.metric("duplicate_bytes"), lambda before, after: before > 500_000 and after == 0),
    Effect(WEIGHING, "kwik.upload.weights", [{"server": "mirror", "weight": 3}],
           [{"server": "primary", "weight": 3}], sent_to("primary"), grows(1.5, 3.5)),
    Effect(WEIGHING | {"kwik": {"upload": {"scheduler": "weighted",
                                           "weights": [{"server": "primary", "weight": 4}]}}},
           "kwik.upload.weights.0.server", "primary", "mirror", sent_to("mirror"), grows(1.5, 5)),
    Effect(WEIGHING, "kwik.upload.weights.0.weight", 1, 4, sent_to("mirror"), grows(0.3, 0.8)),
    Effect(UPLOADING, "kwik.upload.segment_max", "512 B", "8 KiB", see.counter("datagram_bytes"),
           grows(0.7, 0.95)),
    Effect(STRANDED, "kwik.upload.patience", "500 ms", "2 s", COMPLETION, grows(1.1, 10)),
    Effect(UPLOADING, "kwik.upload.buffer", "64 KiB", "16 MiB", COMPLETION, grows(0.2, 0.9)),
    Effect(UPLOADING, "kwik.upload.window", "64 KiB", "8 MiB", COMPLETION, grows(0.2, 0.9)),
]

TIMELINE = [
    Effect(TWO, "timeline", [], CRASH["timeline"], see.metric("failovers"), becomes(0, 1)),
    Effect(CRASH, "timeline.0.at", "500 ms", "600 ms", see.time_of("failover_started"),
           moves(20, 300)),
    Effect(BREAK, "timeline.0.for", "100 ms", "900 ms", see.metric("failover_gap"),
           moves(400e6, 1_600e6)),
    Effect(CRASH, "timeline.0.crash", "mirror", "primary",
           see.first_field("failover_started", "path"), becomes(2, 1)),
    Effect(BOTH_CRASH, "timeline.2.restart", "primary", "mirror",
           lambda run: [node for node, in run.store.execute(
               "SELECT node FROM event WHERE kind = 'server_path_accepted' AND t_ns > 1e9")],
           becomes(["primary"], ["mirror"])),
    Effect(OUTAGE, "timeline.0.link", ["client", "mirror"], ["client", "primary"],
           see.first_field("failover_started", "path"), becomes(2, 1)),
    Effect(CHANGING, "timeline.0.loss", "0 %", "3 %", LOST_PACKETS,
           lambda before, after: before == 0 and 10 <= after <= 60),
    Effect(CHANGING, "timeline.0.rate", "10 Mbit/s", "5 Mbit/s", COMPLETION, grows(1.4, 2)),
    Effect(CHANGED, "timeline.0.delay", "10 ms", "30 ms", HANDSHAKE, moves(80e6, 81e6)),
    Effect(CHANGING, "timeline.0.state", "up", "down", see.metric("delivered_bytes"),
           lambda before, after: before == 1_000_000 and after < 300_000),
]

RECORD = [
    Effect(ONE, "record", ABSENT, {"events": "no"}, see.rows("event"),
           lambda before, after: before > 0 and after == 0),
    Effect(ONE, "record.events", "yes", "no", see.rows("event"),
           lambda before, after: before > 0 and after == 0),
    Effect(ONE, "record.sample_every", "100 ms", "10 ms", see.rows("sample"), grows(7, 11)),
    Effect(ONE, "record.pcap", "no", "yes", see.files(".pcap"), becomes(0, 1)),
    Effect(ONE, "record.qlog", "no", "yes", see.files(".sqlog"), becomes(0, 2)),
    Effect(ONE, "record.keylog", "no", "yes", see.files("keys.log"), becomes(0, 1)),
]

EXPECT = [
    Effect(ONE, "expect", [], JUDGED["expect"], see.rows("expectation"), becomes(0, 1)),
    Effect(JUDGED, "expect.0.metric", "delivered_bytes", "corrupted_bytes",
           see.cell("SELECT name, measured, pass FROM expectation"),
           becomes("delivered_bytes", "corrupted_bytes")),
    Effect(JUDGED, "expect.0.equals", "1 MB", "999999 B", VERDICT, becomes(1, 0)),
    Effect(ONE | {"expect": [{"metric": "delivered_bytes"}]}, "expect.0.between",
           ["999999 B", "1000001 B"], ["1000001 B", "2 MB"], VERDICT, becomes(1, 0)),
]

GOODPUTS = see.in_campaign("runs", "metrics", "goodput")
CONCLUDED = see.in_campaign("conclusions", "pass")


def swept(*axes, **more):
    base = scenario(ONE_SERVER, [link("client", "primary", rate="${rate} Mbit/s")], "100 kB", **more)
    return base | {"sweep": list(axes)}


def varied(base, place, before, after, sees, holds):
    return Effect(base, place, before, after, sees, holds, is_campaign=True)


RATES = {"name": "rate", "values": [2, 10]}
DRAWN = {"name": "rate", "uniform": [2, 10], "count": 2}
MEDIAN = {"value": "max(goodput)", "between": ["1 bit/s", "1 Gbit/s"]}
CONCLUDING = swept(RATES, conclude=[MEDIAN])
EXACT = swept(RATES, conclude=[{"value": "share(goodput > 1 bit/s)"}])
RATE_OF = see.in_campaign("runs", "parameters", "rate")

CAMPAIGN = [
    varied(swept(RATES), "record.picture", "yes", "no", see.pictures, becomes(2, 0)),
    varied(ONE, "record", ABSENT, {"picture": "no"}, see.pictures, becomes(1, 0)),
    varied(swept(), "sweep", [RATES], [RATES | {"values": [3]}], RATE_OF, becomes([2, 10], [3])),
    varied(swept(RATES), "sweep.0.values", [2, 10], [10], GOODPUTS,
           lambda before, after: len(before) == 2 and before[1:] == after and before[0] < after[0]),
    varied(swept({"values": [2]}, title="${rate} and ${delay}"), "sweep.0.name", "delay", "rate",
           see.checked, lambda before, after: "no parameter 'rate'" in before
           and "no parameter 'delay'" in after),
    varied(swept({}), "sweep.0.csv", "slow.csv", "fast.csv", RATE_OF,
           becomes([1, 2, 3], [10, 20])),
    varied(swept({"csv": "slow.csv"}), "sweep.0.rows", "all", "every 2", RATE_OF,
           becomes([1, 2, 3], [1, 3])),
    varied(swept(DRAWN), "sweep.0.uniform", [2, 10], [20.0, 30.5], RATE_OF,
           lambda before, after: all(2 <= rate <= 10 and rate == int(rate) for rate in before)
           and all(20 <= rate <= 30.5 for rate in after)),
    varied(swept(DRAWN), "sweep.0.count", 2, 3, RATE_OF,
           lambda before, after: len(before) == 2 and len(after) == 3 and after[:2] == before),
    varied(swept(DRAWN | {"uniform": [1, 1000]}), "sweep.0.seed", 1, 2, RATE_OF,
           lambda before, after: before != after),
    varied(swept(RATES), "conclude", ABSENT, [MEDIAN], CONCLUDED, becomes([], [True])),
    varied(CONCLUDING, "conclude.0.value", "max(goodput)", "min(goodput)",
           see.in_campaign("conclusions", "measured"),
           lambda before, after: before[0] > 2 * after[0]),
    varied(CONCLUDING, "conclude.0.between", ["1 bit/s", "1 Gbit/s"], ["1 bit/s", "2 bit/s"],
           CONCLUDED, becomes([True], [False])),
    varied(EXACT, "conclude.0.equals", "100 %", "99 %", CONCLUDED, becomes([True], [False])),
]

# The ends of ranges are tried in this one, and in the storm above where a run has the key.
DRAWING = swept({"name": "rate", "uniform": [2, 10], "count": 2, "seed": 3})

SECURITY = [
    Effect(TWO, "hosts.mirror.key", "own", "other", violations("wrong_server_key"), becomes(0, 1)),
    Effect(RELAYING, "hosts.mirror.capacity", 100, 0, PATHS_OPENED, becomes(2, 1)),
    # The certificate of the client, and the proof that it is its own.
    Effect(TWO, "kwik.security", ABSENT, {"mutual_tls": "yes"}, see.counter("datagram_bytes"),
           rises),
    Effect(TWO, "kwik.security.mutual_tls", "no", "yes", see.counter("datagram_bytes"), rises),
    Effect(TWO, "kwik.security.level", "standard", "maximum", see.counter("datagram_bytes"), rises),
    Effect(WATCHED, "kwik.security.level", "standard", "high", see.secret_size, becomes(64, 96)),
    Effect(TWO_CLIENTS | {"kwik": SECURE["kwik"]}, "kwik.security.allowed_clients",
           ["client"], ["other"], violations("client_key_unknown"),
           lambda before, after: before == 0 and after > 0),
    Effect(TWO, "kwik.security.allowed_servers", ["mirror"], ["primary"],
           violations("server_not_allowed"), becomes(0, 1)),
    Effect(RELAYING, "kwik.recommend", ABSENT, {"patience": "0 s"},
           see.number_of("candidate_judged"), becomes(1, 0)),
    Effect(SILENT, "kwik.recommend.patience", "100 ms", "300 ms",
           see.time_of("candidate_judged", verdict="silent"), moves(199, 201)),
    Effect(TWICE, "kwik.recommend.valid_for", "0 s", "1 h",
           see.number_of("candidate_judged"), falls),
    Effect(TWICE | {"kwik": {"recommend": {"valid_for": "0 s"}}}, "kwik.recommend.load_limit",
           "40 %", "100 %", see.number_of("candidate_judged", verdict="overloaded"),
           lambda before, after: before > 0 and after == 0),
]

EFFECTS = [*HEAD, *SECURITY, *NETWORK, *PROTOCOL, *FAILOVER, *DOWNLOAD, *WORKLOAD, *UPLOADS, *TIMELINE, *RECORD,
           *EXPECT, *CAMPAIGN]
