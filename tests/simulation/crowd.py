"""Effects of the keys that make a network, arrivals and churn by a rule; see effects.py."""

import copy

import observables as see
from effects import Effect, becomes, falls, grows, replaced, rises


def links(delay, rate="100 Mbit/s", **more):
    return {"rate": [rate, rate], "delay": [delay, delay]} | more


NETWORK = {
    "regions": 4, "stubs": 2, "chords": 0, "seed": 1,
    "backbone": links("20 ms"), "regional": links("10 ms"),
    "servers": {"count": 4, "link": links("1 ms")},
    "clients": {"count": 8, "link": links("2 ms")},
}
ARRIVALS = {"every": "50 ms", "for": "4 s", "primary": "any", "sizes": [{"size": "60 kB"}]}
CROWD = {
    "title": "One key is changed", "question": "What changes?", "duration": "60 s",
    "network": NETWORK, "discovery": [{"nearest": 2}],
    "workload": [{"arrivals": ARRIVALS}],
    "record": {"events": "yes", "sample_every": "1 s", "picture": "no"},
}
# Long enough for the third path, and for queues to fill.
BULKY = replaced(replaced(CROWD, "workload.0.arrivals.sizes.0.size", "2 MB"),
                 "workload.0.arrivals.every", "500 ms")
SLOW_INSIDE = replaced(CROWD, "network.regional.rate", ["1 Mbit/s", "1 Mbit/s"])
RING = replaced(CROWD, "network.regions", 12)
MIXED = replaced(CROWD, "workload.0.arrivals.sizes",
                 [{"size": "10 kB", "weight": 1}, {"size": "200 kB", "weight": 1}])
BUSY = replaced(replaced(BULKY, "workload.0.arrivals.every", "60 ms"),
                "workload.0.arrivals.sizes.0.size", "1 MB")
CHURNING = replaced(BUSY, "churn", [{"of": "servers", "up": "4 s", "down": "1 s"}])
OUTAGES = replaced(CHURNING, "churn.0.of", "backbone")

TYPICAL = see.metric("transfer_time(p50)")
SLOWEST = see.metric("transfer_time(p99)")
FINGERPRINT = see.of_run("fingerprint")


def nodes_with(kind):
    return see.cell("SELECT count(DISTINCT node) FROM event WHERE kind = ?", kind)


def differs(before, after):
    return before != after


def of_links(place, slow, base=CROWD):
    """The effects of links of one kind, whose rate falls to @p slow."""
    there = "network." + place
    return [
        Effect(base, there, links("1 ms"), links("30 ms"), TYPICAL, rises),
        Effect(base, there + ".rate", ["100 Mbit/s", "100 Mbit/s"], [slow, slow], TYPICAL, rises),
        Effect(base, there + ".delay", ["1 ms", "1 ms"], ["30 ms", "30 ms"], TYPICAL, rises),
        Effect(replaced(replaced(BULKY, there + ".rate", ["3 Mbit/s", "3 Mbit/s"]),
                        "discovery", []),
               there + ".queue", "5 packets", "500 ms", TYPICAL, differs),
    ]


CROWD_EFFECTS = [
    Effect(CROWD, "network", NETWORK | {"regions": 1}, NETWORK, TYPICAL, rises),
    Effect(CROWD, "network.regions", 1, 4, TYPICAL, rises),
    Effect(replaced(CROWD, "network.regions", 1), "network.stubs", 1, 4, TYPICAL, rises),
    Effect(RING, "network.chords", 0, 60, TYPICAL, falls),
    Effect(CROWD, "network.seed", 1, 2, FINGERPRINT, differs),
    *of_links("backbone", "1 Mbit/s"),
    *of_links("regional", "1 Mbit/s"),
    Effect(CROWD, "network.servers", {"count": 1, "link": links("1 ms")},
           {"count": 4, "link": links("1 ms")}, see.metric("paths_used"), becomes(1, 4)),
    Effect(CROWD, "network.servers.count", 1, 4, see.metric("paths_used"), becomes(1, 4)),
    *of_links("servers.link", "1 Mbit/s"),
    Effect(CROWD, "network.clients", {"count": 1, "link": links("2 ms")},
           {"count": 5, "link": links("2 ms")}, nodes_with("stream_opened"), becomes(1, 5)),
    Effect(CROWD, "network.clients.count", 1, 5, nodes_with("stream_opened"), becomes(1, 5)),
    *of_links("clients.link", "1 Mbit/s"),
    Effect(SLOW_INSIDE, "interior", "packets", "cloud", TYPICAL, falls),
    Effect(BULKY, "discovery.0.nearest", 1, 3, see.number_of("path_opened"), grows(1.2, 2.1)),
    Effect(CROWD, "workload.0.arrivals", ARRIVALS, ARRIVALS | {"every": "200 ms"},
           see.metric("transfers"), grows(0.1, 0.5)),
    Effect(CROWD, "workload.0.arrivals.every", "50 ms", "200 ms", see.metric("transfers"),
           grows(0.1, 0.5)),
    Effect(CROWD, "workload.0.arrivals.for", "4 s", "8 s", see.metric("transfers"), grows(1.5, 2.7)),
    Effect(CROWD, "workload.0.arrivals.at", "0 s", "7 s", see.time_of("stream_opened"), rises),
    Effect(CROWD, "workload.0.arrivals.primary", "any", "nearest", TYPICAL, falls),
    # 60 kB take 4.8 s at the one and 2.4 s at the other.
    Effect(CROWD, "workload.0.arrivals.pace", "100 kbit/s", "200 kbit/s", TYPICAL,
           grows(0.45, 0.55)),
    Effect(CROWD, "workload.0.arrivals.sizes", [{"size": "60 kB"}], [{"size": "90 kB"}],
           see.metric("delivered_bytes"), grows(1.5, 1.5)),
    Effect(CROWD, "workload.0.arrivals.sizes.0.size", "60 kB", "30 kB",
           see.metric("delivered_bytes"), grows(0.5, 0.5)),
    Effect(MIXED, "workload.0.arrivals.sizes.0.weight", 1, 9, see.metric("delivered_bytes"),
           grows(0.1, 0.5)),
    Effect(BUSY, "churn", [], [{"of": "servers", "up": "4 s", "down": "1 s"}],
           see.metric("failovers"), lambda before, after: before == 0 and after > 0),
    Effect(CHURNING, "churn.0.of", "servers", "backbone", FINGERPRINT, differs),
    Effect(CHURNING, "churn.0.up", "2 s", "40 s", see.metric("failovers"), falls),
    Effect(OUTAGES, "churn.0.down", "10 ms", "2 s", SLOWEST, rises),
]


def crowd_for(key):
    """A small crowd that the ends of the ranges of this key fit into."""
    base = copy.deepcopy(CROWD)
    base["workload"][0]["arrivals"] |= {"every": "400 ms", "for": "1 s"}
    base["churn"] = [{"of": "servers", "up": "4 s", "down": "1 s"}]
    if key == "workload[].arrivals.every":
        base["workload"][0]["arrivals"]["for"] = "1 ms"
    return base
