#include "experiment/metrics/metric-call.h"

#include "experiment/metrics/metric-registry.h"
#include "experiment/text/nearest-name.h"
#include "experiment/text/quantity.h"

#include <limits>

namespace kwik::experiment
{

namespace
{

Duration
DurationOf(std::uint64_t nanoseconds)
{
    return Duration(static_cast<Duration::rep>(nanoseconds));
}

Parsed<TimeSpan>
ParseSpan(std::string_view text)
{
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos)
    {
        return Refusal{Quoted(text) + " is not a span of time; write for example '2 s..3 s'"};
    }
    const Parsed<std::uint64_t> from = ParseQuantity(text.substr(0, dots), Dimension::Time);
    const Parsed<std::uint64_t> to = ParseQuantity(text.substr(dots + 2), Dimension::Time);
    if (!from.IsOk() || !to.IsOk())
    {
        return Refusal{from.IsOk() ? to.Why() : from.Why()};
    }
    if (from.Value() >= to.Value())
    {
        return Refusal{Quoted(text) + " is empty; the first time must be before the second"};
    }
    return TimeSpan{DurationOf(from.Value()), DurationOf(to.Value())};
}

/// The number in `p99`.
std::optional<std::uint32_t>
ParsePercentile(std::string_view text)
{
    constexpr std::uint64_t ALL = 100;
    if (!text.starts_with('p'))
    {
        return std::nullopt;
    }
    const Parsed<std::uint64_t> number = ParseQuantity(text.substr(1), Dimension::Count);
    const bool isPercentile = number.IsOk() && number.Value() > 0 && number.Value() <= ALL;
    return isPercentile ? std::optional(static_cast<std::uint32_t>(number.Value())) : std::nullopt;
}

Refusal
WrongUse(std::string_view text, const MetricDefinition& metric)
{
    return {Quoted(text) + " is not how the metric is written; write for example '" +
            UsageOf(metric) + "'"};
}

/// The call with the text between the parentheses, if it fits the metric.
Parsed<MetricCall>
WithArgument(std::string_view text, const MetricDefinition& metric, std::string_view argument)
{
    MetricCall call{std::string(metric.name), {}, {}, {}};
    switch (metric.argument)
    {
    case MetricArgument::None:
        return WrongUse(text, metric);
    case MetricArgument::Span:
    case MetricArgument::OptionalSpan: {
        const Parsed<TimeSpan> span = ParseSpan(argument);
        if (!span.IsOk())
        {
            return Refusal{span.Why()};
        }
        call.span = span.Value();
        return call;
    }
    case MetricArgument::Server:
        call.server = argument;
        return call.server.empty() ? Parsed<MetricCall>(WrongUse(text, metric)) : call;
    case MetricArgument::Percentile:
        call.percentile = ParsePercentile(argument);
        return call.percentile ? call : Parsed<MetricCall>(WrongUse(text, metric));
    case MetricArgument::OptionalFault:
        break;
    }
    const Parsed<std::uint64_t> fault = ParseQuantity(argument, Dimension::Count);
    if (!fault.IsOk() || fault.Value() > std::numeric_limits<std::uint32_t>::max())
    {
        return WrongUse(text, metric);
    }
    call.fault = static_cast<std::uint32_t>(fault.Value());
    return call;
}

} // namespace

Parsed<MetricCall>
ParseMetricCall(std::string_view text)
{
    const std::size_t open = text.find('(');
    const std::string_view name = text.substr(0, open);
    const MetricDefinition* metric = FindMetric(name);
    if (metric == nullptr)
    {
        return Refusal{Quoted(name) + " is not a metric" + DidYouMean(name, MetricNames()) +
                       "; allowed: " + ListOf(MetricNames())};
    }
    if (open != std::string_view::npos)
    {
        return text.ends_with(')')
                   ? WithArgument(text, *metric, text.substr(open + 1, text.size() - open - 2))
                   : WrongUse(text, *metric);
    }
    const bool needsArgument = metric->argument == MetricArgument::Span ||
                               metric->argument == MetricArgument::Server ||
                               metric->argument == MetricArgument::Percentile;
    if (needsArgument)
    {
        return WrongUse(text, *metric);
    }
    return MetricCall{std::string(name), {}, {}, {}};
}

std::string
ToText(const MetricCall& call)
{
    if (call.span)
    {
        const auto text = [](Duration span) {
            return ToText(Quantity{Dimension::Time, static_cast<std::uint64_t>(span.count())});
        };
        return call.name + "(" + text(call.span->from) + ".." + text(call.span->to) + ")";
    }
    if (call.fault)
    {
        return call.name + "(" + std::to_string(*call.fault) + ")";
    }
    if (call.percentile)
    {
        return call.name + "(p" + std::to_string(*call.percentile) + ")";
    }
    return call.server.empty() ? call.name : call.name + "(" + call.server + ")";
}

} // namespace kwik::experiment
