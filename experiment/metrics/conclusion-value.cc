#include "experiment/metrics/conclusion-value.h"

#include "experiment/metrics/metric-registry.h"
#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kwik::experiment
{

namespace
{

struct NamedStatistic
{
    std::string_view name;
    Statistic statistic;
};

constexpr std::array<NamedStatistic, 8> STATISTICS{{{"median", Statistic::Median},
                                                    {"mean", Statistic::Mean},
                                                    {"p10", Statistic::P10},
                                                    {"p90", Statistic::P90},
                                                    {"p99", Statistic::P99},
                                                    {"min", Statistic::Min},
                                                    {"max", Statistic::Max},
                                                    {"share", Statistic::Share}}};

struct Sign
{
    std::string_view text;
    Comparison comparison;
};

/// The longer signs first.
constexpr std::array<Sign, 5> SIGNS{{{"<=", Comparison::AtMost},
                                     {">=", Comparison::AtLeast},
                                     {"<", Comparison::Below},
                                     {">", Comparison::Above},
                                     {"=", Comparison::Equal}}};

std::string_view
Trimmed(std::string_view text)
{
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t last = text.find_last_not_of(' ');
    return first == text.size() ? std::string_view() : text.substr(first, last + 1 - first);
}

Refusal
WrongUse(std::string_view text)
{
    return {Quoted(text) + " is not how a conclusion is written; write for example "
                           "'median(goodput)', 'share(failover_gap <= 1 s)' or "
                           "'median(goodput) / max(goodput)'"};
}

Dimension
DimensionOf(const StatisticCall& call)
{
    const MetricDefinition* const metric = FindMetric(call.metric.name);
    KWIK_ASSERT(metric != nullptr);
    return call.statistic == Statistic::Share ? Dimension::Share : metric->dimension;
}

/// Reads `failover_gap <= 1 s`.
Parsed<StatisticCall>
ParseShare(std::string_view text)
{
    const std::size_t at = text.find_first_of("<>=");
    if (at == std::string_view::npos)
    {
        return Refusal{Quoted(text) + " has nothing to compare with; write for example "
                                      "'share(failover_gap <= 1 s)'"};
    }
    const std::string_view rest = text.substr(at);
    const auto* const sign = std::find_if(SIGNS.begin(), SIGNS.end(), [rest](const Sign& one) {
        return rest.starts_with(one.text);
    });
    const Parsed<MetricCall> metric = ParseMetricCall(Trimmed(text.substr(0, at)));
    if (!metric.IsOk())
    {
        return Refusal{metric.Why()};
    }
    const Dimension dimension = FindMetric(metric.Value().name)->dimension;
    const Parsed<std::uint64_t> bound =
        ParseQuantity(Trimmed(rest.substr(sign->text.size())), dimension);
    if (!bound.IsOk())
    {
        return Refusal{bound.Why()};
    }
    return StatisticCall{Statistic::Share,
                         metric.Value(),
                         Condition{sign->comparison, {dimension, bound.Value()}}};
}

/// Reads the metric of all statistics but share.
Parsed<StatisticCall>
ParsePlain(Statistic statistic, std::string_view text)
{
    const Parsed<MetricCall> metric = ParseMetricCall(Trimmed(text));
    if (!metric.IsOk())
    {
        return Refusal{metric.Why()};
    }
    const Dimension dimension = FindMetric(metric.Value().name)->dimension;
    const bool isCounted = dimension == Dimension::Count || dimension == Dimension::Flag;
    if (statistic == Statistic::Mean && isCounted)
    {
        return Refusal{"the mean of '" + metric.Value().name + "' is not " +
                       std::string(NounOf(dimension)) + "; take the median or a share"};
    }
    return StatisticCall{statistic, metric.Value(), std::nullopt};
}

Parsed<StatisticCall>
ParseStatistic(std::string_view text)
{
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos || !text.ends_with(')'))
    {
        return WrongUse(text);
    }
    const std::string_view name = Trimmed(text.substr(0, open));
    const std::string_view inner = text.substr(open + 1, text.size() - open - 2);
    const auto* const found =
        std::find_if(STATISTICS.begin(), STATISTICS.end(), [name](const NamedStatistic& one) {
            return one.name == name;
        });
    if (found == STATISTICS.end())
    {
        return Refusal{Quoted(name) + " is not a statistic" + DidYouMean(name, StatisticNames()) +
                       "; allowed: " + ListOf(StatisticNames())};
    }
    return found->statistic == Statistic::Share ? ParseShare(inner)
                                                : ParsePlain(found->statistic, inner);
}

/// The place of the first '/' outside parentheses: units may have one inside.
std::size_t
FindDivision(std::string_view text)
{
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        depth += text[i] == '(' ? 1 : 0;
        depth -= text[i] == ')' ? 1 : 0;
        if (text[i] == '/' && depth == 0)
        {
            return i;
        }
    }
    return std::string_view::npos;
}

std::string
ToText(const StatisticCall& call)
{
    const auto* const named =
        std::find_if(STATISTICS.begin(), STATISTICS.end(), [&call](const NamedStatistic& one) {
            return one.statistic == call.statistic;
        });
    std::string inner = ToText(call.metric);
    if (call.condition)
    {
        const Condition& condition = *call.condition;
        const auto* const sign =
            std::find_if(SIGNS.begin(), SIGNS.end(), [&condition](const Sign& one) {
                return one.comparison == condition.comparison;
            });
        inner += " " + std::string(sign->text) + " " + ToText(condition.bound);
    }
    return std::string(named->name) + "(" + inner + ")";
}

} // namespace

bool
Holds(const Condition& condition, std::uint64_t value)
{
    const std::uint64_t bound = condition.bound.value;
    switch (condition.comparison)
    {
    case Comparison::Below:
        return value < bound;
    case Comparison::AtMost:
        return value <= bound;
    case Comparison::Equal:
        return value == bound;
    case Comparison::AtLeast:
        return value >= bound;
    case Comparison::Above:
        break;
    }
    return value > bound;
}

Names
StatisticNames()
{
    Names names;
    for (const NamedStatistic& one : STATISTICS)
    {
        names.emplace_back(one.name);
    }
    return names;
}

Parsed<ConclusionValue>
ParseConclusionValue(std::string_view text)
{
    const std::size_t division = FindDivision(text);
    const Parsed<StatisticCall> value = ParseStatistic(Trimmed(text.substr(0, division)));
    if (!value.IsOk())
    {
        return Refusal{value.Why()};
    }
    if (division == std::string_view::npos)
    {
        return ConclusionValue{value.Value(), std::nullopt};
    }
    const Parsed<StatisticCall> divisor = ParseStatistic(Trimmed(text.substr(division + 1)));
    if (!divisor.IsOk())
    {
        return Refusal{divisor.Why()};
    }
    const Dimension dividend = DimensionOf(value.Value());
    if (DimensionOf(divisor.Value()) != dividend)
    {
        return Refusal{ToText(value.Value()) + " is " + std::string(NounOf(dividend)) + ", and " +
                       ToText(divisor.Value()) + " is " +
                       std::string(NounOf(DimensionOf(divisor.Value()))) +
                       "; only a ratio of the same makes sense"};
    }
    return ConclusionValue{value.Value(), divisor.Value()};
}

std::string
ToText(const ConclusionValue& value)
{
    return ToText(value.value) + (value.divisor ? " / " + ToText(*value.divisor) : "");
}

Dimension
DimensionOf(const ConclusionValue& value)
{
    return value.divisor ? Dimension::Share : DimensionOf(value.value);
}

} // namespace kwik::experiment
