#include "experiment/metrics/recorder.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace kwik::experiment
{

namespace
{

/// What happens to the network happens on no host.
constexpr HostId NOWHERE{0xffff'ffff};

std::string
StepName(StepKind kind)
{
    switch (kind)
    {
    case StepKind::Crash:
        return "host_crashed";
    case StepKind::Restart:
        return "host_restarted";
    case StepKind::LinkDown:
        return "link_down";
    case StepKind::LinkUp:
        return "link_up";
    case StepKind::Suspend:
        return "host_suspended";
    case StepKind::Resume:
        return "host_resumed";
    case StepKind::Rebind:
        return "host_rebound";
    case StepKind::Migrate:
        return "host_migrated";
    case StepKind::PaceChange:
        return "pace_changed";
    case StepKind::LinkChange:
        break;
    }
    return "link_changed";
}

} // namespace

Recorder::Recorder(RecorderConfig config)
    : m_config(std::move(config))
{
    for (const auto& [address, name] : m_config.servers)
    {
        m_servers[name];
    }
}

void
Recorder::OnEvent(Moment moment, const Event& event, std::string_view detail)
{
    ++m_counters.events;
    m_fingerprint.AddObservation(moment, KindOf(event), detail);
    m_paths.OnEvent(moment.at, event);
    std::visit(
        [this, moment](const auto& fact) {
            if constexpr (requires { this->Note(moment, fact); })
            {
                Note(moment, fact);
            }
        },
        event);
}

void
Recorder::OnDelivery(Moment moment, const Delivery& delivery)
{
    const std::string detail =
        std::to_string(delivery.session.value) + " " + std::to_string(delivery.stream.value) + " " +
        std::to_string(delivery.bytes.value) + " " + std::to_string(delivery.corrupted.value);
    m_fingerprint.AddObservation(moment, "delivery", detail);
    m_deliveries.OnDelivered({moment.host, delivery.session, delivery.stream},
                             moment.at,
                             delivery.bytes);
    m_corrupted += delivery.corrupted;
    if (delivery.isUploadEnd)
    {
        m_deliveries.OnFinished({moment.host, delivery.session, delivery.stream}, moment.at);
    }
}

void
Recorder::OnPathBytes(const PathBytes& moved)
{
    const auto server =
        std::find_if(m_config.servers.begin(), m_config.servers.end(), [&moved](const auto& one) {
            return one.first.ip == moved.server.ip;
        });
    if (server != m_config.servers.end())
    {
        m_servers[server->second].received += moved.received;
        m_servers[server->second].sent += moved.sent;
    }
}

void
Recorder::OnDuplicateBytes(ByteCount bytes)
{
    m_duplicate += bytes;
}

void
Recorder::OnReinjectedBytes(ByteCount bytes)
{
    m_reinjected += bytes;
}

void
Recorder::OnSample(const Sample& sample)
{
    m_samples[{sample.metric, sample.subject}].push_back(sample.value);
}

void
Recorder::OnDatagramSent(Moment moment, ByteCount size)
{
    OnDatagramsSent(moment, 1, size);
}

void
Recorder::OnDatagramsSent(Moment moment, std::uint64_t count, ByteCount bytes)
{
    m_counters.datagrams += count;
    m_counters.datagramBytes += bytes.value;
    m_fingerprint.AddDatagram(moment, bytes);
}

void
Recorder::OnWorkloadStart(Instant at)
{
    m_fingerprint.AddObservation({at, NOWHERE}, "workload_started", "");
    m_workloadStart = std::min(m_workloadStart.value_or(at), at);
    m_paths.OnDemandChange(at);
}

void
Recorder::OnTimelineStep(Instant at, const TimelineStep& step)
{
    m_fingerprint.AddObservation({at, NOWHERE},
                                 StepName(step.kind),
                                 step.subject + " " + step.detail);
    m_faults.OnStep(at, step);
    if (step.kind == StepKind::PaceChange)
    {
        m_paths.OnDemandChange(at);
    }
    const auto server = m_servers.find(step.subject);
    if (step.kind == StepKind::Restart && server != m_servers.end())
    {
        server->second.beforeRestart = server->second.received;
    }
}

void
Recorder::OnEnd(Instant at)
{
    for (const auto& [name, ledger] : m_servers)
    {
        m_fingerprint.AddObservation({at, NOWHERE},
                                     "path_bytes",
                                     name + " " + std::to_string(ledger.received.value));
        AddUnlessNothing(at, "path_bytes_sent " + name, ledger.sent);
    }
    AddUnlessNothing(at, "reinjected_bytes", m_reinjected);
    m_fingerprint.AddObservation({at, NOWHERE},
                                 "duplicate_bytes",
                                 std::to_string(m_duplicate.value));
    m_fingerprint.AddObservation({at, NOWHERE}, "run_ended", "");
    m_end = at;
}

void
Recorder::AddUnlessNothing(Instant at, const std::string& what, ByteCount bytes)
{
    if (bytes > ByteCount{})
    {
        m_fingerprint.AddObservation({at, NOWHERE}, what, std::to_string(bytes.value));
    }
}

std::vector<SeriesSummary>
Recorder::Summaries() const
{
    std::vector<SeriesSummary> summaries;
    for (const auto& [name, values] : m_samples)
    {
        summaries.push_back(Summarise(name.first, name.second, values));
    }
    return summaries;
}

WorkCounters
Recorder::Counters() const
{
    return m_counters;
}

std::string
Recorder::FingerprintHex() const
{
    return m_fingerprint.Hex();
}

void
Recorder::Note(Moment moment, const SessionStateChanged& event)
{
    SessionFate& fate = m_sessions[{moment.host, event.session}];
    fate.closedFrom = event.to == SessionState::Closing ? event.from : fate.closedFrom;
    fate.state = event.to;
}

void
Recorder::Note(Moment moment, const PathOpened&)
{
    m_pathOpened = m_pathOpened.value_or(moment.at);
}

void
Recorder::Note(Moment moment, const PathStateChanged& event)
{
    if (event.to == PathState::Active)
    {
        m_pathActive = m_pathActive.value_or(moment.at);
    }
}

void
Recorder::Note(Moment moment, const FailoverStarted& event)
{
    m_failovers.push_back({moment.at, 2 * event.probeTimeout + event.slowestRoundTrip});
}

void
Recorder::Note(Moment moment, const StreamOpened& event)
{
    m_deliveries.OnOpened({moment.host, event.session, event.stream}, moment.at);
}

void
Recorder::Note(Moment moment, const StreamFinished& event)
{
    m_deliveries.OnFinished({moment.host, event.session, event.stream}, moment.at);
}

void
Recorder::Note(Moment moment, const UploadOpened& event)
{
    m_deliveries.OnOpened({moment.host, event.session, event.stream}, moment.at);
}

void
Recorder::Note(Moment /*moment*/, const UploadReceived& event)
{
    m_duplicate += event.duplicates;
}

} // namespace kwik::experiment
