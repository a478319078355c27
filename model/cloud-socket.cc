#include "model/cloud-socket.h"

#include "model/cloud-socket-factory.h"

#include <ns3/node.h>
#include <ns3/uinteger.h>

#include <utility>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(CloudSocket);

namespace
{

constexpr uint32_t LARGEST_DATAGRAM = 65'507; ///< Of UDP over IPv4.

} // namespace

TypeId
CloudSocket::GetTypeId()
{
    static TypeId tid = TypeId("ns3::kwiklab::CloudSocket")
                            .SetParent<Socket>()
                            .SetGroupName("Kwik")
                            .AddConstructor<CloudSocket>()
                            .AddAttribute("RcvBufSize",
                                          "What the socket holds until it is read, in bytes; as "
                                          "much as that of ns3::UdpSocket.",
                                          UintegerValue(131'072),
                                          MakeUintegerAccessor(&CloudSocket::m_receiveBuffer),
                                          MakeUintegerChecker<uint32_t>());
    return tid;
}

CloudSocket::CloudSocket()
    : m_local(Ipv4Address::GetAny(), 0)
{
}

CloudSocket::~CloudSocket()
{
    if (m_factory)
    {
        m_factory->Release(*this);
    }
}

void
CloudSocket::SetFactory(Ptr<CloudSocketFactory> factory)
{
    m_factory = factory;
}

void
CloudSocket::Receive(const CloudDatagram& datagram)
{
    const uint32_t size = datagram.payload->GetSize();
    if (m_isDeaf || m_arrivedBytes + size > m_receiveBuffer)
    {
        return;
    }
    m_arrived.push_back({InetSocketAddress(datagram.from, datagram.fromPort), datagram.payload});
    m_arrivedBytes += size;
    NotifyDataRecv();
}

Socket::SocketErrno
CloudSocket::GetErrno() const
{
    return m_errno;
}

Socket::SocketType
CloudSocket::GetSocketType() const
{
    return NS3_SOCK_DGRAM;
}

Ptr<Node>
CloudSocket::GetNode() const
{
    return m_factory->GetObject<Node>();
}

int
CloudSocket::Bind(const Address& address)
{
    if (!InetSocketAddress::IsMatchingType(address) || m_local.GetPort() != 0)
    {
        return Fail(ERROR_INVAL);
    }
    const InetSocketAddress wanted = InetSocketAddress::ConvertFrom(address);
    const auto port = m_factory->Claim(*this, wanted.GetIpv4(), wanted.GetPort());
    if (!port)
    {
        return Fail(ERROR_ADDRNOTAVAIL);
    }
    m_local = InetSocketAddress(wanted.GetIpv4(), *port);
    return 0;
}

int
CloudSocket::Bind()
{
    return Bind(InetSocketAddress(Ipv4Address::GetAny(), 0));
}

int
CloudSocket::Bind6()
{
    return Fail(ERROR_OPNOTSUPP);
}

int
CloudSocket::Close()
{
    if (m_isMute && m_isDeaf)
    {
        return Fail(ERROR_BADF);
    }
    m_isMute = true;
    m_isDeaf = true;
    if (m_factory)
    {
        m_factory->Release(*this);
    }
    return 0;
}

int
CloudSocket::ShutdownSend()
{
    m_isMute = true;
    return 0;
}

int
CloudSocket::ShutdownRecv()
{
    m_isDeaf = true;
    return 0;
}

int
CloudSocket::Connect(const Address& address)
{
    if (!InetSocketAddress::IsMatchingType(address))
    {
        NotifyConnectionFailed();
        return Fail(ERROR_INVAL);
    }
    m_peer = InetSocketAddress::ConvertFrom(address);
    NotifyConnectionSucceeded();
    return 0;
}

int
CloudSocket::Listen()
{
    return Fail(ERROR_OPNOTSUPP);
}

uint32_t
CloudSocket::GetTxAvailable() const
{
    return LARGEST_DATAGRAM; // Nothing waits in the socket.
}

int
CloudSocket::Send(Ptr<Packet> packet, uint32_t flags)
{
    return m_peer ? SendTo(packet, flags, *m_peer) : Fail(ERROR_NOTCONN);
}

int
CloudSocket::SendTo(Ptr<Packet> packet, uint32_t, const Address& to)
{
    if (m_isMute)
    {
        return Fail(ERROR_SHUTDOWN);
    }
    if (packet->GetSize() > LARGEST_DATAGRAM)
    {
        return Fail(ERROR_MSGSIZE);
    }
    if (!InetSocketAddress::IsMatchingType(to))
    {
        return Fail(ERROR_INVAL);
    }
    if (m_local.GetPort() == 0 && Bind() != 0)
    {
        return -1;
    }
    const InetSocketAddress peer = InetSocketAddress::ConvertFrom(to);
    // A socket that is bound to an address sends without asking for a route, as in ns-3.
    const bool isBound = m_local.GetIpv4() != Ipv4Address::GetAny();
    if (!isBound && !m_factory->HasWay(m_local.GetIpv4(), peer.GetIpv4()))
    {
        return Fail(ERROR_NOROUTETOHOST);
    }
    CloudDatagram datagram;
    datagram.from = m_factory->SourceOf(m_local.GetIpv4());
    datagram.fromPort = m_local.GetPort();
    datagram.to = peer.GetIpv4();
    datagram.toPort = peer.GetPort();
    datagram.payload = packet->Copy(); // The caller's stays the caller's.
    m_factory->Send(datagram);
    NotifyDataSent(packet->GetSize());
    return static_cast<int>(packet->GetSize());
}

uint32_t
CloudSocket::GetRxAvailable() const
{
    return m_arrivedBytes;
}

Ptr<Packet>
CloudSocket::Recv(uint32_t maxSize, uint32_t flags)
{
    Address from;
    return RecvFrom(maxSize, flags, from);
}

/// A datagram that is longer than @p maxSize stays where it is, as in ns-3's own.
Ptr<Packet>
CloudSocket::RecvFrom(uint32_t maxSize, uint32_t, Address& from)
{
    if (m_arrived.empty() || m_arrived.front().payload->GetSize() > maxSize)
    {
        m_errno = ERROR_AGAIN;
        return nullptr;
    }
    const Arrived arrived = std::move(m_arrived.front());
    m_arrived.pop_front();
    m_arrivedBytes -= arrived.payload->GetSize();
    from = arrived.from;
    return arrived.payload;
}

int
CloudSocket::GetSockName(Address& address) const
{
    address = m_local;
    return 0;
}

int
CloudSocket::GetPeerName(Address& address) const
{
    if (!m_peer)
    {
        return Fail(ERROR_NOTCONN);
    }
    address = *m_peer;
    return 0;
}

bool
CloudSocket::SetAllowBroadcast(bool allowBroadcast)
{
    return !allowBroadcast;
}

bool
CloudSocket::GetAllowBroadcast() const
{
    return false;
}

void
CloudSocket::DoDispose()
{
    m_arrived.clear();
    Close();
    m_factory = nullptr;
    Socket::DoDispose();
}

int
CloudSocket::Fail(SocketErrno error) const
{
    m_errno = error;
    return -1;
}

} // namespace ns3::kwiklab
