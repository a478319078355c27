#include "analysis/report/markdown.h"

#include "analysis/report/report-text.h"
#include "analysis/statistics/mean-interval.h"
#include "experiment/store/run-state.h"

#include <algorithm>
#include <array>
#include <set>

namespace kwik::analysis
{

namespace
{

using Cells = std::vector<std::string>;

std::string
Line(const Cells& cells)
{
    std::string line = "|";
    for (const std::string& cell : cells)
    {
        line += " " + cell + " |";
    }
    return line + "\n";
}

/// Nothing for a table without rows.
std::string
Table(const std::string& heading, const Cells& heads, const std::vector<Cells>& rows)
{
    if (rows.empty())
    {
        return "";
    }
    std::string text = heading + "\n\n" + Line(heads) + Line(Cells(heads.size(), "---"));
    for (const Cells& row : rows)
    {
        text += Line(row);
    }
    return text + "\n";
}

std::string
Verdict(experiment::Outcome outcome)
{
    return outcome == experiment::Outcome::Passed ? "met" : "**NOT met**";
}

std::string
RunText(const ReportRun& run)
{
    std::string text;
    for (const auto& [name, value] : run.parameters.items())
    {
        const std::string written = value.is_string() ? value.get<std::string>() : value.dump();
        text += MarkdownText(name + " = " + written) + ", ";
    }
    const bool isReal = run.row.key.world == experiment::World::Testbed;
    return text + "seed " + std::to_string(run.row.key.seed) + (isReal ? ", testbed" : "");
}

std::string
Broken(const ReportContent& content)
{
    std::vector<Cells> rows;
    for (const ReportRun& run : content.runs)
    {
        if (!run.IsOk())
        {
            const bool isInvalid = run.row.state == experiment::RunState::Invalid;
            rows.push_back({MarkdownText(run.row.title),
                            RunText(run),
                            isInvalid ? "INVALID" : std::string(ToText(run.row.state)),
                            MarkdownText(run.row.failure)});
        }
    }
    return Table("## Runs that do not count", {"scenario", "run", "state", "why"}, rows);
}

std::string
Conclusions(const ReportContent& content)
{
    std::vector<Cells> rows;
    for (const experiment::ConclusionRow& row : content.conclusions)
    {
        const auto text = [&row](std::optional<std::int64_t> value) {
            return value ? QuantityText(row.unit, static_cast<double>(*value)) : "–";
        };
        rows.push_back(
            {MarkdownText(row.name),
             text(row.measured),
             row.interval ? text((*row.interval)[0]) + " .. " + text((*row.interval)[1]) : "–",
             text(row.low),
             text(row.high),
             std::to_string(row.points - row.valueless),
             Verdict(row.outcome),
             MarkdownText(row.source.title)});
    }
    return Table("## Conclusions",
                 {"conclusion",
                  "measured",
                  "95 % interval",
                  "at least",
                  "at most",
                  "points",
                  "verdict",
                  "scenario"},
                 rows);
}

/// The runs of a list that count.
std::vector<const ReportRun*>
Counting(const ReportContent& content, const std::vector<std::size_t>& places)
{
    std::vector<const ReportRun*> runs;
    for (const std::size_t place : places)
    {
        if (content.runs[place].IsOk())
        {
            runs.push_back(&content.runs[place]);
        }
    }
    return runs;
}

std::string
MeanText(const std::vector<const ReportRun*>& runs, const std::string& metric)
{
    std::vector<double> values;
    std::string unit;
    for (const ReportRun* run : runs)
    {
        const auto found = run->metrics.find(metric);
        if (found != run->metrics.end())
        {
            values.push_back(found->second.value);
            unit = found->second.unit;
        }
    }
    if (values.empty())
    {
        return "–";
    }
    const MeanInterval mean = MeanOf(values);
    const bool hasInterval = mean.halfWidth && *mean.halfWidth > 0;
    return QuantityText(unit, mean.mean) +
           (hasInterval ? " ± " + QuantityText(unit, *mean.halfWidth) : "");
}

/// Those of the usual metrics that some run has.
Cells
MetricsOf(const std::vector<const ReportRun*>& runs)
{
    constexpr std::array<const char*, 4> USUAL{"goodput",
                                               "completion_time",
                                               "failover_gap",
                                               "longest_gap"};
    Cells metrics;
    for (const char* metric : USUAL)
    {
        if (std::any_of(runs.begin(), runs.end(), [metric](const ReportRun* run) {
                return run->metrics.contains(metric);
            }))
        {
            metrics.emplace_back(metric);
        }
    }
    return metrics;
}

std::string
Points(const ReportContent& content, const RunGroup& group)
{
    const Cells metrics = MetricsOf(Counting(content, group.Runs()));
    Cells heads;
    for (const std::string& name : group.parameters)
    {
        heads.push_back(MarkdownText(name));
    }
    heads.insert(heads.end(), {"world", "runs"});
    for (const std::string& metric : metrics)
    {
        heads.push_back(MarkdownText(metric));
    }
    std::vector<Cells> rows;
    for (const GroupPoint& point : group.points)
    {
        const std::vector<const ReportRun*> runs = Counting(content, point.runs);
        Cells row;
        for (const nlohmann::ordered_json& value : point.values)
        {
            row.push_back(
                MarkdownText(value.is_string() ? value.get<std::string>() : value.dump()));
        }
        row.insert(row.end(), {std::string(ToText(point.world)), std::to_string(runs.size())});
        for (const std::string& metric : metrics)
        {
            row.push_back(MeanText(runs, metric));
        }
        rows.push_back(row);
    }
    return Table("Means with 95 % confidence intervals (Student's t):", heads, rows);
}

/// One expectation in all runs that have it.
struct JudgedRuns
{
    experiment::ExpectationRow first;
    std::optional<std::int64_t> low;
    std::optional<std::int64_t> high;
    std::vector<std::string> unmet;

