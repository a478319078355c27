"""Effects, as in effects.py, of the keys that decide how many paths there are, and how good."""

import observables as see
from effects import (ABSENT, BOTH, COMPLETION, ONE, PATHS_OPENED, PATIENT, SMALL, TWO_CLIENTS,
                     TWO_SERVERS, Effect, becomes, falls, grows, link, moves, scenario)


def paced(size, pace, *changes, **more):
    """A client with two paths of 10 Mbit/s that reads at a pace, which changes at some times."""
    base = scenario(TWO_SERVERS, [link("client", "primary"), link("client", "mirror", "20 ms")],
                    size, discovery=BOTH, duration="60 s", **more)
    base["workload"][0]["download"]["pace"] = pace
    base["timeline"] = [{"at": at, "pace": {"workload": 0, "rate": rate}} for at, rate in changes]
    return base


def scaling(**settings):
    return {"download": {"reassembly_cap": "1 MiB"}, "scaling": {"automatic": "yes"} | settings}


def changes(**fields):
    return see.number_of("scaling_started", **fields)


def first_change(**fields):
    return see.time_of("scaling_started", **fields)


READ = ONE | {"workload": [{"download": ONE["workload"][0]["download"] | {"pace": "4 Mbit/s"}}]}
HASTENED = READ | {"timeline": [{"at": "500 ms", "pace": {"workload": 0, "rate": "8 Mbit/s"}}]}
TWO_READERS = TWO_CLIENTS | {
    "workload": [{"download": {"from": "primary", "to": reader, "size": "100 kB",
                               "pace": "500 kbit/s"}} for reader in ("client", "other")],
    "timeline": [{"at": "500 ms", "pace": {"workload": 0, "rate": "5 Mbit/s"}}]}
# 90 % of a path from the fourth second on.
RISING = paced("8 MB", "4 Mbit/s", ("4 s", "9 Mbit/s"), kwik=scaling())
# Two paths from the third second on, and 12 % of both from the sixth.
FALLING = paced("10 MB", "9 Mbit/s", ("6 s", "2500 kbit/s"),
                kwik=scaling(cooldown="1 s", down_after="2 s"))
# The same, and 35 % of both.
LOADED = paced("14 MB", "9 Mbit/s", ("6 s", "7 Mbit/s"),
               kwik=scaling(cooldown="1 s", down_after="2 s"))
PRICED = LOADED | {"kwik": scaling(cooldown="1 s", down_after="2 s",
                                   prices=[{"server": "mirror", "price": 1}])}
# Much for 5 s of every 14: twice as long as it takes to see it.
PULSING = paced("35 MB", "1 Mbit/s",
                *((f"{at} s", rate) for peak in (4, 18, 32, 46)
                  for at, rate in ((peak, "12 Mbit/s"), (peak + 5, "1 Mbit/s"))),
                kwik=scaling(cooldown="1 s", down_after="2 s", step="500 ms", lead="2 s"))
FORESEEN = changes(predicted=True)
FAR = scenario(TWO_SERVERS, [link("client", "primary"), link("client", "mirror", "60 ms")], "8 MB",
               discovery=BOTH)
LEAKY = scenario(TWO_SERVERS, [link("client", "primary"), link("client", "mirror", loss="8 %")],
                 "16 MB", discovery=BOTH, kwik={"congestion_control": "bbr"})
SINGLE = PATIENT | {"workload": [{"download": {"from": "primary", "to": "client", "size": "20 MB"}}],
                    "kwik": {"paths": {"open_after": 1_000_000, "open_above": "1 GB"}}}


def begins(before, after):
    return before == 0 and after > 0


def ends(before, after):
    return before > 0 and after == 0


PACES = [
    Effect(READ, "workload.0.download.pace", "8 Mbit/s", "4 Mbit/s", COMPLETION, grows(1.9, 2.1)),
    Effect(HASTENED, "timeline.0.pace", {"workload": 0, "rate": "2 Mbit/s"},
           {"workload": 0, "rate": "8 Mbit/s"}, COMPLETION, falls),
    Effect(TWO_READERS, "timeline.0.pace.workload", 0, 1,
           see.cell("SELECT node FROM event WHERE kind = 'stream_finished' ORDER BY seq"),
           becomes("client", "other")),
    Effect(HASTENED, "timeline.0.pace.rate", "4 Mbit/s", "8 Mbit/s", COMPLETION, falls),
]

SCALING = [
    Effect(RISING, "kwik.scaling", ABSENT, {"automatic": "yes"}, changes(), becomes(0, 1)),
    Effect(RISING, "kwik.scaling.automatic", "no", "yes", changes(), becomes(0, 1)),
    Effect(RISING, "kwik.scaling.up", "80 %", "95 %", changes(), becomes(1, 0)),
    Effect(RISING, "kwik.scaling.up_after", "2 s", "3 s", first_change(), moves(900, 1100)),
    Effect(RISING, "kwik.scaling.aggressive", "no", "yes", first_change(), moves(-1600, -1400)),
    Effect(FALLING, "kwik.scaling.down", "30 %", "5 %", changes(trigger="demand_decrease"),
           becomes(1, 0)),
    Effect(FALLING, "kwik.scaling.down_after", "2 s", "4 s",
           first_change(trigger="demand_decrease"), moves(1900, 2100)),
    Effect(FALLING, "kwik.scaling.cooldown", "1 s", "10 s",
           first_change(trigger="demand_decrease"), moves(2000, 6000)),
    Effect(PULSING, "kwik.scaling.proactive", "yes", "no", FORESEEN, ends),
    Effect(PULSING, "kwik.scaling.lead", "1 s", "2 s", first_change(predicted=True),
           moves(-1600, -400)),
    Effect(PULSING, "kwik.scaling.step", "500 ms", "5 s", FORESEEN, ends),
    Effect(LOADED, "kwik.scaling.prices", ABSENT, [{"server": "mirror", "price": 1}],
           changes(trigger="cost_optimization"), becomes(0, 1)),
    Effect(PRICED, "kwik.scaling.prices.0.server", "primary", "mirror",
           changes(trigger="cost_optimization"), becomes(0, 1)),
    Effect(PRICED, "kwik.scaling.prices.0.price", 0, 1,
           changes(trigger="cost_optimization"), becomes(0, 1)),
]

QOS = [
    Effect(SMALL, "kwik.qos", ABSENT, {"redundancy": "yes"}, PATHS_OPENED, becomes(1, 2)),
    Effect(SMALL, "kwik.qos.redundancy", "no", "yes", PATHS_OPENED, becomes(1, 2)),
    Effect(FAR, "kwik.qos.max_latency", "1 s", "100 ms", see.metric("bytes_from(mirror)"),
           grows(0.05, 0.6)),
    Effect(LEAKY, "kwik.qos.max_loss", "50 %", "3 %", see.number_of("qos_violated", rule="max_loss"),
           begins),
    Effect(SINGLE, "kwik.qos.min_bandwidth", "0 bit/s", "15 Mbit/s",
           changes(trigger="performance_degradation"), becomes(0, 1)),
]

STEERING_EFFECTS = [*PACES, *SCALING, *QOS]
