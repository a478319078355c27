#include "cli/sim/simulated-run.h"

#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <algorithm>

namespace kwik::sim
{

namespace
{

using experiment::StepKind;
using experiment::TimelineEntry;
using experiment::TimelineStep;

/// Time for the last goodbyes after the last download.
constexpr Duration DRAIN = std::chrono::seconds(1);

std::string
NameOf(const experiment::HostPair& link)
{
    return std::min(link[0], link[1]) + "-" + std::max(link[0], link[1]);
}

StepKind
KindOf(const TimelineEntry& entry)
{
    if (entry.crash || entry.restart)
    {
        return entry.crash ? StepKind::Crash : StepKind::Restart;
    }
    if (!entry.state)
    {
        return StepKind::LinkChange;
    }
    return *entry.state == experiment::LinkState::Down ? StepKind::LinkDown : StepKind::LinkUp;
}

std::string
DetailOf(const TimelineEntry& entry)
{
    if (entry.loss)
    {
        return "loss_ppm=" + std::to_string(entry.loss->millionths);
    }
    if (entry.rate)
    {
        return "rate_bps=" + std::to_string(entry.rate->bitsPerSecond);
    }
    return entry.delay ? "delay_ns=" + std::to_string(entry.delay->count()) : "";
}

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
      m_traces(traces),
      m_observer(observer),
      m_hosts(scenario, seed, traces),
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
        const experiment::DownloadSpec& spec = scenario.workload[i].download;
        m_downloads.push_back({&spec, GeneratedName(spec.size, seed + i), {}, {}, {}});
        ScheduleDownload(i);
    }
    for (const TimelineEntry& entry : scenario.timeline)
    {
        ScheduleStep(entry);
    }
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
        "End",
        ns3::Callback<void, Instant, SessionHandle, SessionEnd>(
            [this, host](Instant, SessionHandle session, SessionEnd end) {
                OnSessionEnd(host, session, end);
            }));
}

void
SimulatedRun::ScheduleDownload(std::size_t index)
{
    // ns-3 starts applications in an event of their own at the same instant; this comes after it.
    At(m_downloads[index].spec->at,
       [this, index] { At(Duration{}, [this, index] { Start(index); }); });
}

void
SimulatedRun::Start(std::size_t index)
{
    Download& download = m_downloads[index];
    const SimulatedHost& client = m_hosts.Find(download.spec->to);
    m_observer.OnWorkloadStart(ns3::kwiklab::SimulatedNow());
    download.checker.emplace(download.content);
    download.session = client.application->Dial(m_hosts.InfoOf(download.spec->from));
    client.application->OpenStream(*download.session, download.content);
}

void
SimulatedRun::ScheduleStep(const TimelineEntry& entry)
{
    At(entry.at, [this, &entry] { Apply(entry); });
    if (entry.lasting)
    {
        At(entry.at + *entry.lasting, [this, &entry] { Undo(entry); });
    }
}

void
SimulatedRun::Apply(const TimelineEntry& entry)
{
    SampleNow(); // What was received before belongs before the step.
    const Instant now = ns3::kwiklab::SimulatedNow();
    const std::string subject =
        entry.link ? NameOf(*entry.link) : (entry.crash ? *entry.crash : *entry.restart);
    m_observer.OnTimelineStep(now, {KindOf(entry), subject, DetailOf(entry)});
    if (entry.crash)
    {
        m_hosts.Topology().SetHostDown(*entry.crash);
        m_hosts.Find(*entry.crash).application->Crash();
    }
    else if (entry.restart)
    {
        m_traces.OnRestart(*entry.restart);
        m_hosts.Topology().SetHostUp(*entry.restart);
        m_hosts.Find(*entry.restart).application->Restart();
    }
    else
    {
        ApplyToLink(entry);
    }
}

void
SimulatedRun::ApplyToLink(const TimelineEntry& entry)
{
    const std::size_t link = m_hosts.LinkIndex(*entry.link);
    ns3::kwiklab::KwikTopology& topology = m_hosts.Topology();
    if (entry.loss)
    {
        topology.SetLoss(link, entry.loss->millionths);
    }
    else if (entry.rate)
    {
        topology.SetRate(link, *entry.rate);
    }
    else if (entry.delay)
    {
        topology.SetDelay(link, *entry.delay);
    }
    else if (*entry.state == experiment::LinkState::Down)
    {
        topology.SetDown(link);
    }
    else
    {
        topology.SetUp(link);
    }
}

