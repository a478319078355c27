#include "analysis/report/distribution-figure.h"

#include "analysis/picture/palette.h"
#include "analysis/report/gnuplot-script.h"
#include "analysis/report/metric-values.h"
#include "analysis/report/report-text.h"
#include "analysis/statistics/ecdf.h"

#include <algorithm>
#include <array>

namespace kwik::analysis
{

namespace
{

struct Sampled
{
    std::string name;
    std::vector<double> values;
};

std::vector<Sampled>
SamplesOf(const ReportContent& content, const std::string& metric)
{
    constexpr std::size_t MOST_LINES = 8;
    std::vector<Sampled> samples;
    Sampled all{"all runs", {}};
    for (const RunGroup& group : content.groups)
    {
        for (const GroupPoint& point : group.points)
        {
            const std::vector<double> values = ValuesOf(content, point, metric);
            const std::string scenario = content.groups.size() > 1 ? group.title + ", " : "";
            samples.push_back({scenario + NameOf(group, point), values});
            all.values.insert(all.values.end(), values.begin(), values.end());
        }
    }
    std::erase_if(samples, [](const Sampled& sample) { return sample.values.empty(); });
    return samples.size() <= MOST_LINES ? samples : std::vector<Sampled>{all};
}

/// Rows of value, share, lower and upper end of the band, with both ends of the axis.
std::vector<std::vector<double>>
RowsOf(const std::vector<double>& values, double factor, const std::array<double, 2>& ends)
{
    const double half = BandHalfWidth(values.size());
    std::vector<std::vector<double>> rows{{ends[0] / factor, 0, 0, std::min(1.0, half)}};
    for (const EcdfStep& step : EcdfOf(values))
    {
        rows.push_back({step.value / factor, step.share, step.low, step.high});
    }
    rows.push_back({ends[1] / factor, 1, rows.back()[2], 1});
    return rows;
}

} // namespace

std::string
DistributionFigure(const ReportContent& content, const FigureRequest& request)
{
    const FigureMetric metric = MetricOf(content, request);
    const std::vector<Sampled> samples = SamplesOf(content, metric.name);
    double low = samples[0].values[0];
    double high = low;
    for (const Sampled& sample : samples)
    {
        low = std::min(low, *std::min_element(sample.values.begin(), sample.values.end()));
        high = std::max(high, *std::max_element(sample.values.begin(), sample.values.end()));
    }
    const double margin = high > low ? (high - low) * 0.05 : std::max(1.0, high * 0.05);
    const FigureUnit unit = FigureUnitOf(metric.unit, high);
    GnuplotScript script(request.form);
    script.Label("x", metric.name, unit.name);
    script.Label("y", "share of runs", "");
    script.Set("yrange [0:1.02]");
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const std::string data =
            script.AddData(RowsOf(samples[i].values, unit.factor, {low - margin, high + margin}));
        // A band for a single line; several would hide each other.
        if (samples.size() == 1)
        {
            script.Plot(data + " using 1:3:4 with filledcurves fillcolor rgb '" +
                        std::string(ServerColour(i)) +
                        "' fillstyle transparent solid 0.15 noborder title '95 % band'");
        }
        script.Plot(data + " using 1:2 with steps " + LineStyle(i) + " title " +
                    Quoted(samples[i].name));
    }
    return script.Text();
}

} // namespace kwik::analysis
