#ifndef KWIK_EXPERIMENT_METRICS_METRIC_CALL_H
#define KWIK_EXPERIMENT_METRICS_METRIC_CALL_H

#include "experiment/text/parsed.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// A part of a run, [from, to), in time since its start.
struct TimeSpan
{
    Duration from{};
    Duration to{};
    auto operator<=>(const TimeSpan&) const = default;
};

/// A metric with its argument: what an expectation asks for.
struct MetricCall
{
    std::string name;
    std::optional<TimeSpan> span;
    std::string server; ///< Empty for the metrics without a server.
    std::optional<std::uint32_t> fault;
    std::optional<std::uint32_t> percentile{};
    auto operator<=>(const MetricCall&) const = default;
};

/// Reads `name`, `name(2 s..3 s)`, `name(server)`, `name(p99)` or `name(0)`. Refuses unknown
/// metrics, and an argument that is missing, of the wrong kind, or too much. Whether the server
/// exists is the scenario's business.
Parsed<MetricCall> ParseMetricCall(std::string_view text);

/// The way to write it; ParseMetricCall reads the same call back.
std::string ToText(const MetricCall& call);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_METRIC_CALL_H
