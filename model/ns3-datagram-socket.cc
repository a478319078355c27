#include "model/ns3-datagram-socket.h"

#include "model/cloud-socket-factory.h"
#include "model/ns3-time.h"

#include <ns3/abort.h>
#include <ns3/ipv4-header.h>
#include <ns3/ipv4-routing-protocol.h>
#include <ns3/ipv4.h>
#include <ns3/packet.h>
#include <ns3/udp-socket-factory.h>

#include <utility>

namespace ns3::kwiklab
{

namespace
{

kwik::Address
ToKwik(const InetSocketAddress& address)
{
    return kwik::Ipv4(address.GetIpv4().Get(), address.GetPort());
}

InetSocketAddress
ToNs3(const kwik::Address& address)
{
    return InetSocketAddress(Ipv4Address::Deserialize(address.ip.data() + 12), address.port);
}

std::uint16_t
PortOf(Ptr<Socket> socket)
{
    Address name;
    socket->GetSockName(name);
    return InetSocketAddress::ConvertFrom(name).GetPort();
}

} // namespace

Ns3DatagramSocket::Ns3DatagramSocket(const Owner& owner,
                                     Ptr<Socket> socket,
                                     const SocketPlace& place)
    : m_owner(owner),
      m_socket(socket),
      m_place(place),
      m_local(kwik::Ipv4(place.address.Get(), PortOf(socket)))
{
    m_place.port = m_local.port;
    m_socket->SetRecvCallback(MakeCallback(&Ns3DatagramSocket::Receive, this));
    m_owner.process.AddSocket(*this);
    m_owner.sockets.push_back(this);
}

Ns3DatagramSocket::~Ns3DatagramSocket()
{
    std::erase(m_owner.sockets, this);
    m_owner.process.Remove(*this);
    m_forgotten.push_back(m_socket);
    for (const Ptr<Socket>& socket : m_forgotten)
    {
        socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        socket->Close();
    }
}

Ptr<Socket>
Ns3DatagramSocket::Bind(Ptr<Node> node, const SocketPlace& place)
{
    const auto socket = Socket::CreateSocket(node, UdpSocketFactory::GetTypeId());
    if (!place.device)
    {
        const int refused = socket->Bind(InetSocketAddress(place.address, place.port));
        return refused == 0 ? socket : nullptr;
    }
    // ns-3 looks for a route over the device only when the socket's address is left open; the
    // source is then the address of that route's interface.
    socket->BindToNetDevice(place.device);
    const int refused = socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), place.port));
    return refused == 0 ? socket : nullptr;
}

kwik::SendStatus
Ns3DatagramSocket::Send(const kwik::Address& to, kwik::ByteView payload)
{
    if (m_owner.process.IsSuspended())
    {
        return kwik::SendStatus::Blocked;
    }
    if (!HasWayTo(to))
    {
        return kwik::SendStatus::Unreachable;
    }
    if (m_owner.observer)
    {
        m_owner.observer(SimulatedNow(), to, payload);
    }
    const auto packet =
        Create<Packet>(kwik::AsUint8(payload), static_cast<uint32_t>(payload.size()));
    return m_socket->SendTo(packet, 0, ToNs3(to)) < 0 ? kwik::SendStatus::Unreachable
                                                      : kwik::SendStatus::Sent;
}

bool
Ns3DatagramSocket::HasWayTo(const kwik::Address& to)
{
    const Ipv4Address address = ToNs3(to).GetIpv4();
    if (m_reachable.contains(address.Get()))
    {
        return true;
    }
    const bool isReachable = FindsRoute(address);
    if (isReachable)
    {
        m_reachable.insert(address.Get());
    }
    return isReachable;
}

/// A bound socket of ns-3 gives the packet to IP, which drops it without a word.
bool
Ns3DatagramSocket::FindsRoute(Ipv4Address to) const
{
    const auto ip = m_owner.node->GetObject<Ipv4>();
    if (!ip)
    {
        const auto cloud = m_owner.node->GetObject<CloudSocketFactory>();
        return cloud && cloud->HasWay(m_place.address, to);
    }
    Ipv4Header header;
    header.SetDestination(to);
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    return ip->GetRoutingProtocol()->RouteOutput(nullptr, header, m_place.device, error) != nullptr;
}

kwik::Address
Ns3DatagramSocket::LocalAddress() const
{
    return m_local;
}

void
Ns3DatagramSocket::Rebind()
{
    SocketPlace place = m_place;
    place.port = 0; // Any other one.
    Replace(place);
}

void
Ns3DatagramSocket::Move(Ipv4Address address, Ptr<NetDevice> device)
{
    Replace({address, m_place.port, device});
    m_local = kwik::Ipv4(address.Get(), m_place.port);
    m_hasMoved = true;
    if (!m_owner.process.IsSuspended())
    {
        OnResume();
    }
}

void
Ns3DatagramSocket::Replace(const SocketPlace& place)
{
    const Ptr<Socket> socket = Bind(m_owner.node, place);
    NS_ABORT_MSG_UNLESS(socket, "Ns3DatagramSocket: the new place is taken or not of this node");
    m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
    m_forgotten.push_back(std::exchange(m_socket, socket));
    m_place = place;
    m_place.port = PortOf(socket);
    m_reachable.clear();
    m_socket->SetRecvCallback(MakeCallback(&Ns3DatagramSocket::Receive, this));
}

void
Ns3DatagramSocket::OnResume()
{
    if (std::exchange(m_hasMoved, false))
    {
        m_owner.listener.OnLocalAddress(SimulatedNow(), m_local);
    }
    Receive(m_socket);
}

void
Ns3DatagramSocket::Receive(Ptr<Socket> socket)
{
    Address from;
    while (!m_owner.process.IsSuspended())
    {
        const auto packet = socket->RecvFrom(from);
        if (!packet)
        {
            return;
        }
        m_buffer.resize(packet->GetSize());
        packet->CopyData(reinterpret_cast<uint8_t*>(m_buffer.data()), packet->GetSize());
        m_owner.listener.OnDatagram(SimulatedNow(),
                                    ToKwik(InetSocketAddress::ConvertFrom(from)),
                                    m_buffer);
    }
}

} // namespace ns3::kwiklab
