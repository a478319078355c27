"""Effects, as in effects.py, of the keys that let others carry a scenario; they need the testbed."""

import observables as see
from effects import ABSENT, BOTH, TWO_SERVERS, Effect, becomes, falls, grows, link, scenario

REAL = scenario(TWO_SERVERS, [link("client", "primary"), link("client", "mirror", rate="3 Mbit/s")],
                "500 kB", discovery=BOTH, record={"picture": "no"})
TCP = {"protocol": "tcp", "via": "primary"}
CARRIED = REAL | {"transport": TCP}
MPTCP = REAL | {"transport": {"protocol": "mptcp"}}
# What CUBIC takes for congestion and BBR does not.
LOSSY = scenario(TWO_SERVERS, [link("client", "primary", "50 ms", rate="20 Mbit/s", loss="1 %"),
                               link("client", "mirror")],
                 "1 MB", discovery=BOTH, record={"picture": "no"}, transport=TCP)

BOUND = {"transport": TCP, "metric": "goodput", "at_least": "1 %"}
BESIDE = REAL | {"seeds": 2, "beside": [BOUND]}
AT_MOST = REAL | {"seeds": 2, "beside": [{"transport": TCP, "metric": "goodput"}]}
MPTCP_BESIDE = REAL | {"seeds": 2, "beside": [BOUND | {"transport": {"protocol": "mptcp"}}]}


def carried(key, before, after, sees, holds, base=CARRIED):
    return Effect(base, "transport" + key, before, after, sees, holds, is_campaign=True)


def beside(key, before, after, sees, holds, base=BESIDE):
    return Effect(base, "beside" + key, before, after, sees, holds, is_campaign=True)


def other(key, before, after, names, base=BESIDE):
    """Whom Kwik is held against."""
    return beside(".0.transport" + key, before, after, see.beside("other"),
                  becomes(*[[name] for name in names]), base)


TRANSPORT_EFFECTS = [
    # Only Kwik has sessions.
    carried("", ABSENT, TCP, see.real_metric("session_closed_cleanly"), becomes(1, 0), REAL),
    carried(".protocol", "tcp", "quic", see.missing_program, becomes("", "openssl")),
    carried(".via", "primary", "mirror", see.real_metric("goodput"), falls),
    carried(".congestion_control", "cubic", "bbr", see.real_metric("goodput"), grows(1.3, 50),
            LOSSY),
    carried(".tool", "own", "iperf3", see.missing_program, becomes("", "mptcpize"), MPTCP),
    beside("", ABSENT, [BOUND], see.beside("other"), becomes([], ["tcp-cubic-primary"])),
    beside(".0.metric", "goodput", "completion_time", see.beside("metric"),
           becomes(["goodput"], ["completion_time"])),
    # Of few runs on a busy machine the verdict is not known before.
    beside(".0.at_least", "1 %", "900 %", see.beside("at_least_ppm"), becomes([10_000], [9_000_000])),
    beside(".0.at_most", "1 %", "900 %", see.beside("at_most_ppm"), becomes([10_000], [9_000_000]),
           AT_MOST),
    other("", TCP, {"protocol": "mptcp"}, ["tcp-cubic-primary", "mptcp-cubic"]),
    other(".protocol", "tcp", "quic", ["tcp-cubic-primary", "quic-cubic-primary"]),
    other(".via", "primary", "mirror", ["tcp-cubic-primary", "tcp-cubic-mirror"]),
    other(".congestion_control", "cubic", "reno", ["tcp-cubic-primary", "tcp-reno-primary"]),
    other(".tool", "own", "iperf3", ["mptcp-cubic", "iperf3-mptcp-cubic"], MPTCP_BESIDE),
]
