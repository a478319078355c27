#include "cli/run-metrics.h"

#include "cli/quantity-text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kwik::cli
{

namespace
{

constexpr std::string_view NOTHING = "-";
constexpr std::string_view COMPLETION = "completion_time";

constexpr std::array<MetricColumn, 4> METRIC_COLUMNS{{{"goodput", "throughput"},
                                                      {COMPLETION, "completion"},
                                                      {"failover_gap", "failover gap"},
                                                      {"failover_gap_limit", "gap limit"}}};

} // namespace

std::vector<MetricColumn>
ColumnsOf(const std::vector<RunResult>& runs)
{
    std::vector<MetricColumn> columns;
    for (const MetricColumn& column : METRIC_COLUMNS)
    {
        const std::string metric(column.metric);
        if (metric == COMPLETION ||
            std::any_of(runs.begin(), runs.end(), [&metric](const RunResult& run) {
                return run.Find(metric).has_value();
            }))
        {
            columns.push_back(column);
        }
    }
    return columns;
}

std::string
ValueText(const std::optional<MetricValue>& value)
{
    return value ? RoundedText(value->dimension,
                               static_cast<std::uint64_t>(std::llround(value->value)))
                 : std::string(NOTHING);
}

} // namespace kwik::cli
