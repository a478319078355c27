#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/choice-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/optional-kind.h"
#include "experiment/schema/pair-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

ObjectKind<MigrationSpec>
MigrationTable()
{
    using Spec = MigrationSpec;
    return {{"a migration",
             "A client changes to another of its links, and so to another address. It is told, as "
             "by an operating system, and moves its connections."},
            {Required<Spec>({"host", "Who moves.", "client"}, &Spec::host, NameKind("a client")),
             Required<Spec>({"via", "The other end of the link that it moves to.", "cellular"},
                            &Spec::via,
                            NameKind("a host"))}};
}

ObjectKind<PaceSpec>
PaceTable()
{
    using Spec = PaceSpec;
    return {{"a pace", "From now on a download that has a pace is read at another one."},
            {Required<Spec>({"workload", "Which workload, counted from 0.", "0"},
                            &Spec::workload,
                            QuantityKind<std::uint32_t>(0, 1'000'000)),
             Required<Spec>({"rate", "The rate at which it is read.", "12 Mbit/s"},
                            &Spec::rate,
                            QuantityKind<BitRate>({1'000}, {100'000'000'000}))}};
}

ObjectKind<RepeatSpec>
RepeatTable()
{
    using Spec = RepeatSpec;
    return {{"a repetition", "How often a change with `for` comes."},
            {Required<Spec>({"every", "The time from one beginning to the next.", "500 ms"},
                            &Spec::every,
                            QuantityKind<Duration>(1us, 24h * 30)),
             Required<Spec>({"times", "How often it comes in all.", "10"},
                            &Spec::times,
                            QuantityKind<std::uint32_t>(2, 1'000))}};
}

std::vector<Field<TimelineEntry>>
WhenItHappens()
{
    using Spec = TimelineEntry;
    return {
        Required<Spec>({"at", "When it happens.", "3 s"},
                       &Spec::at,
                       QuantityKind<Duration>(0s, 24h * 30)),
        Optional<Spec>({"for", "How long the link stays changed; for good without it.", "4 s"},
                       &Spec::lasting,
                       OptionalKind(QuantityKind<Duration>(1us, 24h * 30))),
        Optional<Spec>({"repeat",
                        "The change comes again and again: the link flaps.",
                        "{every: 500 ms, times: 10}"},
                       &Spec::repeat,
                       OptionalKind(RepeatTable())),
        Optional<Spec>({"over",
                        "How long the change takes, in 50 equal steps, from what holds before; at "
                        "once without it.",
                        "2 s"},
                       &Spec::over,
                       OptionalKind(QuantityKind<Duration>(1us, 24h * 30))),
    };
}

std::vector<Field<TimelineEntry>>
WhatHappensToAHost()
{
    using Spec = TimelineEntry;
    return {
        Optional<Spec>({"crash", "This host stops at once and forgets everything.", "primary"},
                       &Spec::crash,
                       OptionalKind(NameKind("a server or router"))),
        Optional<Spec>({"restart", "This host starts afresh after a crash.", "primary"},
                       &Spec::restart,
                       OptionalKind(NameKind("a host"))),
        Optional<Spec>({"suspend",
                        "This host's process stands still: it sends nothing, its timers wait, and "
                        "what arrives waits in a socket buffer of 128 KiB.",
                        "primary"},
                       &Spec::suspend,
                       OptionalKind(NameKind("a client or server"))),
        Optional<Spec>({"resume", "This host's process goes on after a suspension.", "primary"},
                       &Spec::resume,
                       OptionalKind(NameKind("a host"))),
        Optional<Spec>({"rebind",
                        "The NAT before this client forgets it: the client is seen with another "
                        "port, and what is sent to the old one is lost. The client is not told.",
                        "client"},
                       &Spec::rebind,
                       OptionalKind(NameKind("a client"))),
        Optional<Spec>({"migrate",
                        "This client changes to another of its links.",
                        "{host: client, via: cellular}"},
                       &Spec::migrate,
                       OptionalKind(MigrationTable())),
        Optional<Spec>({"pace",
                        "A download is read at another rate from now on.",
                        "{workload: 0, rate: 12 Mbit/s}"},
                       &Spec::pace,
                       OptionalKind(PaceTable())),
    };
}

std::vector<Field<TimelineEntry>>
HowTheLinkChanges()
{
    using Spec = TimelineEntry;
    const OptionalKind share(QuantityKind<Share>({}, WHOLE));
    const OptionalKind rate(QuantityKind<BitRate>({1'000}, {100'000'000'000}));
    const OptionalKind delay(QuantityKind<Duration>(1us, 10s));
    const OptionalKind jitter(QuantityKind<Duration>(0s, 10s));
    const OptionalKind state(
        ChoiceKind<LinkState>({{"up", LinkState::Up}, {"down", LinkState::Down}}));
    return {
        Optional<Spec>({"link", "The link between these hosts changes.", "[client, primary]"},
                       &Spec::link,
                       OptionalKind(PairKind(NameKind("a host")))),
        Optional<Spec>({"from", "Only what this host sends is concerned.", "client"},
                       &Spec::from,
                       OptionalKind(NameKind("a host"))),
        Optional<Spec>({"loss", "The link's new loss.", "2 %"}, &Spec::loss, share),
        Optional<Spec>({"rate", "The link's new rate.", "5 Mbit/s"}, &Spec::rate, rate),
        Optional<Spec>({"delay", "The link's new delay.", "80 ms"}, &Spec::delay, delay),
        Optional<Spec>({"jitter", "The link's new jitter.", "5 ms"}, &Spec::jitter, jitter),
        Optional<Spec>({"corruption", "The link's new corruption.", "1 %"},
                       &Spec::corruption,
                       share),
        Optional<Spec>({"duplication", "The link's new duplication.", "5 %"},
                       &Spec::duplication,
                       share),
        Optional<Spec>({"reordering", "The link's new reordering.", "10 %"},
                       &Spec::reordering,
                       share),
        Optional<Spec>({"held_back", "How long the link holds packets back from now on.", "20 ms"},
                       &Spec::heldBack,
                       delay),
        Optional<Spec>({"state", "down loses everything; up repairs it.", "down"},
                       &Spec::state,
                       state),
    };
}

std::vector<KeyRule>
Rules()
{
    return {{RuleForm::ExactlyOne,
             "",
             {"crash", "restart", "suspend", "resume", "rebind", "migrate", "pace", "link"}},
            {RuleForm::ExactlyOne,
             "link",
             {"loss",
              "rate",
              "delay",
              "jitter",
              "corruption",
              "duplication",
              "reordering",
              "held_back",
              "state"}},
            {RuleForm::AtMostOne, "link", {"from"}},
            {RuleForm::AtMostOne, "link", {"for", "over"}},
            {RuleForm::AtMostOne, "for", {"repeat"}}};
}

} // namespace

ObjectKind<TimelineEntry>
TimelineTable()
{
    std::vector<Field<TimelineEntry>> fields = WhenItHappens();
    for (const auto& more : {WhatHappensToAHost(), HowTheLinkChanges()})
    {
        fields.insert(fields.end(), more.begin(), more.end());
    }
    return {{"a timeline entry", "Something that happens during the run."},
            std::move(fields),
            Rules()};
}

} // namespace kwik::experiment
