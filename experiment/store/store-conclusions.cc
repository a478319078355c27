// What was concluded from campaigns: written by whoever judges them, after the runs.
#include "experiment/store/store.h"

namespace kwik::experiment
{

namespace
{

constexpr std::string_view COLUMNS =
    "title, scenario_hash, scenario_text, git_commit, git_dirty_hash, build_type, judged_unix_ns, "
    "position, name, unit, points, seeds, valueless, measured, interval_low, interval_high, low, "
    "high, pass";

std::optional<std::int64_t>
EndOf(const ConclusionRow& row, std::size_t end)
{
    return row.interval ? std::optional(row.interval->at(end)) : std::nullopt;
}

void
BindSource(Statement& statement, const ConclusionSource& source)
{
    statement.Bind(0, source.title)
        .Bind(1, source.scenarioHash)
        .Bind(2, source.scenarioText)
        .Bind(3, source.code.commit)
        .Bind(4, source.code.dirtyHash)
        .Bind(5, source.buildType)
        .Bind(6, source.judgedUnix.count());
}

ConclusionSource
SourceIn(const Statement& row)
{
    return {row.Text(0),
            row.Text(1),
            row.Text(2),
            {row.Text(3), row.Text(4)},
            row.Text(5),
            Duration(row.Number(6))};
}

std::optional<std::int64_t>
NumberIn(const Statement& row, int column)
{
    return row.IsNull(column) ? std::nullopt : std::optional(row.Number(column));
}

} // namespace

void
Store::Add(const std::vector<ConclusionRow>& conclusions)
{
    Transaction transaction(m_database);
    for (const ConclusionRow& row : conclusions)
    {
        Statement insert(m_database,
                         "INSERT INTO conclusion (" + std::string(COLUMNS) +
                             ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        BindSource(insert, row.source);
        insert.Bind(7, row.position)
            .Bind(8, row.name)
            .Bind(9, row.unit)
            .Bind(10, row.points)
            .Bind(11, row.seeds)
            .Bind(12, row.valueless)
            .Bind(13, row.measured)
            .Bind(14, EndOf(row, 0))
            .Bind(15, EndOf(row, 1))
            .Bind(16, row.low)
            .Bind(17, row.high)
            .Bind(18, std::int64_t{row.outcome == Outcome::Passed ? 1 : 0});
        insert.Run();
    }
    transaction.Commit();
}

std::vector<ConclusionRow>
Store::Conclusions()
{
    Statement query(m_database, "SELECT " + std::string(COLUMNS) + " FROM conclusion ORDER BY id");
    std::vector<ConclusionRow> rows;
    while (query.Step())
    {
        ConclusionRow row{SourceIn(query), query.Number(7), query.Text(8), query.Text(9)};
        row.points = query.Number(10);
        row.seeds = query.Number(11);
        row.valueless = query.Number(12);
        row.measured = NumberIn(query, 13);
        if (!query.IsNull(14))
        {
            row.interval = {query.Number(14), query.Number(15)};
        }
        row.low = query.Number(16);
        row.high = query.Number(17);
        row.outcome = query.Number(18) == 1 ? Outcome::Passed : Outcome::Failed;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace kwik::experiment
