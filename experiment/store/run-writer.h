#ifndef KWIK_EXPERIMENT_STORE_RUN_WRITER_H
#define KWIK_EXPERIMENT_STORE_RUN_WRITER_H

#include "experiment/store/run-record.h"
#include "experiment/store/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/**
 * Writes one run, in batches of BATCH rows a transaction.
 *
 *   running --Finish(Ok | Failed | Invalid)--> ok | failed | invalid
 *      '-- destroyed, or its process gone --> running, shown as killed by the next Store::Open
 *
 * The last batch and the final state are one transaction, so a run that is ok is complete. After a
 * StoreError the writer is of no more use; what it had committed stays, what it had not is gone.
 */
class RunWriter
{
  public:
    static constexpr std::size_t BATCH = 10'000;

    /// Enters the run as running. The database outlives the writer and serves nobody else
    /// meanwhile.
    RunWriter(Database& database, const RunStart& start);
    /// Leaves out the rows of the batch that was not committed.
    ~RunWriter() = default;
    RunWriter(const RunWriter&) = delete;
    RunWriter& operator=(const RunWriter&) = delete;

    RunId Id() const;

    void Add(const EventRow& row);
    /// Refuses a value that is not a finite number, and a second value of one metric and subject at
    /// one time.
    void Add(const SampleRow& row);
    /// Refuses values that are not finite numbers.
    void Add(const SummaryRow& row);
    /// Refuses an outcome that does not follow from the values.
    void Add(const ExpectationRow& row);
    void Add(const ArtefactRow& row);
    void AddCounter(const std::string& name, std::uint64_t value);

    /// Once, as the last call.
    void Finish(const RunEnd& end);

  private:
    void Insert(Statement& statement);

    Database& m_database;
    RunId m_id;
    std::optional<Transaction> m_batch;
    std::size_t m_batchRows{0};
    std::int64_t m_events{0};
    std::int64_t m_expectations{0};
    Statement m_insertEvent;
    Statement m_insertSample;
    Statement m_insertSummary;
    Statement m_insertExpectation;
    Statement m_insertArtefact;
    Statement m_insertCounter;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_RUN_WRITER_H
