// Merging a shard into a store: one transaction, or nothing.
#include "experiment/store/store.h"

#include <array>

namespace kwik::experiment
{

namespace
{

/// Everything of a run but its id, which is another one here.
constexpr std::string_view RUN_COLUMNS =
    "uid, title, scenario_hash, scenario_text, seed, parameters, world, substrate, git_commit, "
    "git_dirty_hash, versions, build_type, state, failure, started_unix_ns, wall_ns, "
    "simulated_ns, fingerprint, process";

struct PartTable
{
    std::string_view name;
    std::string_view columns; ///< But `run`.
};

constexpr std::array<PartTable, 6> PARTS{{
    {"event", "seq, t_ns, node, kind, subject, detail"},
    {"sample", "metric, subject, t_ns, value"},
    {"summary", "metric, subject, unit, n, mean, sd, min, p50, p90, p99, max"},
    {"expectation", "position, name, unit, measured, low, high, pass"},
    {"counter", "name, value"},
    {"artefact", "kind, path, size_bytes, hash"},
}};

/// Another database beside the main one, under the name `shard`.
class Attachment
{
  public:
    Attachment(Database& database, const std::string& path)
        : m_database(database)
    {
        Statement(database, "ATTACH DATABASE ? AS shard").Bind(0, path).Run();
    }

    ~Attachment()
    {
        try
        {
            m_database.Execute("DETACH DATABASE shard");
        }
        catch (const StoreError&)
        {
            // The connection is broken, and with it the attachment ends.
        }
    }

    Attachment(const Attachment&) = delete;
    Attachment& operator=(const Attachment&) = delete;

  private:
    Database& m_database;
};

/// The runs to take over, as rows of the temporary table `taken (here, there)`.
void
TakeRuns(Database& database)
{
    database.Execute("DROP TABLE IF EXISTS temp.taken");
    database.Execute("DELETE FROM main.run WHERE state = 'killed' AND uid IN "
                     "(SELECT uid FROM shard.run WHERE state IN ('ok', 'failed', 'invalid'))");
    database.Execute("CREATE TEMP TABLE taken AS SELECT uid, id AS there, 0 AS here "
                     "FROM shard.run WHERE state <> 'running' "
                     "AND uid NOT IN (SELECT uid FROM main.run)");
    const std::string columns(RUN_COLUMNS);
    database.Execute("INSERT INTO main.run (" + columns + ") SELECT " + columns +
                     " FROM shard.run WHERE uid IN (SELECT uid FROM taken) ORDER BY id");
    database.Execute("UPDATE taken SET here = (SELECT id FROM main.run WHERE uid = taken.uid)");
}

void
TakePart(Database& database, const PartTable& part)
{
    const std::string name(part.name);
    const std::string columns(part.columns);
    database.Execute("INSERT INTO main." + name + " (run, " + columns + ") SELECT taken.here, " +
                     columns + " FROM taken JOIN shard." + name + " ON run = taken.there");
}

} // namespace

std::size_t
Store::Merge(const std::string& shardPath)
{
    // Opening it as a store completes what a killed writer left in the WAL, and its schema.
    OpenExisting(shardPath);
    const Attachment attachment(m_database, shardPath);
    Transaction transaction(m_database);
    TakeRuns(m_database);
    for (const PartTable& part : PARTS)
    {
        TakePart(m_database, part);
    }
    const std::int64_t taken = m_database.QueryNumber("SELECT count(*) FROM taken");
    m_database.Execute("DROP TABLE temp.taken");
    transaction.Commit();
    return static_cast<std::size_t>(taken);
}

} // namespace kwik::experiment
