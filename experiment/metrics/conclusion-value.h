#ifndef KWIK_EXPERIMENT_METRICS_CONCLUSION_VALUE_H
#define KWIK_EXPERIMENT_METRICS_CONCLUSION_VALUE_H

#include "experiment/metrics/metric-call.h"
#include "experiment/text/dimension.h"
#include "experiment/text/nearest-name.h"
#include "experiment/text/parsed.h"
#include "experiment/text/quantity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// What many values of one metric are made one of.
enum class Statistic : std::uint8_t
{
    Median, ///< Percentiles are values that occurred (nearest rank), and this is the 50th.
    Mean,
    P10,
    P90,
    P99,
    Min,
    Max,
    Share, ///< How many of them meet a condition.
};

enum class Comparison : std::uint8_t
{
    Below,
    AtMost,
    Equal,
    AtLeast,
    Above,
};

/// What a value is held against.
struct Condition
{
    Comparison comparison = Comparison::AtMost;
    Quantity bound;
    bool operator==(const Condition&) const = default;
};

bool Holds(const Condition& condition, std::uint64_t value);

/// `p90(goodput)` or `share(failover_gap <= 1 s)`.
struct StatisticCall
{
    Statistic statistic = Statistic::Median;
    MetricCall metric;
    std::optional<Condition> condition; ///< Of Share.
    bool operator==(const StatisticCall&) const = default;
};

/// What is concluded from all runs: a statistic, or how many times another one it is.
struct ConclusionValue
{
    StatisticCall value;
    std::optional<StatisticCall> divisor; ///< Of the same dimension.
    bool operator==(const ConclusionValue&) const = default;
};

/// "median, mean, ..."
Names StatisticNames();

/**
 * Reads `median(goodput)`, `share(failover_gap <= 1 s)` or `median(goodput) / max(steady_goodput)`.
 *
 * Refused: unknown statistics and metrics, a condition where none belongs or one in the wrong unit,
 * a ratio of two dimensions, and the mean of a count, which is not a count.
 */
Parsed<ConclusionValue> ParseConclusionValue(std::string_view text);

/// The way to write it; ParseConclusionValue reads the same value back.
std::string ToText(const ConclusionValue& value);

/// Shares and ratios are shares; anything else is what its metric is.
Dimension DimensionOf(const ConclusionValue& value);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_CONCLUSION_VALUE_H
