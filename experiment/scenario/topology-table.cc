#include "experiment/scenario/queue-kind.h"
#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/pair-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

ObjectKind<HostSpec>
HostTable()
{
    using Spec = HostSpec;
    const ChoiceKind<HostRole> role(
        {{"client", HostRole::Client}, {"server", HostRole::Server}, {"router", HostRole::Router}});
    const ChoiceKind<HostContent> content({{"all", HostContent::All}, {"none", HostContent::None}});
    return {
        {"a host", "A machine; the key is its name."},
        {Required<Spec>({"role",
                         "Clients ask, servers answer, routers forward and do nothing else.",
                         "server"},
                        &Spec::role,
                        role),
         Optional<Spec>({"region", "Where the host is, for people and for selection.", "eu-west"},
                        &Spec::region,
                        OptionalKind(NameKind("a region"))),
         Optional<Spec>({"content",
                         "What a server has itself: all, which is the default, or none, and then "
                         "it fetches from the primary what it is asked for.",
                         "none"},
                        &Spec::content,
                        OptionalKind(content))},
    };
}

namespace
{

std::vector<Field<LinkSpec>>
WhatALinkIs()
{
    using Spec = LinkSpec;
    return {
        Required<Spec>({"between", "The two hosts.", "[client, primary]"},
                       &Spec::between,
                       PairKind(NameKind("a host"))),
        Required<Spec>({"rate", "How fast bits leave, IP headers included.", "20 Mbit/s"},
                       &Spec::rate,
                       QuantityKind<BitRate>({1'000}, {100'000'000'000})),
        Required<Spec>({"delay", "How long a bit travels, one way.", "10 ms"},
                       &Spec::delay,
                       QuantityKind<Duration>(1us, 10s)),
        Optional<Spec>({"queue",
                        "What may wait before packets are dropped. 1 bdp is rate x 2 x delay of "
                        "this link, 20 ms is what it sends in that time; with either there is "
                        "room for 10 full packets at least.",
                        "1 bdp + 20 ms"},
                       &Spec::queue,
                       QueueKind()),
        Optional<Spec>({"loss", "The share of packets that vanish, each for itself.", "0.5 %"},
                       &Spec::loss,
                       QuantityKind<Share>({}, WHOLE)),
        Optional<Spec>({"mtu", "The largest IP packet.", "1500 B"},
                       &Spec::mtu,
                       QuantityKind<ByteCount>({1'280}, {9'000})),
    };
}

std::vector<Field<LinkSpec>>
WhatALinkDoesToPackets()
{
    using Spec = LinkSpec;
    return {
        Optional<Spec>({"jitter",
                        "Each packet waits up to this much beyond the delay, evenly distributed; "
                        "none overtakes another by it.",
                        "2 ms"},
                       &Spec::jitter,
                       QuantityKind<Duration>(0s, 10s)),
        Optional<Spec>({"corruption",
                        "The share of packets that arrive with one bit of their UDP payload "
                        "inverted, each for itself.",
                        "0.1 %"},
                       &Spec::corruption,
                       QuantityKind<Share>({}, WHOLE)),
        Optional<Spec>({"duplication", "The share of packets that arrive twice.", "1 %"},
                       &Spec::duplication,
                       QuantityKind<Share>({}, WHOLE)),
        Optional<Spec>({"reordering",
                        "The share of packets that are held back, so that later ones overtake "
                        "them.",
                        "5 %"},
                       &Spec::reordering,
                       QuantityKind<Share>({}, WHOLE)),
        Optional<Spec>({"held_back", "How long the packets of `reordering` are held back.", "5 ms"},
                       &Spec::heldBack,
                       QuantityKind<Duration>(1us, 10s)),
    };
}

} // namespace

ObjectKind<LinkSpec>
LinkTable()
{
    std::vector<Field<LinkSpec>> fields = WhatALinkIs();
    for (Field<LinkSpec>& field : WhatALinkDoesToPackets())
    {
        fields.push_back(std::move(field));
    }
    return {{"a link", "A full-duplex link between two hosts; its values hold in each direction."},
            std::move(fields)};
}

} // namespace kwik::experiment
