#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/check-context.h"
#include "experiment/scenario/check-metric.h"

namespace kwik::experiment
{

namespace
{

void
CheckTolerance(const CheckContext& context, const std::string& path, const ToleranceSpec& tolerance)
{
    const MetricDefinition* const metric = FindMetric(tolerance.metric.name);
    if (metric == nullptr || !context.IsSound(path))
    {
        return;
    }
    CheckMetricCall(context, path + ".metric", tolerance.metric);
    CheckIsMeasured(context, path + ".metric", tolerance.metric);
    if (!tolerance.relative && !tolerance.absolute)
    {
        context.Refuse(path, "how far may it be off? Write 'relative', 'absolute' or both");
    }
    if (tolerance.absolute)
    {
        CheckDimension(context,
                       path + ".absolute",
                       *tolerance.absolute,
                       {std::string(metric->name), metric->dimension});
    }
}

} // namespace

void
CheckValidation(const CheckContext& context)
{
    if (!context.Read().validate)
    {
        return;
    }
    if (context.Read().seeds < 2 && context.IsSound("seeds"))
    {
        context.Refuse(context.IsWritten("seeds") ? "seeds" : "validate",
                       "an interval needs 2 seeds or more");
    }
    const std::vector<ToleranceSpec>& tolerances = *context.Read().validate;
    for (std::size_t i = 0; i < tolerances.size(); ++i)
    {
        CheckTolerance(context, PathOf("validate", i), tolerances[i]);
    }
}

} // namespace kwik::experiment
