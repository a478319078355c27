#include "analysis/report/sweep-figure.h"

#include "analysis/report/gnuplot-script.h"
#include "analysis/report/metric-values.h"
#include "analysis/report/report-text.h"
#include "analysis/statistics/mean-interval.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kwik::analysis
{

namespace
{

using Json = nlohmann::ordered_json;

struct SweptPoint
{
    Json values;
    MeanInterval mean;
};

std::vector<SweptPoint>
PointsOf(const ReportContent& content, const RunGroup& group, const std::string& metric)
{
    std::vector<SweptPoint> points;
    for (const GroupPoint& point : group.points)
    {
        const std::vector<double> values = ValuesOf(content, point, metric);
        if (!values.empty())
        {
            points.push_back({point.values, MeanOf(values)});
        }
    }
    return points;
}

bool
AreNumbers(const std::vector<SweptPoint>& points)
{
    return std::all_of(points.begin(), points.end(), [](const SweptPoint& point) {
        return point.values[0].is_number();
    });
}

/// The values of a parameter: numbers by their size, names as they come.
std::vector<Json>
ValuesOf(const std::vector<SweptPoint>& points, std::size_t parameter)
{
    std::vector<Json> values;
    for (const SweptPoint& point : points)
    {
        const Json& value = point.values[parameter];
        if (std::find(values.begin(), values.end(), value) == values.end())
        {
            values.push_back(value);
        }
    }
    if (std::all_of(values.begin(), values.end(), [](const Json& v) { return v.is_number(); }))
    {
        std::sort(values.begin(), values.end(), [](const Json& a, const Json& b) {
            return a.get<double>() < b.get<double>();
        });
    }
    return values;
}

std::string
TicsOf(const std::vector<Json>& values)
{
    std::vector<std::string> tics;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        const Json& value = values[i];
        const std::string name = value.is_string() ? value.get<std::string>() : value.dump();
        tics.push_back(Quoted(name) + " " + std::to_string(i));
    }
    return fmt::format("({})", fmt::join(tics, ", "));
}

double
PlaceOf(const std::vector<Json>& values, const Json& value)
{
    return static_cast<double>(std::find(values.begin(), values.end(), value) - values.begin());
}

void
PlotOver(GnuplotScript& script, const std::vector<SweptPoint>& points, double factor)
{
    const bool areNumbers = AreNumbers(points);
    const std::vector<Json> names = ValuesOf(points, 0);
    std::vector<std::vector<double>> rows;
    for (const SweptPoint& point : points)
    {
        const Json& value = point.values[0];
        rows.push_back({areNumbers ? value.get<double>() : PlaceOf(names, value),
                        point.mean.mean / factor,
                        point.mean.halfWidth.value_or(0) / factor});
    }
    std::sort(rows.begin(), rows.end());
    if (!areNumbers)
    {
        constexpr std::size_t MANY = 5;
        const std::string turn = names.size() > MANY ? " rotate by 25 right" : "";
        script.Set("xtics " + TicsOf(names) + turn + " noenhanced");
        script.Set(fmt::format("xrange [-0.5:{}]", static_cast<double>(names.size()) - 0.5));
    }
    else
    {
        script.Set("offsets graph 0.04, graph 0.04, 0, 0");
    }
    script.Set("yrange [0:*]");
    const std::string style = areNumbers ? "yerrorlines " : "yerrorbars ";
    script.Plot(script.AddData(rows) + " using 1:2:3 with " + style + LineStyle(0) +
                " pointtype 7 pointsize 0.6 title 'mean, 95 % interval'");
}

void
PlotMap(GnuplotScript& script, const std::vector<SweptPoint>& points, double factor)
{
    const std::vector<Json> across = ValuesOf(points, 0);
    const std::vector<Json> up = ValuesOf(points, 1);
    std::vector<std::vector<double>> rows;
    for (const SweptPoint& point : points)
    {
        rows.push_back({PlaceOf(across, point.values[0]),
                        PlaceOf(up, point.values[1]),
                        point.mean.mean / factor});
    }
    script.Set("xtics " + TicsOf(across) + " noenhanced");
    script.Set("ytics " + TicsOf(up) + " noenhanced");
    script.Set(fmt::format("xrange [-0.5:{}]", static_cast<double>(across.size()) - 0.5));
    script.Set(fmt::format("yrange [-0.5:{}]", static_cast<double>(up.size()) - 0.5));
    script.Set("palette defined (0 '#f2f7fb', 1 '#0072b2')");
    script.Set("key off");
    script.Set("grid noxtics noytics");
    const std::string data = script.AddData(rows);
    script.Plot(data + " using 1:2:3 with image pixels");
    script.Plot(data + " using 1:2:(sprintf('%.3g', $3)) with labels font ',9'");
}

} // namespace

std::string
SweepFigure(const ReportContent& content, const FigureRequest& request)
{
    const FigureMetric metric = MetricOf(content, request);
    const auto group =
        std::find_if(content.groups.begin(), content.groups.end(), [](const RunGroup& one) {
            return one.parameters.size() == 1 || one.parameters.size() == 2;
        });
    if (group == content.groups.end())
    {
        throw FigureError("--figure sweep: the store has no sweep over one or two parameters");
    }
    const std::vector<SweptPoint> points = PointsOf(content, *group, metric.name);
    if (points.empty())
    {
        throw FigureError("--metric " + metric.name + ": the sweep has no values of it");
    }
    double largest = 0;
    for (const SweptPoint& point : points)
    {
        largest = std::max(largest, std::abs(point.mean.mean));
    }
    const FigureUnit unit = FigureUnitOf(metric.unit, largest);
    const bool isMap = group->parameters.size() == 2;
    GnuplotScript script(request.form);
    script.Label("x", group->parameters[0], "");
    script.Label("y", isMap ? group->parameters[1] : metric.name, isMap ? "" : unit.name);
    if (isMap)
    {
        script.Label("cb", metric.name, unit.name);
    }
    (isMap ? PlotMap : PlotOver)(script, points, unit.factor);
    return script.Text();
}

} // namespace kwik::analysis
