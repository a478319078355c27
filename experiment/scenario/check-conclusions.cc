#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/check-context.h"
#include "experiment/scenario/check-metric.h"

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
CheckIsMeasured(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    if (context.IsSound("expect") && !IsMeasured(call, context.Read().expect))
    {
        context.Refuse(path,
                       ToText(call) + " is measured only where 'expect' has it too; add it there");
    }
}

void
CheckCall(const CheckContext& context, const std::string& path, const StatisticCall& call)
{
    if (FindMetric(call.metric.name) != nullptr)
    {
        CheckMetricCall(context, path, call.metric);
        CheckIsMeasured(context, path, call.metric);
    }
}

} // namespace

void
CheckConclusions(const CheckContext& context)
{
    if (!context.Read().conclude)
    {
        return;
    }
    const std::vector<ConclusionSpec>& conclude = *context.Read().conclude;
    for (std::size_t i = 0; i < conclude.size(); ++i)
    {
        const std::string path = PathOf("conclude", i);
        const ConclusionSpec& conclusion = conclude[i];
        if (!context.IsSound(path + ".value"))
        {
            continue;
        }
        CheckCall(context, path + ".value", conclusion.value.value);
        if (conclusion.value.divisor)
        {
            CheckCall(context, path + ".value", *conclusion.value.divisor);
        }
        if (FindMetric(conclusion.value.value.metric.name) != nullptr)
        {
            CheckBounds(context,
                        path,
                        {conclusion.equals, conclusion.between},
                        {ToText(conclusion.value), DimensionOf(conclusion.value)});
        }
    }
}

} // namespace kwik::experiment
