#include "testbed/baseline/baseline-run.h"

#include "experiment/addressing/host-address.h"
#include "experiment/run/sample-subjects.h"
#include "testbed/baseline/iperf3.h"
#include "testbed/baseline/quic-client.h"
#include "testbed/baseline/quic-server.h"
#include "testbed/baseline/socket-client.h"
#include "testbed/baseline/socket-server.h"

#include <sstream>

namespace kwik::testbed
{

using experiment::TransportProtocol;
using experiment::TransportTool;

BaselineRun::BaselineRun(const HostOptions& options, const experiment::Scenario& scenario)
    : m_options(options),
      m_plan(scenario, options.seed),
      m_download(experiment::TransferOf(scenario.workload.at(0))),
      m_driver(m_loop,
               {options.control, options.journal},
               {[this](const std::string& line) { OnControl(line); }, [this] { m_loop.stop(); }})
{
}

void
BaselineRun::Execute()
{
    if (IsClient())
    {
        m_driver.SayReady();
    }
    else
    {
        OpenServer();
    }
    m_loop.run();
    m_driver.Finish();
}

void
BaselineRun::Fail(const std::string& why)
{
    m_driver.SayFailed(why);
}

const experiment::TransportSpec&
BaselineRun::Transport() const
{
    return *m_plan.Of().transport;
}

bool
BaselineRun::IsClient() const
{
    return m_options.host == m_download.client;
}

Address
BaselineRun::ServerAddress() const
{
    return m_plan.AddressOf(experiment::PeerOf(m_plan.Of()));
}

std::optional<Address>
BaselineRun::FirstLink() const
{
    if (Transport().protocol != TransportProtocol::Mptcp)
    {
        return std::nullopt;
    }
    const std::size_t link = m_plan.LinkIndex({m_download.client, m_download.primary});
    const bool isFirst = m_plan.Of().links[link].between[0] == m_download.client;
    return Ipv4(experiment::LinkIpv4(link, isFirst ? 0 : 1), 0);
}

std::string
BaselineRun::Content() const
{
    return GeneratedName(m_download.size, m_options.seed);
}

void
BaselineRun::OpenServer()
{
    const experiment::TransportSpec& transport = Transport();
    if (transport.tool == TransportTool::Iperf3)
    {
        m_server = std::make_unique<Iperf3Server>(
            Iperf3Server::Parts{m_loop, transport.protocol, ServerAddress()});
    }
    else if (transport.protocol == TransportProtocol::Quic)
    {
        m_server = std::make_unique<QuicServer>(
            QuicServer::Parts{m_loop, transport.control, ServerAddress(), Content()});
    }
    else
    {
        m_server = std::make_unique<SocketServer>(
            SocketServer::Parts{m_loop, transport, ServerAddress(), Content()});
    }
    m_server->Open([this] { m_driver.SayReady(); });
}

void
BaselineRun::OnControl(const std::string& line)
{
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "epoch")
    {
        std::int64_t epoch = 0;
        words >> epoch;
        Begin(epoch);
    }
    else if (what == "stop")
    {
        m_loop.stop();
    }
    else if (what == "sample" && m_client)
    {
        m_report->Sample(m_clock->Now());
    }
}

void
BaselineRun::Begin(std::int64_t epoch)
{
    LoopObserver& observer = *this;
    m_clock.emplace(m_loop, RealClock(SteadyAt(epoch)), &observer);
    m_journal.emplace(*m_clock, m_plan.IdOf(m_options.host));
    if (IsClient())
    {
        PrepareClient();
        m_clock->After(m_download.at - m_clock->Now().time_since_epoch(),
                       [this] { m_client->Fetch(); });
    }
    m_driver.Begin(*m_clock, *m_journal);
}

void
BaselineRun::PrepareClient()
{
    const experiment::TransportSpec& transport = Transport();
    const DownloadReport::Subject subject{m_plan.IdOf(m_options.host),
                                          experiment::SampleSubjects(m_plan.Of()).OfClient(0),
                                          Content(),
                                          m_download.size};
    DownloadReport& report = m_report.emplace(*m_journal, subject, [this] { m_driver.SayOver(); });
    if (transport.tool == TransportTool::Iperf3)
    {
        m_client = std::make_unique<Iperf3Client>(
            Iperf3Client::Parts{m_loop, *m_clock, report, transport, ServerAddress(), FirstLink()});
        return;
    }
    if (transport.protocol == TransportProtocol::Quic)
    {
        m_client = std::make_unique<QuicClient>(
            QuicClient::Parts{m_loop, *m_clock, report, transport.control, ServerAddress()});
    }
    else
    {
        m_client = std::make_unique<SocketClient>(
            SocketClient::Parts{m_loop, *m_clock, report, transport, ServerAddress(), FirstLink()});
    }
    SampleRegularly();
}

void
BaselineRun::SampleRegularly()
{
    m_report->Sample(m_clock->Now());
    m_clock->After(m_plan.Of().record.sampleEvery, [this] { SampleRegularly(); });
}

void
BaselineRun::OnSent(ByteCount)
{
}

void
BaselineRun::OnTimerServed(std::chrono::steady_clock::time_point due)
{
    m_driver.OnTimerServed(due);
}

} // namespace kwik::testbed
