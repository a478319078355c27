#ifndef KWIK_EXPERIMENT_RUN_RECORDING_OBSERVER_H
#define KWIK_EXPERIMENT_RUN_RECORDING_OBSERVER_H

#include "experiment/metrics/recorder.h"
#include "experiment/run/event-subjects.h"
#include "experiment/run/run-observer.h"
#include "experiment/scenario/scenario.h"
#include "experiment/store/run-writer.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// Lets a Recorder measure a run, and a RunWriter write down its events, if record.events is yes,
/// and samples. What an upload has delivered it counts itself: who looks at its session may be
/// elsewhere than who gets its bytes.
class RecordingObserver : public RunObserver
{
  public:
    /// @p writer may be null: then nothing is written. The references outlive the observer.
    RecordingObserver(const Scenario& scenario, Recorder& recorder, RunWriter* writer);

    void OnEvent(Moment moment, const Event& event) override;
    void OnDelivery(Moment moment, const Delivery& delivery) override;
    void OnPathBytes(const PathBytes& moved) override;
    void OnDuplicateBytes(ByteCount bytes) override;
    void OnReinjectedBytes(ByteCount bytes) override;
    void OnUploadPiece(Instant at, const UploadPiece& piece) override;
    void OnDatagramsSent(Moment moment, const SentDatagrams& sent) override;
    void OnWorkloadStart(Instant at) override;
    void OnTransferOpened(Moment moment,
                          std::size_t workload,
                          const SessionStream& stream) override;
    void OnTimelineStep(Instant at, const TimelineStep& step) override;
    void OnSample(const SeriesSample& sample) override;
    void OnEnd(Instant at) override;

    /// Writes the summaries of all sampled series; once, after the end.
    void WriteSummaries();
    ByteCount Delivered() const;

  private:
    using SeriesKey = std::pair<std::string, std::string>; ///< Metric and subject.

    /// An upload, as its client knows it.
    struct Upload
    {
        HostId client;
        SessionStream stream;
        ByteCount delivered;
    };

    struct Series
    {
        Instant last;
        std::vector<std::int64_t> values;
    };

    std::vector<std::string> m_hosts; ///< By HostId.
    Recorder& m_recorder;
    RunWriter* m_writer;
    RunWriter* m_eventWriter; ///< Null when the scenario wants no events stored.
    EventSubjects m_subjects;
    std::map<std::string, std::size_t> m_uploadOf; ///< The workload that samples are of.
    std::map<std::size_t, Upload> m_uploads;       ///< By workload.
    std::map<SeriesKey, Series> m_series;
    ByteCount m_delivered;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_RECORDING_OBSERVER_H
