#include "analysis/report/metric-values.h"

#include <set>

namespace kwik::analysis
{

FigureMetric
MetricOf(const ReportContent& content, const FigureRequest& request)
{
    const std::string name = request.metric.empty() ? "goodput" : request.metric;
    std::set<std::string> names;
    for (const ReportRun& run : content.runs)
    {
        const auto found = run.metrics.find(name);
        if (run.IsOk() && found != run.metrics.end())
        {
            return {name, found->second.unit};
        }
        for (const auto& [other, metric] : run.metrics)
        {
            names.insert(other);
        }
    }
    std::string list;
    for (const std::string& other : names)
    {
        list += (list.empty() ? "" : ", ") + other;
    }
    throw FigureError("--metric " + name + ": no run that counts has it; there are " + list);
}

std::vector<double>
ValuesOf(const ReportContent& content, const GroupPoint& point, const std::string& metric)
{
    std::vector<double> values;
    for (const std::size_t place : point.runs)
    {
        const ReportRun& run = content.runs[place];
        const auto found = run.metrics.find(metric);
        if (run.IsOk() && found != run.metrics.end())
        {
            values.push_back(found->second.value);
        }
    }
    return values;
}

std::string
NameOf(const RunGroup& group, const GroupPoint& point)
{
    std::string name;
    for (std::size_t i = 0; i < group.parameters.size(); ++i)
    {
        const nlohmann::ordered_json& value = point.values[i];
        name += (i == 0 ? "" : ", ") + group.parameters[i] + " = " +
                (value.is_string() ? value.get<std::string>() : value.dump());
    }
    return name.empty() ? std::string(ToText(point.world)) : name;
}

} // namespace kwik::analysis
