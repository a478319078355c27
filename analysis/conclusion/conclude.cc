#include "analysis/conclusion/conclude.h"

#include "analysis/statistics/bootstrap-interval.h"
#include "analysis/statistics/nearest-rank.h"
#include "experiment/text/quantity.h"
#include "experiment/text/share.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kwik::analysis
{

namespace
{

using experiment::ConclusionValue;
using experiment::Statistic;
using experiment::StatisticCall;
using Values = std::vector<std::uint64_t>;

/// The same numbers for the same conclusion, and others for others.
constexpr std::uint64_t BOOTSTRAP_SEED = 1;

std::uint64_t
MeanOfAll(const Values& values)
{
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    return static_cast<std::uint64_t>(std::llround(sum / static_cast<double>(values.size())));
}

std::uint64_t
ShareOf(const Values& values, const experiment::Condition& condition)
{
    const auto holding = static_cast<std::uint64_t>(
        std::count_if(values.begin(), values.end(), [&condition](std::uint64_t value) {
            return experiment::Holds(condition, value);
        }));
    const std::uint64_t whole = experiment::WHOLE.millionths;
    return (holding * whole + values.size() / 2) / values.size();
}

std::uint64_t
StatisticOf(const StatisticCall& call, Values values)
{
    switch (call.statistic)
    {
    case Statistic::Median:
        return NearestRank(std::move(values), 500);
    case Statistic::Mean:
        return MeanOfAll(values);
    case Statistic::P10:
        return NearestRank(std::move(values), 100);
    case Statistic::P90:
        return NearestRank(std::move(values), 900);
    case Statistic::P99:
        return NearestRank(std::move(values), 990);
    case Statistic::Min:
        return *std::min_element(values.begin(), values.end());
    case Statistic::Max:
        return *std::max_element(values.begin(), values.end());
    case Statistic::Share:
        break;
    }
    return ShareOf(values, *call.condition);
}

/// In millionths.
std::optional<std::uint64_t>
RatioOf(std::uint64_t dividend, std::uint64_t divisor)
{
    if (divisor == 0)
    {
        return std::nullopt;
    }
    const double ratio =
        static_cast<double>(dividend) / static_cast<double>(divisor) * experiment::WHOLE.millionths;
    return ratio < static_cast<double>(experiment::LARGEST_QUANTITY)
               ? std::optional(static_cast<std::uint64_t>(std::llround(ratio)))
               : std::nullopt;
}

/// @pre every point has what the conclusion needs
std::optional<std::uint64_t>
ValueAt(const ConclusionValue& value, const std::vector<Measured>& points, const Resample& places)
{
    Values values;
    Values divisors;
    for (const std::size_t place : places)
    {
        values.push_back(*points[place].value);
        if (value.divisor)
        {
            divisors.push_back(*points[place].divisor);
        }
    }
    const std::uint64_t dividend = StatisticOf(value.value, std::move(values));
    return value.divisor ? RatioOf(dividend, StatisticOf(*value.divisor, std::move(divisors)))
                         : std::optional(dividend);
}

std::optional<std::uint64_t>
MedianOfAll(const std::vector<std::optional<std::uint64_t>>& values)
{
    Values present;
    for (const std::optional<std::uint64_t>& value : values)
    {
        if (!value)
        {
            return std::nullopt;
        }
        present.push_back(*value);
    }
    return NearestRank(std::move(present), 500);
}

} // namespace

Measured
MedianOf(const std::vector<Measured>& runs)
{
    std::vector<std::optional<std::uint64_t>> values;
    std::vector<std::optional<std::uint64_t>> divisors;
    for (const Measured& run : runs)
    {
        values.push_back(run.value);
        divisors.push_back(run.divisor);
    }
    return {MedianOfAll(values), MedianOfAll(divisors)};
}

Conclusion
Conclude(const ConclusionValue& value, const std::vector<Measured>& points)
{
    Conclusion conclusion;
    conclusion.points = points.size();
    conclusion.valueless = static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [&value](const Measured& point) {
            return !point.value || (value.divisor && !point.divisor);
        }));
    if (points.empty() || conclusion.valueless > 0)
    {
        return conclusion;
    }
    Resample all(points.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto at = [&value, &points](const Resample& places) {
        return ValueAt(value, points, places);
    };
    conclusion.measured = at(all);
    conclusion.interval =
        BootstrapInterval(points.size(), Prng(BOOTSTRAP_SEED).Fork(ToText(value)), at);
    return conclusion;
}

} // namespace kwik::analysis
