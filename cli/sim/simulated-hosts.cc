#include "cli/sim/simulated-hosts.h"

#include "experiment/addressing/host-address.h"
#include "helper/kwik-cloud.h"
#include "helper/kwik-topology.h"

#include <ns3/boolean.h>
#include <ns3/enum.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/uinteger.h>

namespace kwik::sim
{

namespace
{

using experiment::HostRole;
using experiment::HostSpec;
using experiment::Scenario;

std::vector<ns3::kwiklab::HostSpec>
HostsOf(const Scenario& scenario)
{
    std::vector<ns3::kwiklab::HostSpec> hosts;
    for (const HostSpec& host : scenario.hosts)
    {
        const bool isRouter = host.role == HostRole::Router;
        const bool isClient = host.role == HostRole::Client;
        hosts.push_back(
            {host.name,
             isRouter ? ns3::kwiklab::Forwarding::On : ns3::kwiklab::Forwarding::Off,
             isClient ? ns3::kwiklab::Mobility::Mobile : ns3::kwiklab::Mobility::Fixed});
    }
    return hosts;
}

std::vector<ns3::kwiklab::LinkSpec>
LinksOf(const Scenario& scenario)
{
    std::vector<ns3::kwiklab::LinkSpec> links;
    for (const experiment::LinkSpec& link : scenario.links)
    {
        links.push_back(
            {link.between[0],
             link.between[1],
             link.rate,
             {ns3::kwiklab::QueueLimit::Unit::Bytes, experiment::QueueBytes(link).value},
             link.loss.millionths,
             static_cast<std::uint16_t>(link.mtu.value),
             {link.delay,
              link.jitter,
              link.corruption.millionths,
              link.duplication.millionths,
              link.reordering.millionths,
              link.heldBack}});
    }
    return links;
}

std::unique_ptr<ns3::kwiklab::KwikNetwork>
NetworkOf(const Scenario& scenario)
{
    const auto hosts = HostsOf(scenario);
    const auto links = LinksOf(scenario);
    if (scenario.interior == experiment::Interior::Cloud)
    {
        return std::make_unique<ns3::kwiklab::KwikCloud>(hosts, links);
    }
    return std::make_unique<ns3::kwiklab::KwikTopology>(hosts, links);
}

} // namespace

SimulatedHosts::SimulatedHosts(const experiment::HostPlan& plan,
                               std::uint64_t seed,
                               experiment::HostTraces& traces)
    : m_plan(plan),
      m_network(NetworkOf(plan.Of()))
{
    for (const HostSpec& host : plan.Of().hosts)
    {
        m_index[host.name] = m_hosts.size();
        m_hosts.push_back(
            {host.name, experiment::HostId{static_cast<std::uint32_t>(m_hosts.size())}, nullptr});
        if (host.role != HostRole::Router)
        {
            AddApplication(host, traces);
        }
    }
    // ns-3's own random variables: one seed for all runs, and the run's number is ours.
    ns3::RngSeedManager::SetSeed(1);
    ns3::RngSeedManager::SetRun(seed);
    int64_t stream = m_network->AssignStreams(0);
    for (const SimulatedHost& host : m_hosts)
    {
        stream += host.application ? host.application->AssignStreams(stream) : 0;
    }
    m_network->AssignChannelStreams(stream);
}

ns3::kwiklab::KwikNetwork&
SimulatedHosts::Network()
{
    return *m_network;
}

const std::vector<SimulatedHost>&
SimulatedHosts::All() const
{
    return m_hosts;
}

const SimulatedHost&
SimulatedHosts::Find(const std::string& name) const
{
    return m_hosts.at(m_index.at(name));
}

void
SimulatedHosts::AddApplication(const HostSpec& host, experiment::HostTraces& traces)
{
    const bool isServer = host.role == HostRole::Server;
    ns3::kwiklab::KwikHostSetup setup;
    setup.endpoint = m_plan.EndpointOf(host);
    setup.quic = m_plan.Quic();
    setup.content = &m_plan.ContentOf(host);
    setup.traces = traces.TracesOf(host.name);

    const auto application = ns3::CreateObject<ns3::kwiklab::KwikApplication>();
    application->SetAttribute("Port", ns3::UintegerValue(experiment::HOST_PORT));
    application->SetAttribute("Address", ns3::Ipv4AddressValue(m_network->AddressOf(host.name)));
    application->SetAttribute(
        "Role",
        ns3::EnumValue(isServer ? ns3::kwiklab::KWIK_SERVER : ns3::kwiklab::KWIK_CLIENT));
    application->SetUp(setup);
    m_network->NodeOf(host.name)->AddApplication(application);
    m_hosts.back().application = application;
}

} // namespace kwik::sim
