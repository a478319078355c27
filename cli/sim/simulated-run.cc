#include "cli/sim/simulated-run.h"

#include "model/ns3-time.h"

#include <ns3/simulator.h>

namespace kwik::sim
{

SimulatedRun::SimulatedRun(const experiment::Scenario& scenario,
                           std::uint64_t seed,
                           experiment::HostTraces& traces,
                           experiment::RunObserver& observer)
    : m_plan(scenario, seed),
      m_observer(observer),
      m_hosts(m_plan, seed, traces),
      m_workload({m_plan, seed, m_clock, observer, [this] { OnTransferOver(); }}),
      m_open(scenario.workload.size())
{
    for (const SimulatedHost& host : m_hosts.All())
    {
        if (host.application)
        {
            Connect(host);
            ConnectTransfers(host);
            m_workload.AddClient(host.name, m_ports.emplace_back(host.application));
        }
    }
    for (std::size_t i = 0; i < scenario.workload.size(); ++i)
    {
        m_workload.Schedule(i);
    }
    // What was received before a step belongs before it.
    m_timeline.emplace(m_plan,
                       m_hosts,
                       traces,
                       observer,
                       TimelineHooks{[this] { m_workload.SampleNow(); },
                                     [this](const auto& pace) { m_workload.SetPace(pace); }});
    m_workload.SampleRegularly();
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
    ns3::Simulator::Stop(ns3::kwiklab::ToTime(m_plan.Of().duration));
    ns3::Simulator::Run();
    m_workload.SampleNow();
    const Instant end = m_clock.Now();
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
                m_observer.OnDatagramsSent({now, host.id}, {1, ByteCount{payload.size()}});
            }));
}

void
SimulatedRun::ConnectTransfers(const SimulatedHost& host)
{
    const auto& application = host.application;
    application->TraceConnectWithoutContext(
        "Delivery",
        ns3::Callback<void, Instant, SessionStream, ByteView, StreamFinish>(
            [this, host](Instant, SessionStream stream, ByteView bytes, StreamFinish finish) {
                m_workload.OnDelivery(host.id, stream, bytes, finish);
            }));
    application->TraceConnectWithoutContext(
        "Uploaded",
        ns3::Callback<void, Instant, const UploadSink::Upload&, ByteView, StreamFinish>(
            [this,
             host](Instant, const UploadSink::Upload& upload, ByteView bytes, StreamFinish finish) {
                m_workload.OnUploaded(host.id, upload.content, bytes, finish);
            }));
    application->TraceConnectWithoutContext(
        "UploadFinished",
        ns3::Callback<void, Instant, SessionStream>([this, host](Instant, SessionStream upload) {
            m_workload.OnUploadFinished(host.id, upload);
        }));
    application->TraceConnectWithoutContext(
        "End",
        ns3::Callback<void, Instant, SessionHandle, SessionEnd>(
            [this, host](Instant, SessionHandle session, SessionEnd end) {
                m_workload.OnSessionEnd(host.id, session, end);
            }));
}

void
SimulatedRun::OnTransferOver()
{
    if (--m_open == 0)
    {
        ns3::Simulator::Stop(ns3::kwiklab::ToTime(experiment::DRAIN));
    }
}

} // namespace kwik::sim
