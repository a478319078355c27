#ifndef KWIK_EXPERIMENT_SCENARIO_TOLERANCE_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_TOLERANCE_SPEC_H

#include "experiment/metrics/metric-call.h"
#include "experiment/text/quantity.h"
#include "experiment/text/share.h"

#include <optional>
#include <vector>

namespace kwik::experiment
{

/// How far the testbed may be from the simulation in one metric: the larger of both counts, and at
/// least one is present.
struct ToleranceSpec
{
    MetricCall metric;
    std::optional<Share> relative;    ///< Of the simulated mean.
    std::optional<Quantity> absolute; ///< In the dimension of the metric; of a share, points.
    bool operator==(const ToleranceSpec&) const = default;
};

struct Scenario;

/// What holds where a scenario says nothing of it: 3 % of the goodput, 5 % of the completion time,
/// 15 % or 20 ms of the gap at a fault, and 5 points of the share of each server.
std::vector<ToleranceSpec> DefaultTolerances(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TOLERANCE_SPEC_H
