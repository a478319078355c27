#include "cli/sim/simulated-hosts.h"

#include "experiment/scenario/realise.h"
#include "helper/kwik-cloud.h"
#include "helper/kwik-topology.h"
#include "protocol-core/trust/key-pin.h"

#include <ns3/boolean.h>
#include <ns3/enum.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/uinteger.h>

#include <algorithm>

namespace kwik::sim
{

namespace
{

using experiment::HostContent;
using experiment::HostRole;
using experiment::HostSpec;
using experiment::Scenario;

constexpr std::uint16_t PORT = 4433;

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

SimulatedHosts::SimulatedHosts(const Scenario& scenario, std::uint64_t seed, HostTraces& traces)
    : m_scenario(scenario),
      m_seed(seed),
      m_directories(experiment::DirectoriesOf(scenario)),
      m_network(NetworkOf(scenario))
{
    for (const HostSpec& host : scenario.hosts)
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

ServerInfo
SimulatedHosts::InfoOf(const std::string& server) const
{
    const experiment::HostSpec* host = experiment::FindHost(m_scenario, server);
    return {Ipv4(m_network->AddressOf(server).Get(), PORT),
            PinAt(server),
            host->region.value_or("")};
}

std::size_t
SimulatedHosts::LinkIndex(const experiment::HostPair& hosts) const
{
    return static_cast<std::size_t>(experiment::FindLink(m_scenario, hosts) -
                                    m_scenario.links.data());
}

std::vector<std::pair<Address, std::string>>
SimulatedHosts::ServerAddresses(const Scenario& scenario)
{
    std::vector<std::pair<Address, std::string>> addresses;
    for (std::size_t i = 0; i < scenario.hosts.size(); ++i)
    {
        if (scenario.hosts[i].role == HostRole::Server)
        {
            addresses.push_back({Ipv4(ns3::kwiklab::KwikNetwork::AddressAt(i).Get(), PORT),
                                 scenario.hosts[i].name});
        }
    }
    return addresses;
}

void
SimulatedHosts::AddApplication(const HostSpec& host, HostTraces& traces)
{
    const bool isServer = host.role == HostRole::Server;
    ns3::kwiklab::KwikHostSetup setup;
    setup.endpoint.name = host.name;
    setup.endpoint.session = m_scenario.kwik.session;
    setup.endpoint.session.upload.weights = UploadWeights();
    setup.endpoint.session.scaling.prices = PathPrices();
    setup.endpoint.session.qos.maxLossPpm = m_scenario.kwik.maxLoss.millionths;
    setup.endpoint.server = m_scenario.kwik.server;
    setup.endpoint.server.capacity = host.capacity;
    setup.endpoint.security = Security();
    setup.endpoint.session.allowedServers = PinsOf(m_scenario.kwik.security.allowedServers);
    setup.endpoint.key =
        KeyOf(host.key == experiment::HostKey::Other ? host.name + " (other)" : host.name);
    setup.endpoint.pin = PinOf(PublicKeyOf(setup.endpoint.key));
    if (isServer)
    {
        for (const std::string& other : m_directories.at(host.name))
        {
            setup.endpoint.directory.push_back(InfoOf(other));
        }
    }
    setup.quic = m_scenario.kwik.quic;
    setup.quic.datagramPayload = experiment::LargestDatagram(m_scenario);
    setup.content = &m_nothing;
    if (isServer && host.content != HostContent::None)
    {
        setup.content = &m_everything;
    }
    setup.traces = traces.TracesOf(host.name);

    const auto application = ns3::CreateObject<ns3::kwiklab::KwikApplication>();
    application->SetAttribute("Port", ns3::UintegerValue(PORT));
    application->SetAttribute("Address", ns3::Ipv4AddressValue(m_network->AddressOf(host.name)));
    application->SetAttribute(
        "Role",
        ns3::EnumValue(isServer ? ns3::kwiklab::KWIK_SERVER : ns3::kwiklab::KWIK_CLIENT));
    application->SetUp(setup);
    m_network->NodeOf(host.name)->AddApplication(application);
    m_hosts.back().application = application;
}

std::vector<UploadWeight>
SimulatedHosts::UploadWeights() const
{
    std::vector<UploadWeight> weights;
    for (const experiment::KwikUploadWeight& known : m_scenario.kwik.uploadWeights)
    {
        weights.push_back({InfoOf(known.server).address, known.weight});
    }
    return weights;
}

KeyPin
SimulatedHosts::PinAt(const std::string& host) const
{
    return PinOf(PublicKeyOf(KeyOf(host)));
}

std::vector<KeyPin>
SimulatedHosts::PinsOf(const std::vector<std::string>& hosts) const
{
    std::vector<KeyPin> pins;
    for (const std::string& host : hosts)
    {
        pins.push_back(PinAt(host));
    }
    return pins;
}

SecurityConfig
SimulatedHosts::Security() const
{
    const experiment::KwikSecurity& told = m_scenario.kwik.security;
    const bool isMutual = told.mutualTls || told.level == SecurityLevel::Maximum;
    const bool isListed = isMutual && !told.allowedClients.empty();
    return {told.level,
            isListed   ? ClientKeys::Listed
            : isMutual ? ClientKeys::Any
                       : ClientKeys::NotAsked,
            PinsOf(told.allowedClients)};
}

std::vector<PathPrice>
SimulatedHosts::PathPrices() const
{
    std::vector<PathPrice> prices;
    for (const experiment::KwikPathPrice& known : m_scenario.kwik.prices)
    {
        prices.push_back({InfoOf(known.server).address, known.price});
    }
    return prices;
}

SigningSeed
SimulatedHosts::KeyOf(const std::string& host) const
{
    SigningSeed key{};
    Prng(m_seed).Fork("host key").Fork(host).Fill(key);
    return key;
}

} // namespace kwik::sim
