#include "helper/kwik-socket-helper.h"

#include "protocol-core/base/prng.h"
#include "protocol-core/trust/key-pin.h"

#include <ns3/uinteger.h>

#include <string>

namespace ns3::kwiklab
{

namespace
{

/// The UDP port of every Kwik host; as the factory's attribute by default.
constexpr std::uint16_t PORT = 4433;

} // namespace

KwikSocketHelper::KwikSocketHelper(const KwikSocketSetup& common)
    : m_common(common)
{
}

void
KwikSocketHelper::Add(Ptr<Node> node, Ipv4Address address)
{
    m_hosts[node->GetId()] = {node, address, {}};
}

void
KwikSocketHelper::Join(const std::vector<Ptr<Node>>& servers)
{
    for (const Ptr<Node>& server : servers)
    {
        for (const Ptr<Node>& other : servers)
        {
            if (other != server)
            {
                m_hosts.at(server->GetId()).peers.push_back(other);
            }
        }
    }
}

void
KwikSocketHelper::Install(int64_t stream)
{
    for (const auto& [number, host] : m_hosts)
    {
        KwikSocketSetup setup = m_common;
        setup.endpoint.name = "node " + std::to_string(number);
        setup.endpoint.key = KeyOf(host);
        setup.endpoint.pin = InfoOf(host).pin;
        for (const auto& [other, known] : m_hosts)
        {
            if (other != number)
            {
                setup.servers[known.address] = InfoOf(known);
            }
        }
        for (const Ptr<Node>& peer : host.peers)
        {
            setup.endpoint.directory.push_back(InfoOf(m_hosts.at(peer->GetId())));
        }
        auto factory = CreateObject<KwikSocketFactory>();
        factory->SetAttribute("Address", Ipv4AddressValue(host.address));
        factory->SetAttribute("Port", UintegerValue(PORT));
        factory->SetUp(std::move(setup));
        stream += factory->AssignStreams(stream);
        host.node->AggregateObject(factory);
    }
}

Ptr<KwikSocketFactory>
KwikSocketHelper::FactoryOf(Ptr<Node> node)
{
    return node->GetObject<KwikSocketFactory>();
}

kwik::SigningSeed
KwikSocketHelper::KeyOf(const Host& host)
{
    kwik::SigningSeed seed{};
    kwik::Prng(host.node->GetId()).Fork("key").Fill(seed);
    return seed;
}

kwik::ServerInfo
KwikSocketHelper::InfoOf(const Host& host)
{
    return {kwik::Ipv4(host.address.Get(), PORT), kwik::PinOf(kwik::PublicKeyOf(KeyOf(host)))};
}

} // namespace ns3::kwiklab
