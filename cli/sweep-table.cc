#include "cli/sweep-table.h"

#include "analysis/statistics/nearest-rank.h"
#include "cli/expectation-table.h"
#include "cli/run-metrics.h"
#include "cli/text-table.h"
#include "cli/wording.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>

namespace kwik::cli
{

namespace
{

using experiment::RunState;

/// More are summed up.
constexpr std::size_t MOST_ROWS = 20;
/// As many failures are told one by one.
constexpr std::size_t MOST_FAILURES = 10;
constexpr std::size_t MOST_PARAMETER_COLUMNS = 40;

/// Per mille; the smallest and the largest value are the first and the last one.
constexpr std::array<analysis::PerMille, 5> RANKS{500, 100, 900, 0, 1000};

std::string
NameOf(const RunResult& run)
{
    return "point " + std::to_string(run.point + 1) + " seed " + std::to_string(run.row.key.seed);
}

std::string
ParametersOf(const ScenarioResults& results, const RunResult& run, const OutputStyle& style)
{
    return Clipped(ToText(results.file->sweep->PointAt(run.point)),
                   MOST_PARAMETER_COLUMNS,
                   style.isUtf8 ? "…" : "~");
}

TableCell
MetCell(const RunResult& run)
{
    const std::size_t all = run.expectations.size();
    const std::size_t met = all - run.CountUnmet();
    return {std::to_string(met) + " of " + std::to_string(all) + " met",
            met == all ? Colour::Good : Colour::Bad};
}

std::string
EachRun(const ScenarioResults& results,
        const std::vector<RunResult>& runs,
        const OutputStyle& style)
{
    const std::vector<MetricColumn> metrics = ColumnsOf(runs);
    std::vector<TableColumn> columns{{"point"}, {"parameters", Align::Left}, {"seed"}};
    for (const MetricColumn& metric : metrics)
    {
        columns.push_back({std::string(metric.title)});
    }
    columns.push_back({"expectations"});
    TextTable table(columns);
    for (const RunResult& run : runs)
    {
        std::vector<TableCell> row{{std::to_string(run.point + 1)},
                                   {ParametersOf(results, run, style)},
                                   {std::to_string(run.row.key.seed)}};
        for (const MetricColumn& metric : metrics)
        {
            row.push_back({ValueText(run.Find(std::string(metric.metric)))});
        }
        row.push_back(MetCell(run));
        table.Add(std::move(row));
    }
    return table.Text(style);
}

std::vector<TableCell>
SummaryRow(const MetricColumn& metric, const std::vector<RunResult>& runs)
{
    std::vector<double> values;
    experiment::Dimension dimension{};
    for (const RunResult& run : runs)
    {
        if (const auto value = run.Find(std::string(metric.metric)))
        {
            values.push_back(value->value);
            dimension = value->dimension;
        }
    }
    const std::string all = std::to_string(runs.size());
    const bool areAll = values.size() == runs.size();
    std::vector<TableCell> row{{std::string(metric.title)},
                               {areAll ? all : std::to_string(values.size()) + " of " + all,
                                areAll ? Colour::Plain : Colour::Bad}};
    for (const analysis::PerMille rank : RANKS)
    {
        row.push_back({ValueText(
            values.empty()
                ? std::nullopt
                : std::optional(MetricValue{dimension, analysis::NearestRank(values, rank)}))});
    }
    return row;
}

std::string
AllRuns(const std::vector<RunResult>& runs, const OutputStyle& style)
{
    TextTable table(
        {{"metric", Align::Left}, {"n"}, {"median"}, {"p10"}, {"p90"}, {"min"}, {"max"}});
    for (const MetricColumn& metric : ColumnsOf(runs))
    {
        table.Add(SummaryRow(metric, runs));
    }
    return table.Text(style);
}

std::string
FailureLines(const std::vector<RunResult>& runs, const OutputStyle& style)
{
    std::string lines;
    std::size_t count = 0;
    for (const RunResult& run : runs)
    {
        if (run.row.state != RunState::Ok && ++count <= MOST_FAILURES)
        {
            lines += "  " + NameOf(run) + " " + Painted(OutcomeOf(run), Colour::Bad, style) + "\n";
        }
    }
    if (count > MOST_FAILURES)
    {
        lines += "  and " + Counted(count - MOST_FAILURES, "run") + " more\n";
    }
    return lines.empty() ? "" : "\n" + lines;
}

std::string
SizeLine(const std::vector<RunResult>& runs)
{
    std::set<std::size_t> points;
    for (const RunResult& run : runs)
    {
        points.insert(run.point);
    }
    return Counted(runs.size(), "run") + " at " + Counted(points.size(), "point") + "\n";
}

} // namespace

std::string
SweepTable(const ScenarioResults& results, const OutputStyle& style)
{
    std::vector<RunResult> good;
    std::copy_if(results.runs.begin(),
                 results.runs.end(),
                 std::back_inserter(good),
                 [](const RunResult& run) { return run.row.state == RunState::Ok; });
    std::string text;
    if (!good.empty())
    {
        text = SizeLine(good) + "\n" +
               (good.size() > MOST_ROWS ? AllRuns(good, style) : EachRun(results, good, style));
    }
    if (!good.empty() && !results.file->scenario.expect.empty())
    {
        text += "\n" + ExpectationTable(good, style, CountedBy::Point);
    }
    return text + FailureLines(results.runs, style);
}

} // namespace kwik::cli
