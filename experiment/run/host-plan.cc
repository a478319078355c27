#include "experiment/run/host-plan.h"

#include "experiment/addressing/host-address.h"
#include "experiment/scenario/realise.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/trust/key-pin.h"

namespace kwik::experiment
{

HostPlan::HostPlan(const Scenario& scenario, std::uint64_t seed)
    : m_scenario(scenario),
      m_seed(seed),
      m_directories(DirectoriesOf(scenario))
{
    for (std::size_t place = 0; place < scenario.hosts.size(); ++place)
    {
        m_ids[scenario.hosts[place].name] = HostId{static_cast<std::uint32_t>(place)};
    }
}

const Scenario&
HostPlan::Of() const
{
    return m_scenario;
}

HostId
HostPlan::IdOf(const std::string& host) const
{
    return m_ids.at(host);
}

const HostSpec&
HostPlan::SpecOf(HostId host) const
{
    return m_scenario.hosts[host.value];
}

Address
HostPlan::AddressOf(const std::string& host) const
{
    return Ipv4(HostIpv4(IdOf(host).value), HOST_PORT);
}

ServerInfo
HostPlan::InfoOf(const std::string& server) const
{
    return {AddressOf(server), PinAt(server), SpecOf(IdOf(server)).region.value_or("")};
}

std::size_t
HostPlan::LinkIndex(const HostPair& hosts) const
{
    return static_cast<std::size_t>(FindLink(m_scenario, hosts) - m_scenario.links.data());
}

EndpointConfig
HostPlan::EndpointOf(const HostSpec& host) const
{
    const KwikSpec& kwik = m_scenario.kwik;
    EndpointConfig endpoint;
    endpoint.name = host.name;
    endpoint.session = kwik.session;
    endpoint.session.upload.weights = UploadWeights();
    endpoint.session.scaling.prices = PathPrices();
    endpoint.session.qos.maxLossPpm = kwik.maxLoss.millionths;
    endpoint.session.allowedServers = PinsOf(kwik.security.allowedServers);
    endpoint.server = kwik.server;
    endpoint.server.capacity = host.capacity;
    endpoint.security = Security();
    endpoint.key = KeyOf(host.key == HostKey::Other ? host.name + " (other)" : host.name);
    endpoint.pin = PinOf(PublicKeyOf(endpoint.key));
    if (host.role == HostRole::Server)
    {
        for (const std::string& other : m_directories.at(host.name))
        {
            endpoint.directory.push_back(InfoOf(other));
        }
    }
    return endpoint;
}

QuicConfig
HostPlan::Quic() const
{
    QuicConfig quic = m_scenario.kwik.quic;
    quic.datagramPayload = LargestDatagram(m_scenario);
    return quic;
}

const ContentSource&
HostPlan::ContentOf(const HostSpec& host) const
{
    if (host.role == HostRole::Server && host.content != HostContent::None)
    {
        return m_everything;
    }
    return m_nothing;
}

std::vector<std::pair<Address, std::string>>
HostPlan::ServerAddresses(const Scenario& scenario)
{
    std::vector<std::pair<Address, std::string>> addresses;
    for (const std::size_t place : ServerPlaces(scenario))
    {
        addresses.push_back({Ipv4(HostIpv4(place), HOST_PORT), scenario.hosts[place].name});
    }
    return addresses;
}

std::vector<UploadWeight>
HostPlan::UploadWeights() const
{
    std::vector<UploadWeight> weights;
    for (const KwikUploadWeight& known : m_scenario.kwik.uploadWeights)
    {
        weights.push_back({AddressOf(known.server), known.weight});
    }
    return weights;
}

std::vector<PathPrice>
HostPlan::PathPrices() const
{
    std::vector<PathPrice> prices;
    for (const KwikPathPrice& known : m_scenario.kwik.prices)
    {
        prices.push_back({AddressOf(known.server), known.price});
    }
    return prices;
}

SigningSeed
HostPlan::KeyOf(const std::string& host) const
{
    SigningSeed key{};
    Prng(m_seed).Fork("host key").Fork(host).Fill(key);
    return key;
}

KeyPin
HostPlan::PinAt(const std::string& host) const
{
    return PinOf(PublicKeyOf(KeyOf(host)));
}

std::vector<KeyPin>
HostPlan::PinsOf(const std::vector<std::string>& hosts) const
{
    std::vector<KeyPin> pins;
    for (const std::string& host : hosts)
    {
        pins.push_back(PinAt(host));
    }
    return pins;
}

SecurityConfig
HostPlan::Security() const
{
    const KwikSecurity& told = m_scenario.kwik.security;
    const bool isMutual = told.mutualTls || told.level == SecurityLevel::Maximum;
    const bool isListed = isMutual && !told.allowedClients.empty();
    return {told.level,
            isListed   ? ClientKeys::Listed
            : isMutual ? ClientKeys::Any
                       : ClientKeys::NotAsked,
            PinsOf(told.allowedClients)};
}

} // namespace kwik::experiment
