#include "analysis/report/report-run.h"

#include "experiment/store/store.h"

#include <algorithm>

namespace kwik::analysis
{

namespace
{

using experiment::Database;
using experiment::Statement;
using Json = nlohmann::ordered_json;

/// An object even where the store holds something else: it may be somebody's.
Json
ObjectIn(const std::string& text)
{
    Json parsed = Json::parse(text, nullptr, false);
    return parsed.is_object() ? parsed : Json::object();
}

std::uint64_t
RowsOf(Database& database, experiment::RunId run)
{
    Statement query(database,
                    "SELECT (SELECT count(*) FROM sample WHERE run = ?) + "
                    "(SELECT count(*) FROM event WHERE run = ?)");
    query.Bind(0, run.value).Bind(1, run.value).Step();
    return static_cast<std::uint64_t>(query.Number(0));
}

void
AddTexts(Database& database, ReportRun& run)
{
    Statement query(database, "SELECT scenario_text, parameters, versions FROM run WHERE id = ?");
    query.Bind(0, run.row.id.value).Step();
    run.scenarioText = query.Text(0);
    run.parameters = ObjectIn(query.Text(1));
    run.versions = ObjectIn(query.Text(2));
}

std::map<std::string, ReportMetric>
MetricsOf(experiment::Store& store, const ReportRun& run)
{
    std::map<std::string, ReportMetric> metrics;
    for (const experiment::ExpectationRow& row : run.expectations)
    {
        if (row.measured)
        {
            metrics[row.name] = {row.unit, static_cast<double>(*row.measured)};
        }
    }
    for (const experiment::SummaryRow& row : store.SummariesOf(run.row.id))
    {
        if (row.subject.empty() && row.n == 1)
        {
            metrics[row.metric] = {row.unit, row.mean};
        }
    }
    return metrics;
}

} // namespace

bool
ReportRun::IsOk() const
{
    return row.state == experiment::RunState::Ok;
}

std::size_t
ReportRun::CountUnmet() const
{
    return static_cast<std::size_t>(
        std::count_if(expectations.begin(), expectations.end(), [](const auto& expectation) {
            return expectation.outcome == experiment::Outcome::Failed;
        }));
}

std::vector<ReportRun>
ReadReportRuns(const std::string& path)
{
    experiment::Store store = experiment::Store::OpenExisting(path);
    Database database(path, Database::Mode::Existing);
    std::vector<ReportRun> runs;
    for (experiment::RunRow& row : store.Runs())
    {
        ReportRun run;
        run.row = std::move(row);
        AddTexts(database, run);
        run.expectations = store.ExpectationsOf(run.row.id);
        run.metrics = MetricsOf(store, run);
        run.rows = RowsOf(database, run.row.id);
        runs.push_back(std::move(run));
    }
    return runs;
}

} // namespace kwik::analysis
