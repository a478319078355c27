#include "experiment/store/store.h"

#include "experiment/store/run-process.h"
#include "experiment/store/run-state.h"
#include "experiment/store/store-schema.h"
#include "protocol-core/base/assert.h"

#include <filesystem>
#include <system_error>
#include <utility>

namespace kwik::experiment
{

namespace
{

std::optional<Duration>
DurationIn(const Statement& row, int column)
{
    return row.IsNull(column) ? std::nullopt : std::optional(Duration(row.Number(column)));
}

constexpr std::string_view SELECT_RUN =
    "SELECT id, uid, title, scenario_hash, seed, git_commit, git_dirty_hash, state, failure, "
    "wall_ns, simulated_ns, fingerprint, build_type, world FROM run";

/// Of a row of SELECT_RUN.
RunRow
RunIn(const Statement& row)
{
    const std::optional<RunState> state = ParseRunState(row.Text(7));
    KWIK_ASSERT(state);
    return {RunId{row.Number(0)},
            row.Text(1),
            row.Text(2),
            {row.Text(3),
             static_cast<std::uint64_t>(row.Number(4)),
             {row.Text(5), row.Text(6)},
             row.Text(12),
             row.Text(13) == ToText(World::Testbed) ? World::Testbed : World::Simulation},
            *state,
            row.Text(8),
            DurationIn(row, 9),
            DurationIn(row, 10),
            row.Text(11)};
}

} // namespace

Store
Store::Open(const std::string& path)
{
    return Store(Database(path, Database::Mode::Create));
}

Store
Store::OpenExisting(const std::string& path)
{
    return Store(Database(path, Database::Mode::Existing));
}

Store::Store(Database database)
    : m_database(std::move(database))
{
    // Migrate looks before it writes: a stranger's file must not even change its journal mode.
    Migrate(m_database);
    m_database.Execute("PRAGMA journal_mode = WAL");
    m_database.Execute("PRAGMA synchronous = NORMAL");
    m_database.Execute("PRAGMA foreign_keys = ON");
    MarkKilled();
}

RunWriter
Store::Begin(const RunStart& start)
{
    KWIK_ASSERT(!m_database.IsInTransaction());
    return {m_database, start};
}

void
Store::Explain(RunId run, const std::string& why)
{
    Statement(m_database,
              "UPDATE run SET state = 'failed', failure = ? "
              "WHERE id = ? AND state IN ('killed', 'ok')")
        .Bind(0, why)
        .Bind(1, run.value)
        .Run();
}

std::optional<RunId>
Store::FindFinished(const RunKey& key)
{
    Statement query(m_database,
                    "SELECT id FROM run WHERE scenario_hash = ? AND seed = ? AND git_commit = ? "
                    "AND git_dirty_hash = ? AND build_type = ? AND world = ? AND state = 'ok' "
                    "ORDER BY id DESC LIMIT 1");
    query.Bind(0, key.scenarioHash)
        .Bind(1, static_cast<std::int64_t>(key.seed))
        .Bind(2, key.code.commit)
        .Bind(3, key.code.dirtyHash)
        .Bind(4, key.buildType)
        .Bind(5, ToText(key.world));
    return query.Step() ? std::optional(RunId{query.Number(0)}) : std::nullopt;
}

std::vector<RunRow>
Store::Runs()
{
    Statement query(m_database, std::string(SELECT_RUN) + " ORDER BY id");
    std::vector<RunRow> rows;
    while (query.Step())
    {
        rows.push_back(RunIn(query));
    }
    return rows;
}

std::optional<RunRow>
Store::FindRun(RunId run)
{
    Statement query(m_database, std::string(SELECT_RUN) + " WHERE id = ?");
    query.Bind(0, run.value);
    return query.Step() ? std::optional(RunIn(query)) : std::nullopt;
}

std::optional<RunRow>
Store::FindRun(const std::string& uid)
{
    Statement query(m_database, std::string(SELECT_RUN) + " WHERE uid = ?");
    query.Bind(0, uid);
    return query.Step() ? std::optional(RunIn(query)) : std::nullopt;
}

std::vector<ExpectationRow>
Store::ExpectationsOf(RunId run)
{
    Statement query(m_database,
                    "SELECT name, unit, measured, low, high, pass FROM expectation WHERE run = ? "
                    "ORDER BY position");
    query.Bind(0, run.value);
    std::vector<ExpectationRow> rows;
    while (query.Step())
    {
        rows.push_back({query.Text(0),
                        query.Text(1),
                        query.IsNull(2) ? std::nullopt : std::optional(query.Number(2)),
                        query.Number(3),
                        query.Number(4),
                        query.Number(5) == 1 ? Outcome::Passed : Outcome::Failed});
    }
    return rows;
}

std::vector<SummaryRow>
Store::SummariesOf(RunId run)
{
    Statement query(m_database,
                    "SELECT metric, subject, unit, n, mean, sd, min, p50, p90, p99, max "
                    "FROM summary WHERE run = ? ORDER BY metric, subject");
    query.Bind(0, run.value);
    std::vector<SummaryRow> rows;
    while (query.Step())
    {
        rows.push_back({query.Text(0),
                        query.Text(1),
                        query.Text(2),
                        static_cast<std::uint64_t>(query.Number(3)),
                        query.Real(4),
                        query.Real(5),
                        query.Real(6),
                        query.Real(7),
                        query.Real(8),
                        query.Real(9),
                        query.Real(10)});
    }
    return rows;
}

void
Store::MarkKilled()
{
    std::vector<std::int64_t> gone;
    Statement query(m_database, "SELECT id, process FROM run WHERE state = 'running'");
    while (query.Step())
    {
        if (!IsSeenRunning(query.Text(1)))
        {
            gone.push_back(query.Number(0));
        }
    }
    for (const std::int64_t id : gone)
    {
        // Unless it has ended in this very moment.
        Statement(m_database, "UPDATE run SET state = 'killed' WHERE id = ? AND state = 'running'")
            .Bind(0, id)
            .Run();
    }
}

void
RemoveShard(const std::string& path)
{
    for (const char* const suffix : {"", "-wal", "-shm"})
    {
        std::error_code error;
        std::filesystem::remove(path + suffix, error);
        if (error)
        {
            throw StoreError(path + suffix, "cannot be removed: " + error.message());
        }
    }
}

} // namespace kwik::experiment
