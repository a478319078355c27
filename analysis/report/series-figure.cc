#include "analysis/report/series-figure.h"

#include "analysis/picture/read-timeline.h"
#include "analysis/report/gnuplot-script.h"
#include "analysis/report/report-text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace kwik::analysis
{

namespace
{

using experiment::Database;
using experiment::RunId;
using experiment::Statement;

struct Sampled
{
    double t = 0; ///< Nanoseconds.
    double value = 0;
};

using SampledSeries = std::map<std::string, std::vector<Sampled>>; ///< By the subject.

SampledSeries
SamplesOf(Database& store, RunId run, const std::string& metric)
{
    Statement query(store,
                    "SELECT subject, t_ns, value FROM sample WHERE run = ? AND metric = ? "
                    "ORDER BY subject, t_ns");
    query.Bind(0, run.value).Bind(1, metric);
    SampledSeries all;
    while (query.Step())
    {
        all[query.Text(0)].push_back({static_cast<double>(query.Number(1)), query.Real(2)});
    }
    return all;
}

/// What bytes so far rise by between samples, in bits a second; a count that falls starts again.
std::vector<Sampled>
RateOf(const std::vector<Sampled>& bytes)
{
    constexpr double BITS_AND_NANOSECONDS = 8e9;
    std::vector<Sampled> rates;
    for (std::size_t i = 1; i < bytes.size(); ++i)
    {
        const double before = bytes[i].value < bytes[i - 1].value ? 0 : bytes[i - 1].value;
        const double span = bytes[i].t - bytes[i - 1].t;
        rates.push_back({bytes[i].t, (bytes[i].value - before) * BITS_AND_NANOSECONDS / span});
    }
    return rates;
}

SampledSeries
RatesOf(Database& store, RunId run, const std::string& metric)
{
    SampledSeries rates;
    for (const auto& [subject, bytes] : SamplesOf(store, run, metric))
    {
        rates[subject] = RateOf(bytes);
    }
    return rates;
}

/// Of a rate of paths what came, or, of an upload, what went.
SampledSeries
SeriesOf(Database& store, RunId run, const std::string& metric)
{
    if (metric == "goodput")
    {
        return RatesOf(store, run, "delivered_bytes");
    }
    if (metric == "rate")
    {
        SampledSeries received = RatesOf(store, run, "received_bytes");
        return received.empty() ? RatesOf(store, run, "sent_bytes") : received;
    }
    return SamplesOf(store, run, metric);
}

std::string_view
UnitOf(const std::string& metric)
{
    const auto endsIn = [&metric](std::string_view ending) { return metric.ends_with(ending); };
    if (metric == "goodput" || metric == "rate")
    {
        return "bps";
    }
    return endsIn("_ns") ? "ns" : endsIn("_bytes") ? "bytes" : endsIn("_ppm") ? "ppm" : "count";
}

[[noreturn]] void
RefuseMetric(Database& store, RunId run, const std::string& metric)
{
    Statement query(store, "SELECT DISTINCT metric FROM sample WHERE run = ? ORDER BY metric");
    query.Bind(0, run.value);
    std::string names = "goodput, rate";
    while (query.Step())
    {
        names += ", " + query.Text(0);
    }
    throw FigureError("--metric " + metric + ": run " + std::to_string(run.value) +
                      " has no samples of it; there are " + names);
}

RunId
RunOf(const ReportContent& content, const FigureRequest& request)
{
    const auto found =
        std::find_if(content.runs.begin(), content.runs.end(), [&request](const ReportRun& run) {
            return !request.run || run.row.id.value == *request.run;
        });
    if (found == content.runs.end())
    {
        throw FigureError(request.run ? "--run " + std::to_string(*request.run) + ": no such run"
                                      : std::string("the store has no runs"));
    }
    return found->row.id;
}

void
AddMarks(GnuplotScript& script, const std::vector<Mark>& marks)
{
    int number = 0;
    for (const Mark& mark : marks)
    {
        if (mark.kind == MarkKind::Reaction)
        {
            continue;
        }
        ++number;
        const double at = static_cast<double>(mark.at.time_since_epoch().count()) / 1e9;
        script.Set(fmt::format("arrow {} from {}, graph 0 to {}, graph 1 nohead linecolor rgb "
                               "'#888888' dashtype 3",
                               number,
                               at,
                               at));
        script.Set(fmt::format("label {} {} at {}, graph 0.98 rotate by 90 right offset 0.7,0 "
                               "font ',8' textcolor rgb '#666666' noenhanced",
                               number,
                               Quoted(mark.label),
                               at));
    }
}

} // namespace

std::string
SeriesFigure(const ReportContent& content, Database& store, const FigureRequest& request)
{
    const std::string metric = request.metric.empty() ? "goodput" : request.metric;
    const RunId run = RunOf(content, request);
    const SampledSeries all = SeriesOf(store, run, metric);
    double largest = 0;
    for (const auto& [subject, samples] : all)
    {
        for (const Sampled& sample : samples)
        {
            largest = std::max(largest, sample.value);
        }
    }
    if (all.empty())
    {
        RefuseMetric(store, run, metric);
    }
    const FigureUnit unit = FigureUnitOf(UnitOf(metric), largest);
    GnuplotScript script(request.form);
    script.Label("x", "time", "s");
    script.Label("y", metric, unit.name);
    script.Set("yrange [0:*]");
    AddMarks(script, ReadTimeline(store, run).marks);
    std::size_t place = 0;
    for (const auto& [subject, samples] : all)
    {
        std::vector<std::vector<double>> rows;
        for (const Sampled& sample : samples)
        {
            // A round-trip time of 0 says that there is no path; an empty row interrupts the line.
            const bool isThere = metric != "rtt_ns" || sample.value > 0;
            rows.push_back(isThere ? std::vector{sample.t / 1e9, sample.value / unit.factor}
                                   : std::vector<double>{});
        }
        script.Plot(script.AddData(rows) + " using 1:2 with lines " + LineStyle(place++) +
                    " title " + Quoted(subject));
    }
    return script.Text();
}

} // namespace kwik::analysis