    void Add(const experiment::ExpectationRow& row, const ReportRun& run)
    {
        if (row.measured)
        {
            low = std::min(low.value_or(*row.measured), *row.measured);
            high = std::max(high.value_or(*row.measured), *row.measured);
        }
        if (row.outcome == experiment::Outcome::Failed)
        {
            unmet.push_back(RunText(run));
        }
    }

    std::string Measured() const
    {
        if (!low)
        {
            return "–";
        }
        const std::string from = QuantityText(first.unit, static_cast<double>(*low));
        const std::string to = QuantityText(first.unit, static_cast<double>(*high));
        return from == to ? from : from + " .. " + to;
    }

    std::string Text() const
    {
        constexpr std::size_t MOST = 5;
        if (unmet.empty())
        {
            return "met";
        }
        std::string text = "**NOT met**";
        for (std::size_t i = 0; i < std::min(unmet.size(), MOST); ++i)
        {
            text += (i == 0 ? " by " : "; ") + unmet[i];
        }
        return text + (unmet.size() > MOST ? "; ..." : "");
    }
};

std::string
Expectations(const std::vector<const ReportRun*>& runs)
{
    std::vector<JudgedRuns> judged;
    for (const ReportRun* run : runs)
    {
        for (const experiment::ExpectationRow& row : run->expectations)
        {
            auto found = std::find_if(judged.begin(), judged.end(), [&row](const JudgedRuns& one) {
                return one.first.name == row.name && one.first.low == row.low &&
                       one.first.high == row.high;
            });
            JudgedRuns& all =
                found == judged.end() ? judged.emplace_back(JudgedRuns{row, {}, {}, {}}) : *found;
            all.Add(row, *run);
        }
    }
    std::vector<Cells> rows;
    for (const JudgedRuns& one : judged)
    {
        rows.push_back({MarkdownText(one.first.name),
                        one.Measured(),
                        QuantityText(one.first.unit, static_cast<double>(one.first.low)),
                        QuantityText(one.first.unit, static_cast<double>(one.first.high)),
                        one.Text()});
    }
    return Table("Expectations, over all runs that count:",
                 {"metric", "measured", "at least", "at most", "verdict"},
                 rows);
}

std::string
FidelityText(const Fidelity& fidelity)
{
    std::vector<Cells> rows;
    for (const FidelityRow& row : fidelity.rows)
    {
        const auto text = [&row](double value) { return QuantityText(row.unit, value); };
        const auto apart = [&row](double value) { return DifferenceText(row.unit, value); };
        Cells
            cells{MarkdownText(row.metric), "–", "–", "–", "–", "–", std::string(VerdictWord(row))};
        if (row.tested)
        {
            const auto& interval = row.tested->interval;
            cells = {MarkdownText(row.metric),
                     text(row.tested->referenceMean),
                     text(row.tested->testedMean),
                     apart(row.tested->Difference()),
                     interval ? apart((*interval)[0]) + " .. " + apart((*interval)[1]) : "–",
                     apart(row.tested->margin),
                     std::string(VerdictWord(row))};
        }
        rows.push_back(cells);
    }
    return Table(
        "## Fidelity: " + MarkdownText(fidelity.title),
        {"metric", "simulated", "real", "difference", "90 % interval", "tolerance", "verdict"},
        rows);
}

std::string
Builds(const ReportContent& content)
{
    std::map<Cells, std::size_t> builds;
    for (const ReportRun& run : content.runs)
    {
        std::string versions;
        for (const auto& [name, version] : run.versions.items())
        {
            const std::string written =
                version.is_string() ? version.get<std::string>() : version.dump();
            versions += (versions.empty() ? "" : ", ") + MarkdownText(name + " " + written);
        }
        const experiment::RunKey& key = run.row.key;
        ++builds[{MarkdownText(key.code.commit.substr(0, 12)),
                  key.code.dirtyHash.empty() ? "as committed" : "changed",
                  MarkdownText(key.buildType),
                  versions}];
    }
    std::vector<Cells> rows;
    for (const auto& [build, runs] : builds)
    {
        rows.push_back(build);
        rows.back().push_back(std::to_string(runs));
    }
    return Table("## Made with", {"commit", "tree", "build", "versions", "runs"}, rows);
}

} // namespace

std::string
MarkdownReport(const ReportContent& content)
{
    std::string text = "# " + MarkdownText(content.name) + "\n\n" +
                       std::to_string(content.runs.size()) + " runs from " +
                       MarkdownText(content.store) + ".\n\n";
    text += Broken(content) + Conclusions(content);
    for (const RunGroup& group : content.groups)
    {
        text += "## " + MarkdownText(group.title) + "\n\n" + Points(content, group) +
                Expectations(Counting(content, group.Runs()));
    }
    for (const Fidelity& fidelity : content.fidelity)
    {
        text += FidelityText(fidelity);
    }
    return text + Builds(content);
}

} // namespace kwik::analysis
