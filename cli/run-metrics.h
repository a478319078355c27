#ifndef KWIK_CLI_RUN_METRICS_H
#define KWIK_CLI_RUN_METRICS_H

#include "cli/run-result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::cli
{

/// A metric that the tables of runs have a column for.
struct MetricColumn
{
    std::string_view metric;
    std::string_view title;
};

/// Those of which some run has a value; what did not complete must not go unseen.
std::vector<MetricColumn> ColumnsOf(const std::vector<RunResult>& runs);

/// For people; "-" for no value.
std::string ValueText(const std::optional<MetricValue>& value);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_METRICS_H
