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

std::vector<Field<TimelineEntry>>
WhatHappens()
{
    using Spec = TimelineEntry;
    return {
        Required<Spec>({"at", "When it happens.", "3 s"},
                       &Spec::at,
                       QuantityKind<Duration>(0s, 24h * 30)),
        Optional<Spec>({"for", "How long the link stays changed; for good without it.", "4 s"},
                       &Spec::lasting,
                       OptionalKind(QuantityKind<Duration>(1us, 24h * 30))),
        Optional<Spec>({"crash", "This host stops at once and forgets everything.", "primary"},
                       &Spec::crash,
                       OptionalKind(NameKind("a server or router"))),
        Optional<Spec>({"restart", "This host starts afresh after a crash.", "primary"},
                       &Spec::restart,
                       OptionalKind(NameKind("a host"))),
        Optional<Spec>({"link", "The link between these hosts changes.", "[client, primary]"},
                       &Spec::link,
                       OptionalKind(PairKind(NameKind("a host")))),
    };
}

std::vector<Field<TimelineEntry>>
HowTheLinkChanges()
{
    using Spec = TimelineEntry;
    const ChoiceKind<LinkState> state({{"up", LinkState::Up}, {"down", LinkState::Down}});
    return {
        Optional<Spec>({"loss", "The link's new loss.", "2 %"},
                       &Spec::loss,
                       OptionalKind(QuantityKind<Share>({}, WHOLE))),
        Optional<Spec>({"rate", "The link's new rate.", "5 Mbit/s"},
                       &Spec::rate,
                       OptionalKind(QuantityKind<BitRate>({1'000}, {100'000'000'000}))),
        Optional<Spec>({"delay", "The link's new delay.", "80 ms"},
                       &Spec::delay,
                       OptionalKind(QuantityKind<Duration>(1us, 10s))),
        Optional<Spec>({"state", "down loses everything; up repairs it.", "down"},
                       &Spec::state,
                       OptionalKind(state)),
    };
}

} // namespace

ObjectKind<TimelineEntry>
TimelineTable()
{
    std::vector<Field<TimelineEntry>> fields = WhatHappens();
    for (Field<TimelineEntry>& field : HowTheLinkChanges())
    {
        fields.push_back(std::move(field));
    }
    return {{"a timeline entry", "Something that happens during the run."},
            std::move(fields),
            {{RuleForm::ExactlyOne, "", {"crash", "restart", "link"}},
             {RuleForm::ExactlyOne, "link", {"loss", "rate", "delay", "state"}},
             {RuleForm::AtMostOne, "link", {"for"}}}};
}

} // namespace kwik::experiment
