#include "experiment/run/recording-observer.h"

#include "experiment/metrics/series-summary.h"
#include "experiment/results/write-results.h"
#include "experiment/run/sample-subjects.h"

namespace kwik::experiment
{

RecordingObserver::RecordingObserver(const Scenario& scenario,
                                     Recorder& recorder,
                                     RunWriter* writer)
    : m_recorder(recorder),
      m_writer(writer),
      m_eventWriter(scenario.record.events ? writer : nullptr),
      m_subjects(scenario)
{
    for (const HostSpec& host : scenario.hosts)
    {
        m_hosts.push_back(host.name);
    }
    const SampleSubjects subjects(scenario);
    for (std::size_t i = 0; i < scenario.workload.size(); ++i)
    {
        if (scenario.workload[i].upload)
        {
            m_uploadOf[subjects.OfClient(i)] = i;
        }
    }
}

void
RecordingObserver::OnEvent(Moment moment, const Event& event)
{
    const std::string detail = DetailOf(event);
    m_recorder.OnEvent(moment, event, detail);
    if (m_eventWriter != nullptr)
    {
        m_eventWriter->Add(EventRow{moment.at,
                                    m_hosts[moment.host.value],
                                    std::string(KindOf(event)),
                                    m_subjects.SubjectOf(moment.host, event),
                                    detail});
    }
}

void
RecordingObserver::OnDelivery(Moment moment, const Delivery& delivery)
{
    m_delivered += delivery.bytes;
    m_recorder.OnDelivery(moment, delivery);
}

void
RecordingObserver::OnUploadPiece(Instant at, const UploadPiece& piece)
{
    Upload& upload = m_uploads[piece.workload];
    upload.delivered += piece.bytes;
    // The stream is one of the client's session, whoever gets its bytes.
    OnDelivery(
        {at, upload.client},
        {upload.stream.session, upload.stream.stream, piece.bytes, piece.corrupted, piece.isFinal});
}

void
RecordingObserver::OnPathBytes(const PathBytes& moved)
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
RecordingObserver::OnDatagramsSent(Moment moment, const SentDatagrams& sent)
{
    m_recorder.OnDatagramsSent(moment, sent.count, sent.bytes);
}

void
RecordingObserver::OnWorkloadStart(Instant at)
{
    m_recorder.OnWorkloadStart(at);
}

void
RecordingObserver::OnTransferOpened(Moment moment,
                                    std::size_t workload,
                                    const SessionStream& stream)
{
    m_uploads[workload] = {moment.host, stream, ByteCount{}};
}

void
RecordingObserver::OnTimelineStep(Instant at, const TimelineStep& step)
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
        m_eventWriter->Add(EventRow{at,
                                    "",
                                    KINDS[static_cast<std::size_t>(step.kind)],
                                    step.subject,
                                    "{\"change\":\"" + step.detail + "\"}"});
    }
}

void
RecordingObserver::OnSample(const SeriesSample& sample)
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
    const auto upload = m_uploadOf.find(std::string(sample.subject));
    const bool isOfUpload = sample.metric == "delivered_bytes" && upload != m_uploadOf.end();
    const std::uint64_t value =
        isOfUpload ? m_uploads[upload->second].delivered.value : sample.value;
    series.last = sample.at;
    series.values.push_back(static_cast<std::int64_t>(value));
    m_writer->Add(SampleRow{sample.at,
                            std::string(sample.metric),
                            std::string(sample.subject),
                            static_cast<double>(value)});
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
        m_writer->Add(RowOf(Summarise(key.first, key.second, std::move(series.values))));
    }
    m_series.clear();
}

ByteCount
RecordingObserver::Delivered() const
{
    return m_delivered;
}

} // namespace kwik::experiment
