#include "cli/run-table.h"

#include "cli/expectation-table.h"
#include "cli/interval-text.h"
#include "cli/run-metrics.h"
#include "cli/sweep-table.h"
#include "cli/text-table.h"
#include "cli/wording.h"
#include "experiment/text/quantity.h"

#include <algorithm>

namespace kwik::cli
{

namespace
{

using experiment::HostRole;
using experiment::RunState;

/// More would push the means and the expectations off the screen.
constexpr std::size_t MOST_SEED_ROWS = 40;
constexpr std::string_view NOTHING = "-";
constexpr std::string_view COMPLETION = "completion_time";

/// A mean over some of the runs would be one over the lucky ones, so there is none.
std::string
MeanText(const std::vector<RunResult>& runs, const std::string& metric, const OutputStyle& style)
{
    std::vector<double> values;
    experiment::Dimension dimension{};
    for (const RunResult& run : runs)
    {
        if (const auto value = run.Find(metric))
        {
            values.push_back(value->value);
            dimension = value->dimension;
        }
    }
    if (values.empty() && metric != COMPLETION)
    {
        return std::string(NOTHING);
    }
    if (values.size() < runs.size())
    {
        return std::to_string(values.size()) + " of " + std::to_string(runs.size()) +
               (metric == COMPLETION ? " completed" : " measured");
    }
    return IntervalText(analysis::MeanOf(values), dimension, style);
}

TableCell
MetCell(const RunResult& run)
{
    const std::size_t all = run.expectations.size();
    const std::size_t met = all - run.CountUnmet();
    return {std::to_string(met) + " of " + std::to_string(all) + " met",
            met == all ? Colour::Good : Colour::Bad};
}

std::vector<TableCell>
SeedRow(const RunResult& run, const std::vector<MetricColumn>& columns)
{
    std::vector<TableCell> row{{std::to_string(run.row.key.seed)}};
    for (const MetricColumn& column : columns)
    {
        row.push_back({ValueText(run.Find(std::string(column.metric)))});
    }
    row.push_back(MetCell(run));
    return row;
}

std::vector<TableCell>
MeanRow(const std::vector<RunResult>& runs,
        const std::vector<MetricColumn>& columns,
        const OutputStyle& style)
{
    std::vector<TableCell> row{{"mean", Colour::Strong}};
    for (const MetricColumn& column : columns)
    {
        row.push_back({MeanText(runs, std::string(column.metric), style), Colour::Strong});
    }
    row.emplace_back();
    return row;
}

std::string
SeedTable(const std::vector<RunResult>& runs, const OutputStyle& style)
{
    const std::vector<MetricColumn> metrics = ColumnsOf(runs);
    std::vector<TableColumn> columns{{"seed"}};
    for (const MetricColumn& metric : metrics)
    {
        columns.push_back({std::string(metric.title)});
    }
    columns.push_back({"expectations"});
    TextTable table(columns);
    const std::size_t shown = std::min(runs.size(), MOST_SEED_ROWS);
    for (std::size_t i = 0; i < shown; ++i)
    {
        table.Add(SeedRow(runs[i], metrics));
    }
    if (runs.size() > 1)
    {
        table.Add(MeanRow(runs, metrics, style));
    }
    std::string text = table.Text(style);
    if (shown < runs.size())
    {
        text += "  mean of " + std::to_string(runs.size()) + " seeds, of which " +
                std::to_string(shown) + " are shown\n";
    }
    return text;
}

/// "seed 1: not completed: 4.455 MB of 10 MB delivered", for each run where it is so.
std::string
IncompleteLines(const ScenarioResults& results,
                const std::vector<RunResult>& runs,
                const OutputStyle& style)
{
    const std::uint64_t wanted = experiment::WorkloadSize(results.file->scenario).value;
    std::string lines;
    std::size_t count = 0;
    for (const RunResult& run : runs)
    {
        if (run.Find(std::string(COMPLETION)) || ++count > MOST_SEED_ROWS)
        {
            continue;
        }
        lines += "  seed " + std::to_string(run.row.key.seed) + ": " +
                 Painted("not completed", Colour::Bad, style) + ": " +
                 ValueText(run.Find("delivered_bytes")) + " of " +
                 experiment::ToRoundedText({experiment::Dimension::Size, wanted}) + " delivered\n";
    }
    if (count > MOST_SEED_ROWS)
    {
        lines += "  and " + Counted(count - MOST_SEED_ROWS, "seed") + " more\n";
    }
    return lines.empty() ? "" : "\n" + lines;
}

/// What there is to say of each path: what came over it, and what went.
std::vector<MetricColumn>
PathColumns(const experiment::Scenario& scenario)
{
    bool hasUploads = false;
    bool hasDownloads = false;
    for (const experiment::WorkloadSpec& work : scenario.workload)
    {
        hasUploads = hasUploads || work.upload;
        hasDownloads = hasDownloads || work.download || work.arrivals;
    }
    std::vector<MetricColumn> columns;
    if (hasDownloads)
    {
        columns = {{"bytes_from", "bytes"}, {"share_from", "share"}};
    }
    if (hasUploads)
    {
        columns.push_back({"bytes_to", "sent"});
    }
    return columns;
}

std::string
PathTable(const ScenarioResults& results,
          const std::vector<RunResult>& runs,
          const OutputStyle& style)
{
    const std::vector<MetricColumn> shown = PathColumns(results.file->scenario);
    std::vector<TableColumn> columns{{"path to", Align::Left}};
    for (const MetricColumn& column : shown)
    {
        columns.push_back({std::string(column.title)});
    }
    TextTable table(columns);
    for (const experiment::HostSpec& host : results.file->scenario.hosts)
    {
        if (host.role == HostRole::Server)
        {
            std::vector<TableCell> row{{host.name}};
            for (const MetricColumn& column : shown)
            {
                const std::string metric = std::string(column.metric) + "(" + host.name + ")";
                row.push_back({MeanText(runs, metric, style)});
            }
            table.Add(row);
        }
    }
    return table.Text(style);
}

std::string
FailureLines(const std::vector<RunResult>& runs, const OutputStyle& style)
{
    std::string lines;
    for (const RunResult& run : runs)
    {
        if (run.row.state != RunState::Ok)
        {
            lines += "  seed " + std::to_string(run.row.key.seed) + " " +
                     Painted(OutcomeOf(run), Colour::Bad, style) + "\n";
        }
    }
    return lines;
}

} // namespace

std::string
RunTable(const ScenarioResults& results, const OutputStyle& style)
{
    std::vector<RunResult> good;
    std::copy_if(results.runs.begin(),
                 results.runs.end(),
                 std::back_inserter(good),
                 [](const RunResult& run) { return run.row.state == RunState::Ok; });
    const experiment::Scenario& scenario = results.file->scenario;
    std::string text = Painted(scenario.title + (results.where.empty() ? "" : ", " + results.where),
                               Colour::Strong,
                               style) +
                       "\n" + scenario.question + "\n";
    if (results.file->sweep)
    {
        return text + SweepTable(results, style);
    }
    if (!good.empty())
    {
        text += "\n" + SeedTable(good, style) + IncompleteLines(results, good, style) + "\n" +
                PathTable(results, good, style);
    }
    if (!good.empty() && !scenario.expect.empty())
    {
        text += "\n" + ExpectationTable(good, style);
    }
    const std::string failures = FailureLines(results.runs, style);
    return text + (failures.empty() ? "" : "\n" + failures);
}

} // namespace kwik::cli
