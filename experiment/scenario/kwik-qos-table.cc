#include "experiment/scenario/scenario-table.h"
#include "experiment/schema/flag-kind.h"
#include "experiment/schema/quantity-kind.h"

namespace kwik::experiment
{

using namespace std::chrono_literals;

namespace
{

template <typename MEMBER>
auto
OfPolicy(MEMBER member)
{
    return Inside(Inside(&KwikSpec::session, &SessionConfig::qos), member);
}

} // namespace

ObjectKind<KwikSpec>
KwikQosTable()
{
    return {
        {"the quality of service",
         "What a session asks of its paths; 0 asks for nothing. A path outside gets no ranges "
         "while "
         "another is inside."},
        {Optional<KwikSpec>({"min_bandwidth",
                             "Of all paths together, while so much is wanted; with less another "
                             "path is added.",
                             "20 Mbit/s"},
                            OfPolicy(&QosPolicy::minBandwidth),
                            QuantityKind<BitRate>({0}, {100'000'000'000})),
         Optional<KwikSpec>({"max_latency", "Of the round trip of a path, smoothed.", "80 ms"},
                            OfPolicy(&QosPolicy::maxLatency),
                            QuantityKind<Duration>(0s, 10s)),
         Optional<KwikSpec>({"max_loss", "Of what a server sends on its path.", "1 %"},
                            &KwikSpec::maxLoss,
                            QuantityKind<Share>({}, WHOLE)),
         Optional<KwikSpec>({"redundancy", "Two paths at least.", "yes"},
                            OfPolicy(&QosPolicy::needsRedundancy),
                            FlagKind())},
    };
}

} // namespace kwik::experiment
