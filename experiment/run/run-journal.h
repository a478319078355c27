#ifndef KWIK_EXPERIMENT_RUN_RUN_JOURNAL_H
#define KWIK_EXPERIMENT_RUN_RUN_JOURNAL_H

#include "experiment/run/run-observer.h"
#include "experiment/run/run-world.h"

#include <string>
#include <string_view>

namespace kwik::experiment
{

/**
 * Writes down what one host of a run shows, one JSON object a line (docs/testbed.md), for a process
 * that puts the journals of all hosts together. Times never go back from line to line.
 */
class JournalWriter final : public RunObserver
{
  public:
    /// The clock outlives the writer.
    JournalWriter(const RunClock& clock, HostId host);

    void OnEvent(Moment moment, const Event& event) override;
    void OnDelivery(Moment moment, const Delivery& delivery) override;
    void OnUploadPiece(Instant at, const UploadPiece& piece) override;
    void OnPathBytes(const PathBytes& moved) override;
    void OnDuplicateBytes(ByteCount bytes) override;
    void OnReinjectedBytes(ByteCount bytes) override;
    /// They are written together at times.
    void OnDatagramsSent(Moment moment, const SentDatagrams& sent) override;
    void OnWorkloadStart(Instant at) override;
    void OnTransferOpened(Moment moment,
                          std::size_t workload,
                          const SessionStream& stream) override;
    void OnSample(const SeriesSample& sample) override;
    /// Nobody tells these to a host.
    void OnTimelineStep(Instant at, const TimelineStep& step) override;
    void OnEnd(Instant at) override;

    /// The bytes that wait to be taken.
    std::size_t Waiting() const;
    /// What was written since it was called last: whole lines.
    std::string Take();

  private:
    std::string Head(Instant at);

    const RunClock& m_clock;
    HostId m_host;
    Instant m_last;
    SentDatagrams m_sent{};
    std::string m_lines;
};

/// One line of a journal.
struct JournalLine
{
    Instant at;
    HostId host;
    std::string text;
};

/// The time of a line; nothing when it is none of a journal.
std::optional<Instant> TimeOf(std::string_view text);

/// The stream bytes that a line reports as delivered; quick, for who only wants to see progress.
ByteCount DeliveredIn(std::string_view text);

/// Tells @p observer what the line tells. @returns whether it could be read
bool Replay(const JournalLine& line, RunObserver& observer);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_RUN_JOURNAL_H
