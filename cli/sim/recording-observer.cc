#include "cli/sim/recording-observer.h"

#include "experiment/metrics/series-summary.h"
#include "experiment/results/write-results.h"

namespace kwik::sim
{

RecordingObserver::RecordingObserver(const experiment::Scenario& scenario,
                                     experiment::Recorder& recorder,
                                     experiment::RunWriter* writer)
    : m_recorder(recorder),
      m_writer(writer),
      m_eventWriter(scenario.record.events ? writer : nullptr),
      m_subjects(scenario)
{
    for (const experiment::HostSpec& host : scenario.hosts)
    {
        m_hosts.push_back(host.name);
    }
}

void
RecordingObserver::OnEvent(experiment::Moment moment, const Event& event)
{
    const std::string detail = DetailOf(event);
    m_recorder.OnEvent(moment, event, detail);
    if (m_eventWriter != nullptr)
    {
        m_eventWriter->Add(experiment::EventRow{moment.at,
                                                m_hosts[moment.host.value],
                                                std::string(KindOf(event)),
                                                m_subjects.SubjectOf(moment.host, event),
                                                detail});
    }
}

void
RecordingObserver::OnDelivery(experiment::Moment moment, const experiment::Delivery& delivery)
{
    m_delivered += delivery.bytes;
    m_recorder.OnDelivery(moment, delivery);
}

void
RecordingObserver::OnPathBytes(const experiment::PathBytes& moved)
{
    m_recorder.OnPathBytes(moved);
}

void
RecordingObserver::OnDuplicateBytes(ByteCount bytes)
{
    m_recorder.OnDuplicateBytes(bytes);
}

void
RecordingObserver::OnReinjectedBytes(ByteCount bytes)
{
    m_recorder.OnReinjectedBytes(bytes);
}

void
RecordingObserver::OnDatagramSent(experiment::Moment moment, ByteCount size)
{
    m_recorder.OnDatagramSent(moment, size);
}

void
RecordingObserver::OnWorkloadStart(Instant at)
{
    m_recorder.OnWorkloadStart(at);
}

void
RecordingObserver::OnTimelineStep(Instant at, const experiment::TimelineStep& step)
{
    m_recorder.OnTimelineStep(at, step);
    if (m_eventWriter != nullptr)
    {
        static constexpr const char* KINDS[] = {"crash",
                                                "restart",
                                                "link_down",
                                                "link_up",
                                                "link_change",
                                                "suspend",
                                                "resume",
                                                "rebind",
                                                "migrate",
                                                "pace"};
        m_eventWriter->Add(experiment::EventRow{at,
                                                "",
                                                KINDS[static_cast<std::size_t>(step.kind)],
                                                step.subject,
                                                "{\"change\":\"" + step.detail + "\"}"});
    }
}

void
RecordingObserver::OnSample(const Sample& sample)
{
    if (m_writer == nullptr)
    {
        return;
    }
    Series& series = m_series[{std::string(sample.metric), std::string(sample.subject)}];
    if (!series.values.empty() && series.last == sample.at)
    {
        return; // Two reasons to look at one instant give one sample.
    }
    series.last = sample.at;
    series.values.push_back(static_cast<std::int64_t>(sample.value));
    m_writer->Add(experiment::SampleRow{sample.at,
                                        std::string(sample.metric),
                                        std::string(sample.subject),
                                        static_cast<double>(sample.value)});
}

void
RecordingObserver::OnEnd(Instant at)
{
    m_recorder.OnEnd(at);
}

void
RecordingObserver::WriteSummaries()
{
    for (auto& [key, series] : m_series)
    {
        m_writer->Add(experiment::RowOf(
            experiment::Summarise(key.first, key.second, std::move(series.values))));
    }
    m_series.clear();
}

ByteCount
RecordingObserver::Delivered() const
{
    return m_delivered;
}

} // namespace kwik::sim
