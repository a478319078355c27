#include "analysis/report/report-document.h"

#include "analysis/report/network-document.h"
#include "analysis/statistics/ecdf.h"
#include "analysis/statistics/mean-interval.h"
#include "analysis/statistics/median-range.h"
#include "experiment/store/run-state.h"

#include <algorithm>
#include <set>

namespace kwik::analysis
{

namespace
{

using experiment::ConclusionRow;
using experiment::ExpectationRow;
using Json = nlohmann::ordered_json;

Json
OrNull(const std::optional<std::int64_t>& value)
{
    return value ? Json(*value) : Json();
}

Json
NanosecondsOf(const std::optional<Duration>& span)
{
    return span ? Json(span->count()) : Json();
}

/// Every metric with one value that some run has.
std::map<std::string, std::string>
UnitsOf(const std::vector<ReportRun>& runs)
{
    std::map<std::string, std::string> units;
    for (const ReportRun& run : runs)
    {
        for (const auto& [name, metric] : run.metrics)
        {
            units[name] = metric.unit;
        }
    }
    return units;
}

Json
DocumentOf(const ExpectationRow& row)
{
    return {{"name", row.name},
            {"unit", row.unit},
            {"measured", OrNull(row.measured)},
            {"low", row.low},
            {"high", row.high},
            {"met", row.outcome == experiment::Outcome::Passed}};
}

Json
ValuesOf(const ReportRun& run, const std::map<std::string, std::string>& units)
{
    Json values = Json::array();
    for (const auto& [name, unit] : units)
    {
        const auto found = run.metrics.find(name);
        values.push_back(found == run.metrics.end() ? Json() : Json(found->second.value));
    }
    return values;
}

Json
DocumentOf(const ReportRun& run, const std::map<std::string, std::string>& units)
{
    Json expectations = Json::array();
    for (const ExpectationRow& row : run.expectations)
    {
        expectations.push_back(DocumentOf(row));
    }
    const experiment::RunKey& key = run.row.key;
    return {{"id", run.row.id.value},
            {"title", run.row.title},
            {"scenario", key.scenarioHash},
            {"seed", key.seed},
            {"parameters", run.parameters},
            {"world", experiment::ToText(key.world)},
            {"state", experiment::ToText(run.row.state)},
            {"failure", run.row.failure},
            {"commit", key.code.commit},
            {"dirty", key.code.dirtyHash},
            {"build", key.buildType},
            {"versions", run.versions},
            {"fingerprint", run.row.fingerprint},
            {"wall_ns", NanosecondsOf(run.row.wallTime)},
            {"simulated_ns", NanosecondsOf(run.row.simulatedTime)},
            {"rows", run.rows},
            {"values", ValuesOf(run, units)},
            {"expectations", std::move(expectations)}};
}

/// [n, mean, half width of its 95 % interval or null, median, smallest, largest], or null.
Json
StatisticsOf(const std::vector<double>& values)
{
    if (values.empty())
    {
        return {};
    }
    const MeanInterval mean = MeanOf(values);
    const MedianRange median = MedianOf(values);
    return {values.size(),
            mean.mean,
            mean.halfWidth ? Json(*mean.halfWidth) : Json(),
            median.median,
            median.low,
            median.high};
}

/// Of the runs that were finished, by metric.
Json
StatisticsOf(const GroupPoint& point,
             const std::vector<ReportRun>& runs,
             const std::map<std::string, std::string>& units)
{
    Json all = Json::array();
    for (const auto& [name, unit] : units)
    {
        std::vector<double> values;
        for (const std::size_t place : point.runs)
        {
            const auto found = runs[place].metrics.find(name);
            if (runs[place].IsOk() && found != runs[place].metrics.end())
            {
                values.push_back(found->second.value);
            }
        }
        all.push_back(StatisticsOf(values));
    }
    return all;
}

Json
DocumentOf(const RunGroup& group,
           const std::vector<ReportRun>& runs,
           const std::map<std::string, std::string>& units)
{
    Json points = Json::array();
    for (const GroupPoint& point : group.points)
    {
        points.push_back({{"values", point.values},
                          {"world", experiment::ToText(point.world)},
                          {"runs", point.runs},
                          {"statistics", StatisticsOf(point, runs, units)}});
    }
    return {{"title", group.title}, {"parameters", group.parameters}, {"points", points}};
}

Json
DocumentOf(const ConclusionRow& row)
{
    return {{"title", row.source.title},
            {"name", row.name},
            {"unit", row.unit},
            {"points", row.points},
            {"seeds", row.seeds},
            {"valueless", row.valueless},
            {"measured", OrNull(row.measured)},
            {"interval", row.interval ? Json(*row.interval) : Json()},
            {"low", row.low},
            {"high", row.high},
            {"met", row.outcome == experiment::Outcome::Passed}};
}

Json
DocumentOf(const FidelityRow& row)
{
    Json document{{"metric", row.metric},
                  {"unit", row.unit},
                  {"simulated", row.simulated},
                  {"real", row.real},
                  {"theory", row.theory},
                  {"verdict", VerdictWord(row)}};
    if (row.tested)
    {
        document["means"] = {row.tested->referenceMean, row.tested->testedMean};
        document["difference"] = row.tested->Difference();
        document["margin"] = row.tested->margin;
        document["interval"] = row.tested->interval ? Json(*row.tested->interval) : Json();
    }
    return document;
}

Json
DocumentOf(const Fidelity& fidelity)
{
    Json rows = Json::array();
    for (const FidelityRow& row : fidelity.rows)
    {
        rows.push_back(DocumentOf(row));
    }
    return {{"title", fidelity.title}, {"tolerances", fidelity.tolerances}, {"rows", rows}};
}

Json
BandsUpTo(std::size_t most)
{
    Json bands = Json::array();
    for (std::size_t n = 1; n <= most; ++n)
    {
        bands.push_back(BandHalfWidth(n));
    }
    return bands;
}

} // namespace

std::vector<ConclusionRow>
NewestOf(const std::vector<ConclusionRow>& rows)
{
    std::map<std::string, Duration> newest;
    for (const ConclusionRow& row : rows)
    {
        Duration& latest = newest[row.source.scenarioHash];
        latest = std::max(latest, row.source.judgedUnix);
    }
    std::vector<ConclusionRow> kept;
    for (const ConclusionRow& row : rows)
    {
        if (newest[row.source.scenarioHash] == row.source.judgedUnix)
        {
            kept.push_back(row);
        }
    }
    return kept;
}

std::string_view
VerdictWord(const FidelityRow& row)
{
    if (!row.tested)
    {
        return "not compared";
    }
    switch (row.tested->verdict)
    {
    case EquivalenceVerdict::Equivalent:
        return "equivalent";
    case EquivalenceVerdict::Different:
        return "different";
    case EquivalenceVerdict::Undecided:
        break;
    }
    return "undecided";
}

Json
ReportDocument(const ReportContent& content)
{
    const std::map<std::string, std::string> units = UnitsOf(content.runs);
    Json metrics = Json::array();
    for (const auto& [name, unit] : units)
    {
        metrics.push_back({{"name", name}, {"unit", unit}});
    }
    Json runs = Json::array();
    for (std::size_t i = 0; i < content.runs.size(); ++i)
    {
        runs.push_back(DocumentOf(content.runs[i], units));
        runs.back()["detailed"] = content.isDetailed[i];
    }
    Json groups = Json::array();
    for (const RunGroup& group : content.groups)
    {
        groups.push_back(DocumentOf(group, content.runs, units));
    }
    Json conclusions = Json::array();
    for (const ConclusionRow& row : content.conclusions)
    {
        conclusions.push_back(DocumentOf(row));
    }
    Json fidelity = Json::array();
    for (const Fidelity& one : content.fidelity)
    {
        fidelity.push_back(DocumentOf(one));
    }
    return {{"name", content.name},
            {"store", content.store},
            {"writer", content.writer},
            {"metrics", std::move(metrics)},
            {"runs", std::move(runs)},
            {"groups", std::move(groups)},
            {"conclusions", std::move(conclusions)},
            {"fidelity", std::move(fidelity)},
            {"bands", BandsUpTo(content.runs.size())}};
}

Json
ScenariosDocument(const ReportContent& content)
{
    Json scenarios = Json::object();
    for (std::size_t i = 0; i < content.runs.size(); ++i)
    {
        const ReportRun& run = content.runs[i];
        const std::string& hash = run.row.key.scenarioHash;
        if (!scenarios.contains(hash))
        {
            scenarios[hash] = NetworkDocument(run.scenarioText);
            scenarios[hash]["title"] = run.row.title;
            scenarios[hash]["text"] = run.scenarioText;
        }
    }
    return scenarios;
}

} // namespace kwik::analysis
