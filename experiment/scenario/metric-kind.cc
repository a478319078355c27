#include "experiment/scenario/metric-kind.h"

#include "experiment/metrics/metric-registry.h"

namespace kwik::experiment
{

void
MetricKind::Read(const Node& node, MetricCall& call, Reader& reader) const
{
    const std::optional<std::string_view> scalar =
        reader.Scalar(node, "a metric such as 'goodput'");
    if (!scalar)
    {
        return;
    }
    const Parsed<MetricCall> parsed = ParseMetricCall(*scalar);
    if (!parsed.IsOk())
    {
        reader.Refuse(node, parsed.Why());
        return;
    }
    call = parsed.Value();
}

Node
MetricKind::Write(const MetricCall& call) const
{
    return ScalarNode(ToText(call));
}

Shape
MetricKind::Describe() const
{
    std::string names;
    for (const std::string& name : MetricNames())
    {
        names += (names.empty() ? "" : "|") + name;
    }
    Shape shape;
    shape.words = "metric, perhaps with an argument";
    shape.pattern = "^(" + names + ")(\\([^()]+\\))?$";
    return shape;
}

} // namespace kwik::experiment
