#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/check-context.h"
#include "experiment/scenario/check-metric.h"

namespace kwik::experiment
{

namespace
{

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
