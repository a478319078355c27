#include "cli/sim/simulated-run.h"

#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <algorithm>

namespace kwik::sim
{

namespace
{

using experiment::TransferDirection;

/// Time for the last goodbyes after the last transfer.
constexpr Duration DRAIN = std::chrono::seconds(1);

void
At(Duration when, const std::function<void()>& what)
{
    ns3::Simulator::Schedule(ns3::kwiklab::ToTime(when), [what] { what(); });
}

} // namespace

SimulatedRun::SimulatedRun(const experiment::Scenario& scenario,
                           std::uint64_t seed,
                           HostTraces& traces,
                           RunObserver& observer)
    : m_scenario(scenario),
      m_observer(observer),
      m_hosts(scenario, seed, traces),
      m_subjects(scenario),
      m_open(scenario.workload.size())
{
    for (const auto& [address, name] : SimulatedHosts::ServerAddresses(scenario))
    {
        m_serverNames[address] = name;
    }
    for (const SimulatedHost& host : m_hosts.All())
    {
        if (host.application)
        {
            Connect(host);
        }
    }
    for (std::size_t i = 0; i < scenario.workload.size(); ++i)
    {
        const experiment::Transfer spec = experiment::TransferOf(scenario.workload[i]);
        m_transfers.push_back({spec, GeneratedName(spec.size, seed + i), {}, {}, {}, {}, {}});
        ScheduleTransfer(i);
    }
    // What was received before a step belongs before it.
    const auto setPace = [this](const experiment::PaceDownload& pace) { SetPace(pace); };
    m_timeline.emplace(scenario,
                       m_hosts,
                       traces,
                       observer,
                       TimelineHooks{[this] { SampleNow(); }, setPace});
    SampleRegularly();
}

SimulatedRun::~SimulatedRun()
{
    ns3::Simulator::Destroy();
}

SimulatedHosts&
SimulatedRun::Hosts()
{
    return m_hosts;
}

Duration
SimulatedRun::Execute()
{
    ns3::Simulator::Stop(ns3::kwiklab::ToTime(m_scenario.duration));
    ns3::Simulator::Run();
    SampleNow();
    const Instant end = ns3::kwiklab::SimulatedNow();
    m_observer.OnEnd(end);
    return end.time_since_epoch();
}

void
SimulatedRun::Connect(const SimulatedHost& host)
{
    const auto& application = host.application;
    application->TraceConnectWithoutContext(
        "Event",
        ns3::Callback<void, Instant, const Event&>([this, host](Instant now, const Event& event) {
            m_observer.OnEvent({now, host.id}, event);
        }));
    application->TraceConnectWithoutContext(
        "Datagram",
        ns3::Callback<void, Instant, const Address&, ByteView>(
            [this, host](Instant now, const Address&, ByteView payload) {
                m_observer.OnDatagramSent({now, host.id}, ByteCount{payload.size()});
            }));
    application->TraceConnectWithoutContext(
        "Delivery",
        ns3::Callback<void, Instant, SessionStream, ByteView, StreamFinish>(
            [this, host](Instant, SessionStream stream, ByteView bytes, StreamFinish finish) {
                OnDelivery(host, stream, bytes, finish);
            }));
    application->TraceConnectWithoutContext(
        "Uploaded",
        ns3::Callback<void, Instant, const UploadSink::Upload&, ByteView, StreamFinish>(
            [this,
             host](Instant, const UploadSink::Upload& upload, ByteView bytes, StreamFinish finish) {
                OnUploaded(host, upload, bytes, finish);
            }));
    application->TraceConnectWithoutContext(
        "UploadFinished",
        ns3::Callback<void, Instant, SessionStream>(
            [this, host](Instant, SessionStream upload) { OnOver(host, upload.session); }));
    application->TraceConnectWithoutContext(
        "End",
        ns3::Callback<void, Instant, SessionHandle, SessionEnd>(
            [this, host](Instant, SessionHandle session, SessionEnd end) {
                OnSessionEnd(host, session, end);
            }));
}

void
SimulatedRun::ScheduleTransfer(std::size_t index)
{
    // ns-3 starts applications in an event of their own at the same instant; this comes after it.
    At(m_transfers[index].spec.at,
       [this, index] { At(Duration{}, [this, index] { Start(index); }); });
}

void
SimulatedRun::Start(std::size_t index)
{
    Transfer& transfer = m_transfers[index];
    const SimulatedHost& host = m_hosts.Find(transfer.spec.client);
    const auto& client = host.application;
    m_observer.OnWorkloadStart(ns3::kwiklab::SimulatedNow());
    transfer.checker.emplace(transfer.content);
    transfer.session = client->Dial(m_hosts.InfoOf(transfer.spec.primary));
    m_transferOf[{host.id, *transfer.session}] = index;
    if (transfer.spec.direction == TransferDirection::Upload)
    {
        transfer.uploaded =
            client->StartUpload(*transfer.session, m_uploadSource, transfer.content);
    }
    else
    {
        const StreamId stream = client->OpenStream(*transfer.session, transfer.content);
        if (transfer.spec.pace)
        {
            const SessionStream read{*transfer.session, stream};
            transfer.reader = std::make_unique<PacedReader>(client, read, *transfer.spec.pace);
        }
    }
}

void
SimulatedRun::SetPace(const experiment::PaceDownload& pace)
{
    Transfer& transfer = m_transfers[pace.workload];
    transfer.spec.pace = pace.rate; // Of a download that has not begun, too.
    if (transfer.reader)
    {
        transfer.reader->SetRate(pace.rate);
    }
}

void
SimulatedRun::OnDelivery(const SimulatedHost& host,
                         SessionStream stream,
                         ByteView bytes,
                         StreamFinish finish)
{
    Transfer* download = Find(host, stream.session);
    if (download == nullptr)
    {
        return;
    }
    const ByteCount corrupted = download->checker->OnBytes(bytes);
    m_observer.OnDelivery(MomentOf(host),
                          {stream.session, stream.stream, ByteCount{bytes.size()}, corrupted});
    if (finish == StreamFinish::Final)
    {
        OnOver(host, stream.session);
    }
}

void
SimulatedRun::OnUploaded(const SimulatedHost& server,
                         const UploadSink::Upload& upload,
                         ByteView bytes,
                         StreamFinish finish)
{
    const auto transfer =
        std::find_if(m_transfers.begin(), m_transfers.end(), [&](const auto& one) {
            return one.uploaded && one.content == upload.content && one.spec.primary == server.name;
        });
    if (transfer == m_transfers.end())
    {
        return;
    }
    const ByteCount corrupted = transfer->checker->OnBytes(bytes);
    // The stream is one of the client's session, whoever gets its bytes.
    m_observer.OnDelivery(MomentOf(m_hosts.Find(transfer->spec.client)),
                          {*transfer->session,
                           *transfer->uploaded,
                           ByteCount{bytes.size()},
                           corrupted,
                           finish == StreamFinish::Final});
}

void
SimulatedRun::OnSessionEnd(const SimulatedHost& host, SessionHandle session, SessionEnd end)
{
    if (end == SessionEnd::Lost)
    {
        OnOver(host, session);
    }
}

void
SimulatedRun::OnOver(const SimulatedHost& host, SessionHandle session)
{
    if (const Transfer* transfer = Find(host, session))
    {
        const auto index = static_cast<std::size_t>(transfer - m_transfers.data());
        // Not from inside the delivery: the host is in the middle of its work.
        At(Duration{}, [this, index] { Finish(index); });
    }
}

void
SimulatedRun::Finish(std::size_t index)
{
    Transfer& transfer = m_transfers[index];
    if (transfer.isDone)
    {
        return;
    }
    Report(index);
    transfer.isDone = true;
    transfer.reader.reset();
    m_hosts.Find(transfer.spec.client).application->CloseSession(*transfer.session);
    if (--m_open == 0)
    {
        ns3::Simulator::Stop(ns3::kwiklab::ToTime(DRAIN));
    }
}

void
SimulatedRun::SampleRegularly()
{
    SampleNow();
    At(m_scenario.record.sampleEvery, [this] { SampleRegularly(); });
}

void
SimulatedRun::SampleNow()
{
    for (std::size_t i = 0; i < m_transfers.size(); ++i)
    {
        if (m_transfers[i].session && !m_transfers[i].isDone)
        {
            Report(i);
        }
    }
}

void
SimulatedRun::Report(std::size_t index)
{
    Transfer& transfer = m_transfers[index];
    const SimulatedHost& client = m_hosts.Find(transfer.spec.client);
    const SessionReport report = client.application->Report(*transfer.session);
    m_observer.OnSample({MomentOf(client).at,
                         "delivered_bytes",
                         m_subjects.OfClient(index),
                         transfer.checker->Delivered().value});
    m_observer.OnDuplicateBytes(report.duplicates - transfer.last.duplicates);
    m_observer.OnReinjectedBytes(report.reinjected - transfer.last.reinjected);
    ReportShares(index, report);
    ReportPaths(index, report);
    transfer.last = report;
}

void
SimulatedRun::ReportShares(std::size_t index, const SessionReport& report)
{
    const Transfer& transfer = m_transfers[index];
    const bool isUpload = transfer.spec.direction == TransferDirection::Upload;
    for (const ServerShare& share : report.shares)
    {
        const std::vector<ServerShare>& known = transfer.last.shares;
        const auto last = std::find_if(known.begin(), known.end(), [&share](const auto& one) {
            return one.server == share.server;
        });
        const ServerShare before = last == known.end() ? ServerShare{} : *last;
        m_observer.OnPathBytes(
            {share.server, share.received - before.received, share.sent - before.sent});
        const std::string subject = m_subjects.OfServer(index, m_serverNames.at(share.server));
        m_observer.OnSample({ns3::kwiklab::SimulatedNow(),
                             isUpload ? "sent_bytes" : "received_bytes",
                             subject,
                             isUpload ? share.sent.value : share.received.value});
    }
}

void
SimulatedRun::ReportPaths(std::size_t index, const SessionReport& report)
{
    const experiment::Moment moment = MomentOf(m_hosts.Find(m_transfers[index].spec.client));
    for (const PathReport& path : report.paths)
    {
        const std::string subject = m_subjects.OfServer(index, m_serverNames.at(path.server));
        m_observer.OnSample(
            {moment.at, "rtt_ns", subject, static_cast<std::uint64_t>(path.smoothedRtt.count())});
        m_observer.OnSample({moment.at, "outstanding_bytes", subject, path.outstanding.value});
    }
}

SimulatedRun::Transfer*
SimulatedRun::Find(const SimulatedHost& host, SessionHandle session)
{
    const auto found = m_transferOf.find({host.id, session});
    return found == m_transferOf.end() ? nullptr : &m_transfers[found->second];
}

experiment::Moment
SimulatedRun::MomentOf(const SimulatedHost& host) const
{
    return {ns3::kwiklab::SimulatedNow(), host.id};
}

} // namespace kwik::sim