void
SimulatedRun::Undo(const TimelineEntry& entry)
{
    const experiment::LinkSpec& original = m_scenario.links[m_hosts.LinkIndex(*entry.link)];
    TimelineEntry reverse = entry;
    reverse.lasting.reset();
    if (entry.loss)
    {
        reverse.loss = original.loss;
    }
    else if (entry.rate)
    {
        reverse.rate = original.rate;
    }
    else if (entry.delay)
    {
        reverse.delay = original.delay;
    }
    else
    {
        const bool wasDown = *entry.state == experiment::LinkState::Down;
        reverse.state = wasDown ? experiment::LinkState::Up : experiment::LinkState::Down;
    }
    Apply(reverse);
}

void
SimulatedRun::OnDelivery(const SimulatedHost& host,
                         SessionStream stream,
                         ByteView bytes,
                         StreamFinish finish)
{
    Download* download = Find(host, stream.session);
    if (download == nullptr)
    {
        return;
    }
    const ByteCount corrupted = download->checker->OnBytes(bytes);
    m_observer.OnDelivery(MomentOf(host),
                          {stream.session, stream.stream, ByteCount{bytes.size()}, corrupted});
    if (finish == StreamFinish::Final)
    {
        const auto index = static_cast<std::size_t>(download - m_downloads.data());
        // Not from inside the delivery: the host is in the middle of its work.
        At(Duration{}, [this, index] { OnOver(index); });
    }
}

void
SimulatedRun::OnSessionEnd(const SimulatedHost& host, SessionHandle session, SessionEnd end)
{
    Download* download = Find(host, session);
    if (download != nullptr && end == SessionEnd::Lost)
    {
        const auto index = static_cast<std::size_t>(download - m_downloads.data());
        At(Duration{}, [this, index] { OnOver(index); });
    }
}

void
SimulatedRun::OnOver(std::size_t index)
{
    Download& download = m_downloads[index];
    if (download.isDone)
    {
        return;
    }
    Report(download);
    download.isDone = true;
    m_hosts.Find(download.spec->to).application->CloseSession(*download.session);
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
    for (Download& download : m_downloads)
    {
        if (download.session && !download.isDone)
        {
            Report(download);
        }
    }
}

void
SimulatedRun::Report(Download& download)
{
    const SimulatedHost& client = m_hosts.Find(download.spec->to);
    const experiment::Moment moment = MomentOf(client);
    const SessionReport report = client.application->Report(*download.session);
    m_observer.OnSample(
        {moment.at, "delivered_bytes", client.name, download.checker->Delivered().value});
    m_observer.OnDuplicateBytes(report.duplicates - download.last.duplicates);
    ReportPaths(download, report);
    download.last = report;
}

void
SimulatedRun::ReportPaths(const Download& download, const SessionReport& report)
{
    const SimulatedHost& client = m_hosts.Find(download.spec->to);
    const experiment::Moment moment = MomentOf(client);
    for (const ServerShare& share : report.shares)
    {
        ByteCount before;
        for (const ServerShare& last : download.last.shares)
        {
            before = last.server == share.server ? last.received : before;
        }
        m_observer.OnPathBytes({share.server, share.received - before});
        m_observer.OnSample(
            {moment.at, "received_bytes", m_serverNames.at(share.server), share.received.value});
    }
    for (const PathReport& path : report.paths)
    {
        const std::string& server = m_serverNames.at(path.server);
        m_observer.OnSample(
            {moment.at, "rtt_ns", server, static_cast<std::uint64_t>(path.smoothedRtt.count())});
        m_observer.OnSample({moment.at, "outstanding_bytes", server, path.outstanding.value});
    }
}

SimulatedRun::Download*
SimulatedRun::Find(const SimulatedHost& host, SessionHandle session)
{
    const auto entry =
        std::find_if(m_downloads.begin(), m_downloads.end(), [&](const Download& download) {
            return download.spec->to == host.name && download.session == session;
        });
    return entry == m_downloads.end() ? nullptr : &*entry;
}

experiment::Moment
SimulatedRun::MomentOf(const SimulatedHost& host) const
{
    return {ns3::kwiklab::SimulatedNow(), host.id};
}

} // namespace kwik::sim
