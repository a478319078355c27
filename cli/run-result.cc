#include "cli/run-result.h"

#include "cli/wording.h"
#include "experiment/store/run-state.h"
#include "experiment/text/quantity.h"
#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kwik::cli
{

namespace
{

using experiment::Dimension;

/// The dimension whose raw numbers have this unit; counts when there is none.
Dimension
DimensionWith(std::string_view baseUnit)
{
    constexpr std::array<Dimension, 6> ALL{Dimension::Time,
                                           Dimension::Rate,
                                           Dimension::Size,
                                           Dimension::Share,
                                           Dimension::Count,
                                           Dimension::Flag};
    const auto* const found = std::find_if(ALL.begin(), ALL.end(), [baseUnit](Dimension one) {
        return experiment::BaseUnitOf(one) == baseUnit;
    });
    return found == ALL.end() ? Dimension::Count : *found;
}

experiment::RunRow
RowOf(experiment::Store& store, experiment::RunId run)
{
    const std::optional<experiment::RunRow> row = store.FindRun(run);
    KWIK_ASSERT(row);
    return *row;
}

/// The scenario's bounds are not negative, and neither is what is measured.
ExpectationResult
ResultOf(const experiment::ExpectationRow& row)
{
    ExpectationResult result;
    result.name = row.name;
    result.dimension = DimensionWith(row.unit);
    if (row.measured)
    {
        result.measured = static_cast<std::uint64_t>(*row.measured);
    }
    result.low = static_cast<std::uint64_t>(row.low);
    result.high = static_cast<std::uint64_t>(row.high);
    result.isMet = row.outcome == experiment::Outcome::Passed;
    return result;
}

std::string
DurationText(std::optional<Duration> span)
{
    const auto count = static_cast<std::uint64_t>(span.value_or(Duration{}).count());
    return experiment::ToRoundedText({Dimension::Time, count});
}

} // namespace

std::optional<MetricValue>
RunResult::Find(const std::string& metric) const
{
    const auto found = metrics.find(metric);
    return found == metrics.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint64_t>
RunResult::Measured(const std::string& metric) const
{
    if (const std::optional<MetricValue> value = Find(metric))
    {
        return static_cast<std::uint64_t>(std::llround(value->value));
    }
    const auto expected = std::find_if(expectations.begin(),
                                       expectations.end(),
                                       [&metric](const auto& one) { return one.name == metric; });
    return expected == expectations.end() ? std::nullopt : expected->measured;
}

std::size_t
RunResult::CountUnmet() const
{
    return static_cast<std::size_t>(
        std::count_if(expectations.begin(), expectations.end(), [](const auto& expectation) {
            return !expectation.isMet;
        }));
}

std::string
OutcomeOf(const RunResult& result)
{
    const experiment::RunRow& row = result.row;
    if (row.state != experiment::RunState::Ok)
    {
        const bool isInvalid = row.state == experiment::RunState::Invalid;
        const std::string state(isInvalid ? "INVALID" : experiment::ToText(row.state));
        return row.failure.empty() ? state : state + ": " + row.failure;
    }
    const std::size_t all = result.expectations.size();
    const bool isReal = row.key.world == experiment::World::Testbed;
    return DurationText(row.simulatedTime) + (isReal ? " on the testbed in " : " simulated in ") +
           DurationText(row.wallTime) + ", " + std::to_string(all - result.CountUnmet()) + " of " +
           Counted(all, "expectation") + " met";
}

RunResult
ReadResult(experiment::Store& store, experiment::RunId run)
{
    RunResult result;
    result.row = RowOf(store, run);
    for (const experiment::SummaryRow& summary : store.SummariesOf(run))
    {
        if (summary.subject.empty() && summary.n == 1)
        {
            result.metrics[summary.metric] = {DimensionWith(summary.unit), summary.mean};
        }
    }
    for (const experiment::ExpectationRow& row : store.ExpectationsOf(run))
    {
        result.expectations.push_back(ResultOf(row));
    }
    return result;
}

} // namespace kwik::cli
