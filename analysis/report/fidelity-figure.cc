#include "analysis/report/fidelity-figure.h"

#include "analysis/report/gnuplot-script.h"

#include <fmt/format.h>

namespace kwik::analysis
{

std::string
FidelityFigure(const ReportContent& content, const FigureRequest& request)
{
    std::vector<std::vector<double>> rows;
    std::vector<std::string> tics;
    for (const Fidelity& fidelity : content.fidelity)
    {
        for (const FidelityRow& row : fidelity.rows)
        {
            const bool isWanted = request.metric.empty() || request.metric == row.metric;
            if (!isWanted || !row.tested || row.tested->margin <= 0)
            {
                continue;
            }
            const double margin = row.tested->margin;
            const double middle = row.tested->Difference();
            const auto ends = row.tested->interval.value_or(std::array{middle, middle});
            const auto place = static_cast<double>(rows.size());
            const std::string scenario = content.fidelity.size() > 1 ? ", " + fidelity.title : "";
            tics.push_back(Quoted(row.metric + scenario) + " " + std::to_string(rows.size()));
            rows.push_back({middle / margin, place, ends[0] / margin, ends[1] / margin});
        }
    }
    if (rows.empty())
    {
        throw FigureError("--figure fidelity: the store has nothing that ran in both worlds");
    }
    GnuplotScript script(request.form);
    script.Label("x", "difference / tolerance", "");
    script.Set(fmt::format("ytics ({}) noenhanced", fmt::join(tics, ", ")));
    script.Set(fmt::format("yrange [{}:-0.5]", static_cast<double>(rows.size()) - 0.5));
    script.Set("xrange [* < -1.2 : 1.2 < *]");
    script.Set("object 1 rectangle from -1, graph 0 to 1, graph 1 behind fillcolor rgb '#dff3ec' "
               "fillstyle solid noborder");
    script.Plot(script.AddData(rows) + " using 1:2:3:4 with xerrorbars " + LineStyle(0) +
                " pointtype 7 pointsize 0.7 title 'difference, 90 % interval'");
    return script.Text();
}

} // namespace kwik::analysis
