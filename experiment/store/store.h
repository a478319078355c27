#ifndef KWIK_EXPERIMENT_STORE_STORE_H
#define KWIK_EXPERIMENT_STORE_STORE_H

#include "experiment/store/conclusion-row.h"
#include "experiment/store/run-record.h"
#include "experiment/store/run-writer.h"
#include "experiment/store/sqlite.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/**
 * The results of a campaign: one SQLite file, described in docs/store.md.
 *
 * A process that runs writes a file of its own, a shard, and whoever started it merges the shard
 * into the campaign's file. SQLite's WAL and one transaction a merge keep everything that was
 * committed, whenever any process is killed. Every failure is a StoreError; no file is ever
 * deleted or overwritten because it could not be read.
 */
class Store
{
  public:
    /// Creates the file if there is none, brings an older schema up to date, and marks the runs
    /// killed whose process is not seen any more.
    static Store Open(const std::string& path);
    /// The same, but refuses to create.
    static Store OpenExisting(const std::string& path);

    /// Starts a run. One writer at a time; the store outlives it.
    RunWriter Begin(const RunStart& start);

    /// Takes over the finished and killed runs of the store at @p shardPath that are not here yet,
    /// all in one transaction, and a finished run in place of one thought killed. The shard stays.
    /// @return how many runs were taken over
    std::size_t Merge(const std::string& shardPath);

    /// Makes a run a failed one: @p why is known to whoever saw the end of its process. A run that
    /// is running, or that said itself why it failed, stays as it is.
    void Explain(RunId run, const std::string& why);

    /// A run that does not need to be run again.
    std::optional<RunId> FindFinished(const RunKey& key);

    /// All runs in the order of their ids.
    std::vector<RunRow> Runs();
    std::optional<RunRow> FindRun(RunId run);
    /// The run that has this uid here and in every other store.
    std::optional<RunRow> FindRun(const std::string& uid);
    /// In the order of the scenario.
    std::vector<ExpectationRow> ExpectationsOf(RunId run);
    /// In the order of the metrics' names.
    std::vector<SummaryRow> SummariesOf(RunId run);

    /// Adds what was concluded from a campaign, all rows or none. Refuses an outcome that does not
    /// follow from the values.
    void Add(const std::vector<ConclusionRow>& conclusions);
    /// In the order in which they were added.
    std::vector<ConclusionRow> Conclusions();

  private:
    explicit Store(Database database);

    void MarkKilled();

    Database m_database;
};

/// Deletes a store that was merged, with SQLite's files beside it.
void RemoveShard(const std::string& path);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_STORE_H
