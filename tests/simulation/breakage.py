"""Effects, as in effects.py, of the keys that impair links and break hosts."""

import struct

import observables as see
from effects import (ABSENT, BREAK, CHANGED, CHANGING, COMPLETION, CRASH, HANDSHAKE, LOST_PACKETS,
                     ONE_SERVER, ROOMY, TWO, Effect, becomes, falls, link, moves, scenario)

IP_HEADER = 20
UDP = 17


def packets(run):
    """The IP packets of the client's capture; a lost one is not in it, a corrupted one is."""
    data = (run.folder / "client.pcap").read_bytes()
    at = see.PCAP_HEADER
    while at < len(data):
        stored, = struct.unpack_from("<I", data, at + 8)
        yield data[at + see.PCAP_RECORD + see.PPP_HEADER:at + see.PCAP_RECORD + stored]
        at += see.PCAP_RECORD + stored


def surplus(run):
    """How many more packets the client has sent and got than the hosts have sent."""
    return sum(1 for _ in packets(run)) - see.counter("datagrams")(run)


def ports(run):
    """The ports of the client that its packets show."""
    client = bytes([172, 16, 0, 1])
    return {struct.unpack_from(">H", packet, IP_HEADER)[0] for packet in packets(run)
            if packet[9] == UDP and packet[12:16] == client}


def both(*seers):
    return lambda run: tuple(see_one(run) for see_one in seers)


def first_rises(low, high, second=0):
    """The first goes from 0 to within bounds; the second is the same before and after."""
    return lambda before, after: before == (0, second) and low <= after[0] <= high and after[1] == second


REORDERING = ROOMY | {"links": [link("client", "primary", queue="1 MB", reordering="10 %")]}
HELD = CHANGING | {"links": REORDERING["links"]}
# The client's acknowledgements may get lost: the next ones say the same.
ONE_WAY = ROOMY | {"timeline": [{"at": "200 ms", "link": ["client", "primary"], "loss": "3 %"}]}
FLAPPING = BREAK | {"timeline": [BREAK["timeline"][0] | {"repeat": {"every": "200 ms", "times": 3}}]}
SLOWER = CHANGING | {"timeline": [CHANGING["timeline"][0] | {"rate": "1 Mbit/s"}]}
SUSPENDED = CRASH | {"timeline": [{"at": "500 ms", "suspend": "mirror"}]}
BOTH_SUSPENDED = TWO | {"timeline": [{"at": "300 ms", "suspend": "primary"},
                                     {"at": "300 ms", "suspend": "mirror"},
                                     {"at": "500 ms", "resume": "primary"}]}
# Two clients with two ways to the primary, a near one that they start on and a far one.
ROAMING = scenario(ONE_SERVER | {"other": "client", "near": "router", "far": "router"},
                   [link("client", "near", "5 ms"), link("client", "far", "50 ms"),
                    link("other", "near", "5 ms"), link("other", "far", "50 ms"),
                    link("near", "primary", "5 ms"), link("far", "primary", "5 ms")],
                   record={"pcap": "yes"},
                   timeline=[{"at": "400 ms", "migrate": {"host": "client", "via": "far"}}])
REBOUND = ROAMING | {"timeline": [{"at": "400 ms", "rebind": "client"}]}

LAST_RTT = see.cell("SELECT value FROM sample WHERE metric = 'rtt_ns' ORDER BY t_ns DESC")
MEAN_RTT = see.mean_sample("rtt_ns", "primary")
SERVED = both(see.metric("bytes_from(primary)"), see.metric("bytes_from(mirror)"))


def jitters(before, after):
    """Twice up to 20 ms, less what the queue is shorter; none overtakes, so none is taken for lost."""
    return 5e6 <= after[0] - before[0] <= 40e6 and before[1] == after[1] == 0


IMPAIRED = [
    Effect(ROOMY, "links.0.jitter", "0 ms", "20 ms", both(MEAN_RTT, LOST_PACKETS), jitters),
    Effect(ROOMY, "links.0.corruption", "0 %", "3 %", both(LOST_PACKETS, surplus),
           first_rises(10, 60)),
    Effect(ROOMY, "links.0.duplication", "0 %", "10 %", both(surplus, LOST_PACKETS),
           first_rises(40, 120)),
    Effect(ROOMY, "links.0.reordering", "0 %", "10 %", both(LOST_PACKETS, surplus),
           first_rises(10, 120)),
    # Packets come every 1.2 ms, and QUIC takes for lost what three of them have overtaken.
    Effect(REORDERING, "links.0.held_back", "1 us", "30 ms", both(LOST_PACKETS, surplus),
           first_rises(10, 120)),
    # Four packets one after the other, each up to 20 ms late.
    Effect(CHANGED, "timeline.0.jitter", "0 ms", "20 ms", HANDSHAKE, moves(10e6, 80e6)),
    Effect(CHANGING, "timeline.0.corruption", "0 %", "3 %", both(LOST_PACKETS, surplus),
           first_rises(10, 60)),
    Effect(CHANGING, "timeline.0.duplication", "0 %", "10 %", both(surplus, LOST_PACKETS),
           first_rises(40, 120)),
    Effect(CHANGING, "timeline.0.reordering", "0 %", "10 %", both(LOST_PACKETS, surplus),
           first_rises(2, 120)),
    Effect(HELD, "timeline.0.held_back", "1 us", "30 ms", LOST_PACKETS,
           lambda before, after: 10 <= 2 * before <= after),
]

BROKEN = [
    Effect(ONE_WAY, "timeline.0.from", "client", "primary", LOST_PACKETS,
           lambda before, after: before == 0 and 10 <= after <= 60),
    Effect(BREAK, "timeline.0.repeat", ABSENT, {"every": "200 ms", "times": 3},
           see.number_of("link_down"), becomes(1, 3)),
    Effect(FLAPPING, "timeline.0.repeat.every", "200 ms", "300 ms",
           see.pauses("link_down", min), becomes(200, 300)),
    Effect(FLAPPING, "timeline.0.repeat.times", 3, 2, see.number_of("link_up"), becomes(3, 2)),
    Effect(SLOWER, "timeline.0.over", ABSENT, "500 ms", COMPLETION, falls),
    Effect(SUSPENDED, "timeline.0.suspend", "mirror", "primary",
           see.first_field("failover_started", "path"), becomes(2, 1)),
    Effect(BOTH_SUSPENDED, "timeline.2.resume", "primary", "mirror", SERVED,
           lambda before, after: before[0] > 2 * after[0] and after[1] > 2 * before[1]),
    Effect(REBOUND, "timeline.0.rebind", "other", "client", lambda run: len(ports(run)),
           becomes(1, 2)),
    Effect(ROAMING, "timeline.0.migrate", {"host": "client", "via": "near"},
           {"host": "client", "via": "far"}, LAST_RTT, moves(75e6, 95e6)),
    Effect(ROAMING, "timeline.0.migrate.host", "other", "client", LAST_RTT, moves(75e6, 95e6)),
    Effect(ROAMING, "timeline.0.migrate.via", "near", "far", LAST_RTT, moves(75e6, 95e6)),
]

OUTAGE_EFFECTS = [*IMPAIRED, *BROKEN]
