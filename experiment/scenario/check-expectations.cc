#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/check-context.h"
#include "experiment/scenario/check-metric.h"
#include "experiment/scenario/timeline-actions.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

/// Whether runs measure the value of the call. What takes a span of time, or runs of each path
/// alone, is measured only where an expectation asks for it.
bool
IsMeasured(const MetricCall& call, const std::vector<ExpectationSpec>& expect)
{
    if (call.span)
    {
        return std::any_of(expect.begin(), expect.end(), [&call](const ExpectationSpec& one) {
            return one.metric == call;
        });
    }
    return !FindMetric(call.name)->needsPathsAlone ||
           std::any_of(expect.begin(), expect.end(), [](const ExpectationSpec& one) {
               const MetricDefinition* const metric = FindMetric(one.metric.name);
               return metric != nullptr && metric->needsPathsAlone;
           });
}

void
CheckSpan(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    if (call.span && context.IsSound("duration") && call.span->to > context.Read().duration)
    {
        context.Refuse(path,
                       ToText(call) + " reaches beyond the end of the run at " +
                           TimeText(context.Read().duration));
    }
}

void
CheckServer(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    const HostSpec* server = context.HostAt(path, call.server, HostRole::Server);
    if (server == nullptr || call.name != "returned_bytes" || !context.IsSound("timeline"))
    {
        return;
    }
    const std::vector<TimelineEntry>& timeline = context.Read().timeline;
    const bool restarts =
        std::any_of(timeline.begin(), timeline.end(), [&call](const TimelineEntry& entry) {
            return entry.restart == call.server;
        });
    if (!restarts)
    {
        context.Refuse(path, "the timeline has no restart of " + Quoted(call.server));
    }
}

void
CheckFault(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    const std::size_t faults = CountFaults(context.Read());
    if (!context.IsSound("timeline"))
    {
        return;
    }
    if (faults == 0)
    {
        context.Refuse(path, "the timeline has no crash and no outage to measure");
    }
    else if (call.fault && *call.fault >= faults)
    {
        context.Refuse(path,
                       "the timeline has no fault " + std::to_string(*call.fault) +
                           "; allowed: 0 to " + std::to_string(faults - 1));
    }
}

void
CheckExpectation(const CheckContext& context,
                 const ExpectationSpec& expectation,
                 const std::string& path)
{
    const MetricDefinition* metric = FindMetric(expectation.metric.name);
    if (metric == nullptr)
    {
        return;
    }
    CheckMetricCall(context, path + ".metric", expectation.metric);
    CheckBounds(context,
                path,
                {expectation.equals, expectation.between},
                {std::string(metric->name), metric->dimension});
}

} // namespace

void
CheckMetricCall(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    CheckSpan(context, path, call);
    const MetricArgument argument = FindMetric(call.name)->argument;
    if (argument == MetricArgument::Server)
    {
        CheckServer(context, path, call);
    }
    if (argument == MetricArgument::OptionalFault)
    {
        CheckFault(context, path, call);
    }
}

void
CheckIsMeasured(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    if (context.IsSound("expect") && !IsMeasured(call, context.Read().expect))
    {
        context.Refuse(path,
                       ToText(call) + " is measured only where 'expect' has it too; add it there");
    }
}

void
CheckDimension(const CheckContext& context,
               const std::string& path,
               const Quantity& bound,
               const BoundedValue& value)
{
    if (bound.dimension != value.dimension)
    {
        context.Refuse(path,
                       "'" + value.name + "' is " + std::string(NounOf(value.dimension)) +
                           ", not " + std::string(NounOf(bound.dimension)) +
                           "; write for example '" + std::string(ExampleOf(value.dimension)) + "'");
    }
}

void
CheckBounds(const CheckContext& context,
            const std::string& path,
            const BoundsInFile& bounds,
            const BoundedValue& value)
{
    if (bounds.equals && context.IsSound(path))
    {
        CheckDimension(context, path + ".equals", *bounds.equals, value);
    }
    if (bounds.between && context.IsSound(path))
    {
        const std::string between = path + ".between";
        const auto& [low, high] = *bounds.between;
        CheckDimension(context, PathOf(between, 0), low, value);
        CheckDimension(context, PathOf(between, 1), high, value);
        if (low.dimension == high.dimension && low.value >= high.value)
        {
            context.Refuse(between, "the first value must be less than the second");
        }
    }
}

void
CheckExpectations(const CheckContext& context)
{
    const std::vector<ExpectationSpec>& expect = context.Read().expect;
    for (std::size_t i = 0; i < expect.size(); ++i)
    {
        CheckExpectation(context, expect[i], PathOf("expect", i));
    }
}

} // namespace kwik::experiment
