#include "experiment/store/run-writer.h"

#include "experiment/store/run-process.h"
#include "experiment/store/run-state.h"
#include "protocol-core/base/assert.h"

#include <limits>

namespace kwik::experiment
{

namespace
{

std::int64_t
Signed(std::uint64_t value)
{
    KWIK_ASSERT(value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    return static_cast<std::int64_t>(value);
}

std::int64_t
Count(Instant at)
{
    return at.time_since_epoch().count();
}

/// Different for any two runs, wherever and whenever they run.
std::string
UidOf(const RunStart& start, const std::string& process, std::int64_t lastId)
{
    return process + "/" + std::to_string(start.startedUnix.count()) + "/" +
           std::to_string(lastId) + "/" + start.key.scenarioHash + "/" +
           std::to_string(start.key.seed);
}

RunId
InsertRun(Database& database, const RunStart& start)
{
    const std::string process = ThisProcess();
    const std::int64_t lastId = database.QueryNumber("SELECT coalesce(max(id), 0) FROM run");
    Statement insert(database,
                     "INSERT INTO run (uid, title, scenario_hash, scenario_text, seed, parameters, "
                     "world, substrate, git_commit, git_dirty_hash, versions, build_type, state, "
                     "started_unix_ns, process) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?)");
    insert.Bind(0, UidOf(start, process, lastId))
        .Bind(1, start.title)
        .Bind(2, start.key.scenarioHash)
        .Bind(3, start.scenarioText)
        .Bind(4, Signed(start.key.seed))
        .Bind(5, start.parameters)
        .Bind(6, ToText(start.key.world))
        .Bind(7, start.substrate)
        .Bind(8, start.key.code.commit)
        .Bind(9, start.key.code.dirtyHash)
        .Bind(10, start.versions)
        .Bind(11, start.key.buildType)
        .Bind(12, std::int64_t{start.startedUnix.count()})
        .Bind(13, process)
        .Run();
    return {database.LastInsertId()};
}

} // namespace

RunWriter::RunWriter(Database& database, const RunStart& start)
    : m_database(database),
      m_id(InsertRun(database, start)),
      m_insertEvent(database, "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)"),
      m_insertSample(database, "INSERT INTO sample VALUES (?, ?, ?, ?, ?)"),
      m_insertSummary(database, "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      m_insertExpectation(database, "INSERT INTO expectation VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      m_insertArtefact(database, "INSERT INTO artefact VALUES (?, ?, ?, ?, ?)"),
      m_insertCounter(database, "INSERT INTO counter VALUES (?, ?, ?)")
{
}

RunId
RunWriter::Id() const
{
    return m_id;
}

void
RunWriter::Add(const EventRow& row)
{
    m_insertEvent.Bind(1, m_events)
        .Bind(2, Count(row.at))
        .Bind(3, row.node)
        .Bind(4, row.kind)
        .Bind(5, row.subject)
        .Bind(6, row.detail);
    Insert(m_insertEvent);
    ++m_events;
}

void
RunWriter::Add(const SampleRow& row)
{
    m_insertSample.Bind(1, row.metric)
        .Bind(2, row.subject)
        .Bind(3, Count(row.at))
        .Bind(4, row.value);
    Insert(m_insertSample);
}

void
RunWriter::Add(const SummaryRow& row)
{
    m_insertSummary.Bind(1, row.metric)
        .Bind(2, row.subject)
        .Bind(3, row.unit)
        .Bind(4, Signed(row.n))
        .Bind(5, row.mean)
        .Bind(6, row.sd)
        .Bind(7, row.min)
        .Bind(8, row.p50)
        .Bind(9, row.p90)
        .Bind(10, row.p99)
        .Bind(11, row.max);
    Insert(m_insertSummary);
}

void
RunWriter::Add(const ExpectationRow& row)
{
    m_insertExpectation.Bind(1, m_expectations)
        .Bind(2, row.name)
        .Bind(3, row.unit)
        .Bind(4, row.measured)
        .Bind(5, row.low)
        .Bind(6, row.high)
        .Bind(7, std::int64_t{row.outcome == Outcome::Passed ? 1 : 0});
    Insert(m_insertExpectation);
    ++m_expectations;
}

void
RunWriter::Add(const ArtefactRow& row)
{
    m_insertArtefact.Bind(1, row.kind)
        .Bind(2, row.path)
        .Bind(3, Signed(row.sizeBytes))
        .Bind(4, row.hash);
    Insert(m_insertArtefact);
}

void
RunWriter::AddCounter(const std::string& name, std::uint64_t value)
{
    m_insertCounter.Bind(1, name).Bind(2, Signed(value));
    Insert(m_insertCounter);
}

void
RunWriter::Finish(const RunEnd& end)
{
    KWIK_ASSERT(end.state == RunState::Ok || end.state == RunState::Failed ||
                end.state == RunState::Invalid);
    if (!m_batch)
    {
        m_batch.emplace(m_database);
    }
    Statement update(m_database,
                     "UPDATE run SET state = ?, failure = ?, wall_ns = ?, simulated_ns = ?, "
                     "fingerprint = ? WHERE id = ?");
    update.Bind(0, ToText(end.state))
        .Bind(1, end.failure)
        .Bind(2, std::int64_t{end.wallTime.count()})
        .Bind(3, std::int64_t{end.simulatedTime.count()})
        .Bind(4, end.fingerprint)
        .Bind(5, m_id.value)
        .Run();
    m_batch->Commit();
    m_batch.reset();
}

void
RunWriter::Insert(Statement& statement)
{
    if (!m_batch)
    {
        m_batch.emplace(m_database);
    }
    statement.Bind(0, m_id.value).Run();
    ++m_batchRows;
    if (m_batchRows == BATCH)
    {
        m_batch->Commit();
        m_batch.reset();
        m_batchRows = 0;
    }
}

} // namespace kwik::experiment
