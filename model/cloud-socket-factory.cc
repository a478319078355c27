#include "model/cloud-socket-factory.h"

#include "model/cloud-socket.h"

#include <algorithm>
#include <utility>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(CloudSocketFactory);

namespace
{

constexpr std::uint16_t FIRST_EPHEMERAL = 49152;
constexpr std::uint16_t LAST_EPHEMERAL = 65535;

/// Whether two sockets at these addresses could both be meant.
bool
DoOverlap(Ipv4Address one, Ipv4Address other)
{
    return one == other || one == Ipv4Address::GetAny() || other == Ipv4Address::GetAny();
}

} // namespace

TypeId
CloudSocketFactory::GetTypeId()
{
    static TypeId tid = TypeId("ns3::kwiklab::CloudSocketFactory")
                            .SetParent<UdpSocketFactory>()
                            .SetGroupName("Kwik")
                            .AddConstructor<CloudSocketFactory>();
    return tid;
}

void
CloudSocketFactory::SetUp(Ptr<CloudSwitch> cloud, std::vector<Ipv4Address> addresses)
{
    m_cloud = cloud;
    m_addresses = std::move(addresses);
}

Ptr<Socket>
CloudSocketFactory::CreateSocket()
{
    const auto socket = CreateObject<CloudSocket>();
    socket->SetFactory(this);
    return socket;
}

std::optional<std::uint16_t>
CloudSocketFactory::Claim(CloudSocket& socket, Ipv4Address address, std::uint16_t port)
{
    const bool isOurs =
        address == Ipv4Address::GetAny() ||
        std::find(m_addresses.begin(), m_addresses.end(), address) != m_addresses.end();
    if (!isOurs || (port != 0 && !IsFree(address, port)))
    {
        return std::nullopt;
    }
    const std::optional<std::uint16_t> taken = port != 0 ? port : FreePort(address);
    if (taken)
    {
        m_claimed.push_back({address, *taken, &socket});
    }
    return taken;
}

void
CloudSocketFactory::Release(const CloudSocket& socket)
{
    std::erase_if(m_claimed, [&](const Claimed& claimed) { return claimed.socket == &socket; });
}

Ipv4Address
CloudSocketFactory::SourceOf(Ipv4Address bound) const
{
    return bound == Ipv4Address::GetAny() ? m_addresses.front() : bound;
}

bool
CloudSocketFactory::HasWay(Ipv4Address bound, Ipv4Address to) const
{
    return m_cloud && m_cloud->HasWay(SourceOf(bound), to);
}

void
CloudSocketFactory::Send(const CloudDatagram& datagram)
{
    if (m_cloud)
    {
        m_cloud->Send(datagram);
    }
}

void
CloudSocketFactory::Receive(const CloudDatagram& datagram)
{
    const auto claimed =
        std::find_if(m_claimed.begin(), m_claimed.end(), [&datagram](const Claimed& one) {
            return one.port == datagram.toPort && DoOverlap(one.address, datagram.to);
        });
    if (claimed != m_claimed.end())
    {
        const Ptr<CloudSocket> socket(claimed->socket); // Whoever it tells may close it.
        socket->Receive(datagram);
    }
}

bool
CloudSocketFactory::IsFree(Ipv4Address address, std::uint16_t port) const
{
    return std::none_of(m_claimed.begin(), m_claimed.end(), [&](const Claimed& one) {
        return one.port == port && DoOverlap(one.address, address);
    });
}

std::optional<std::uint16_t>
CloudSocketFactory::FreePort(Ipv4Address address)
{
    for (int tried = 0; tried <= LAST_EPHEMERAL - FIRST_EPHEMERAL; ++tried)
    {
        m_lastEphemeral = m_lastEphemeral == LAST_EPHEMERAL
                              ? FIRST_EPHEMERAL
                              : static_cast<std::uint16_t>(m_lastEphemeral + 1);
        if (IsFree(address, m_lastEphemeral))
        {
            return m_lastEphemeral;
        }
    }
    return std::nullopt;
}

void
CloudSocketFactory::DoDispose()
{
    m_claimed.clear();
    m_cloud = nullptr;
    UdpSocketFactory::DoDispose();
}

} // namespace ns3::kwiklab
