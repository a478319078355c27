#ifndef KWIK_EXPERIMENT_METRICS_METRIC_REGISTRY_H
#define KWIK_EXPERIMENT_METRICS_METRIC_REGISTRY_H

#include "experiment/text/dimension.h"
#include "experiment/text/nearest-name.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace kwik::experiment
{

/// What stands in the parentheses behind a metric's name.
enum class MetricArgument : std::uint8_t
{
    None,
    Span,          ///< `(2 s..3 s)`: a part of the run.
    OptionalSpan,  ///< The same, or nothing for the whole run.
    Server,        ///< `(mirror-a)`: a host of role server.
    Percentile,    ///< `(p99)`: p1 to p100.
    OptionalFault, ///< `(0)`: a crash or outage by its place among those of the timeline, or all.
};

/// A number that is computed of every run.
struct MetricDefinition
{
    std::string_view name;
    Dimension dimension;
    MetricArgument argument;
    std::string_view meaning; ///< One sentence.
    /// It compares with what each path reaches alone, in runs of its own that are made only for
    /// scenarios that ask for such a metric.
    bool needsPathsAlone = false;
};

/// Every metric, in the order in which results are shown.
std::span<const MetricDefinition> Metrics();

/// The metric of that name, or nullptr.
const MetricDefinition* FindMetric(std::string_view name);

Names MetricNames();

/// How the metric is written in a scenario: "goodput or goodput(2 s..3 s)".
std::string UsageOf(const MetricDefinition& metric);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_METRIC_REGISTRY_H
