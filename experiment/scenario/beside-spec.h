#ifndef KWIK_EXPERIMENT_SCENARIO_BESIDE_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_BESIDE_SPEC_H

#include "experiment/metrics/metric-call.h"
#include "experiment/scenario/transport-spec.h"
#include "experiment/text/share.h"

#include <cstdint>
#include <optional>

namespace kwik::experiment
{

/// The largest share of another's metric that may be asked for: ten times as much.
inline constexpr Share MOST_BESIDE{10'000'000};

/// How Kwik has to do beside another transport over the same links: its mean as a share of the
/// other's. Exactly one of the bounds is present.
struct BesideSpec
{
    TransportSpec transport;
    MetricCall metric;
    std::optional<Share> atLeast;
    std::optional<Share> atMost;
    bool operator==(const BesideSpec&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_BESIDE_SPEC_H
