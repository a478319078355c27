#ifndef KWIK_EXPERIMENT_SCENARIO_CHECK_METRIC_H
#define KWIK_EXPERIMENT_SCENARIO_CHECK_METRIC_H

#include "experiment/metrics/metric-call.h"
#include "experiment/scenario/check-context.h"
#include "experiment/text/quantity.h"

#include <array>
#include <optional>
#include <string>

namespace kwik::experiment
{

/// Whether the metric's argument fits the scenario. @p path is of the scalar that names it.
/// @pre the metric is one
void CheckMetricCall(const CheckContext& context, const std::string& path, const MetricCall& call);

/// Whether runs measure it for others than `expect`. What takes a span of time, or runs of each
/// path alone, is measured only where an expectation asks for it. @pre the metric is one
void CheckIsMeasured(const CheckContext& context, const std::string& path, const MetricCall& call);

/// What a measured value may be.
struct BoundsInFile
{
    std::optional<Quantity> equals;
    std::optional<std::array<Quantity, 2>> between;
};

/// What is held against the bounds.
struct BoundedValue
{
    std::string name;
    Dimension dimension;
};

/// Whether a quantity at @p path is of the value's dimension.
void CheckDimension(const CheckContext& context,
                    const std::string& path,
                    const Quantity& bound,
                    const BoundedValue& value);

/// Whether the bounds beside @p path are of the value's dimension, and in order.
void CheckBounds(const CheckContext& context,
                 const std::string& path,
                 const BoundsInFile& bounds,
                 const BoundedValue& value);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_CHECK_METRIC_H
