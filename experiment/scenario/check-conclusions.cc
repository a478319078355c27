#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/check-context.h"
#include "experiment/scenario/check-metric.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

/// Runs keep what they measure without a span of time, and what they were expected to measure.
void
CheckIsKept(const CheckContext& context, const std::string& path, const MetricCall& call)
{
    const std::vector<ExpectationSpec>& expect = context.Read().expect;
    const bool isKept =
        !call.span || std::any_of(expect.begin(), expect.end(), [&call](const auto& expectation) {
            return expectation.metric == call;
        });
    if (!isKept && context.IsSound("expect"))
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
        CheckIsKept(context, path, call.metric);
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
