#ifndef KWIK_CLI_SIM_RECORDING_OBSERVER_H
#define KWIK_CLI_SIM_RECORDING_OBSERVER_H

#include "cli/sim/event-subjects.h"
#include "cli/sim/run-observer.h"
#include "experiment/metrics/recorder.h"
#include "experiment/scenario/scenario.h"
#include "experiment/store/run-writer.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kwik::sim
{

/// Lets a Recorder measure a run, and a RunWriter write down its events, if record.events is yes,
/// and samples.
class RecordingObserver : public RunObserver
{
  public:
    /// @p writer may be null: then nothing is written. The references outlive the observer.
    RecordingObserver(const experiment::Scenario& scenario,
                      experiment::Recorder& recorder,
                      experiment::RunWriter* writer);

    void OnEvent(experiment::Moment moment, const Event& event) override;
    void OnDelivery(experiment::Moment moment, const experiment::Delivery& delivery) override;
    void OnPathBytes(const experiment::PathBytes& received) override;
    void OnDuplicateBytes(ByteCount bytes) override;
    void OnDatagramSent(experiment::Moment moment, ByteCount size) override;
    void OnWorkloadStart(Instant at) override;
    void OnTimelineStep(Instant at, const experiment::TimelineStep& step) override;
    void OnSample(const Sample& sample) override;
    void OnEnd(Instant at) override;

    /// Writes the summaries of all sampled series; once, after the end.
    void WriteSummaries();
    ByteCount Delivered() const;

  private:
    using SeriesKey = std::pair<std::string, std::string>; ///< Metric and subject.

    struct Series
    {
        Instant last;
        std::vector<std::int64_t> values;
    };

    std::vector<std::string> m_hosts; ///< By HostId.
    experiment::Recorder& m_recorder;
    experiment::RunWriter* m_writer;
    experiment::RunWriter* m_eventWriter; ///< Null when the scenario wants no events stored.
    EventSubjects m_subjects;
    std::map<SeriesKey, Series> m_series;
    ByteCount m_delivered;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_RECORDING_OBSERVER_H
