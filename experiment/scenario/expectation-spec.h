#ifndef KWIK_EXPERIMENT_SCENARIO_EXPECTATION_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_EXPECTATION_SPEC_H

#include "experiment/metrics/metric-call.h"
#include "experiment/text/quantity.h"

#include <array>
#include <optional>

namespace kwik::experiment
{

/// What a run must measure, always with a bound on both sides: exactly one of equals and between is
/// present, in the dimension of the metric.
struct ExpectationSpec
{
    MetricCall metric;
    std::optional<Quantity> equals;
    std::optional<std::array<Quantity, 2>> between; ///< Both ends included.
    bool operator==(const ExpectationSpec&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_EXPECTATION_SPEC_H
