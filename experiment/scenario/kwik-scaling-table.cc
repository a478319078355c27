#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/flag-kind.h"
#include "experiment/schema/list-kind.h"
#include "experiment/schema/name-kind.h"
#include "experiment/schema/percent-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

ObjectKind<KwikPathPrice>
PriceTable()
{
    using Spec = KwikPathPrice;
    return {
        {"a price", "What it costs to keep a path to one server."},
        {Required<Spec>({"server", "Whose path it is.", "mirror"},
                        &Spec::server,
                        NameKind("a server")),
         Required<Spec>({"price", "In proportion to the others; servers not listed cost 0.", "3"},
                        &Spec::price,
                        QuantityKind<std::uint32_t>(0, 1'000'000))},
    };
}

template <typename MEMBER>
auto
OfScaling(MEMBER member)
{
    return Inside(Inside(&KwikSpec::session, &SessionConfig::scaling), member);
}

std::vector<Field<KwikSpec>>
ThresholdFields()
{
    return {
        Optional<KwikSpec>({"automatic",
                            "Whether demand decides how many paths there are, within `paths.min` "
                            "and `paths.max`; without it all are opened for a large transfer.",
                            "yes"},
                           OfScaling(&ScalingConfig::isAutomatic),
                           FlagKind()),
        Optional<KwikSpec>(
            {"up", "Demand of this share of the capacity asks for another path ...", "80 %"},
            OfScaling(&ScalingConfig::upPercent),
            PercentKind(1, 1'000)),
        Optional<KwikSpec>({"up_after", "... when it has lasted so long.", "2 s"},
                           OfScaling(&ScalingConfig::upAfter),
                           QuantityKind<Duration>(0s, 24h)),
        Optional<KwikSpec>(
            {"down", "Demand below this share of the capacity can do without a path ...", "30 %"},
            OfScaling(&ScalingConfig::downPercent),
            PercentKind(0, 999)),
        Optional<KwikSpec>({"down_after", "... when it has lasted so long.", "60 s"},
                           OfScaling(&ScalingConfig::downAfter),
                           QuantityKind<Duration>(0s, 24h)),
        Optional<KwikSpec>({"cooldown",
                            "The time from one change for demand or cost to the next; a failed "
                            "server, a violated policy and a command do not wait for it.",
                            "10 s"},
                           OfScaling(&ScalingConfig::cooldown),
                           QuantityKind<Duration>(0s, 24h)),
        Optional<KwikSpec>({"aggressive",
                            "Adds in a quarter of the time, and as many paths at once as the "
                            "demand takes.",
                            "yes"},
                           OfScaling(&ScalingConfig::isAggressive),
                           FlagKind()),
    };
}

std::vector<Field<KwikSpec>>
ForesightFields()
{
    return {
        Optional<KwikSpec>(
            {"proactive", "Adds a path before a demand that comes again and again is there.", "no"},
            OfScaling(&ScalingConfig::isProactive),
            FlagKind()),
        Optional<KwikSpec>({"lead", "How long before.", "5 s"},
                           OfScaling(&ScalingConfig::lead),
                           QuantityKind<Duration>(0s, 1h)),
        Optional<KwikSpec>({"step",
                            "The resolution at which a pattern is looked for; it may be 10 to 256 "
                            "steps long.",
                            "1 s"},
                           OfScaling(&ScalingConfig::step),
                           QuantityKind<Duration>(100ms, 1h)),
        Optional<KwikSpec>({"prices",
                            "What it costs to keep a path: the cheapest is added first, and the "
                            "dearest removed first, also from a load that is not low.",
                            "[{server: mirror, price: 3}]"},
                           &KwikSpec::prices,
                           ListKind(PriceTable(), {})),
    };
}

} // namespace

ObjectKind<KwikSpec>
KwikScalingTable()
{
    std::vector<Field<KwikSpec>> fields = ThresholdFields();
    for (Field<KwikSpec>& field : ForesightFields())
    {
        fields.push_back(std::move(field));
    }
    return {{"the scaling settings", "When a session adds paths and when it removes them."},
            std::move(fields)};
}

} // namespace kwik::experiment
