#include "model/kwik-socket.h"

#include "model/kwik-socket-factory.h"

#include <ns3/log.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/trace-source-accessor.h>

#include <algorithm>

namespace ns3::kwiklab
{

NS_LOG_COMPONENT_DEFINE("KwikSocket");
NS_OBJECT_ENSURE_REGISTERED(KwikSocket);

TypeId
KwikSocket::GetTypeId()
{
    static TypeId tid = TypeId("ns3::KwikSocket")
                            .SetParent<Socket>()
                            .SetGroupName("Kwik")
                            .AddConstructor<KwikSocket>()
                            .AddTraceSource("State",
                                            "The socket has moved from one state to another.",
                                            MakeTraceSourceAccessor(&KwikSocket::m_stateTrace),
                                            "ns3::kwiklab::KwikSocket::StateTracedCallback");
    return tid;
}

KwikSocket::KwikSocket()
    : m_peer(Ipv4Address::GetAny(), 0)
{
}

KwikSocket::~KwikSocket() = default;

void
KwikSocket::SetFactory(Ptr<KwikSocketFactory> factory)
{
    m_factory = factory;
}

Socket::SocketErrno
KwikSocket::GetErrno() const
{
    return m_errno;
}

Socket::SocketType
KwikSocket::GetSocketType() const
{
    return NS3_SOCK_STREAM;
}

Ptr<Node>
KwikSocket::GetNode() const
{
    return m_factory->GetObject<Node>();
}

int
KwikSocket::Bind(const Address& address)
{
    if (!InetSocketAddress::IsMatchingType(address))
    {
        return Fail(ERROR_INVAL);
    }
    m_port = InetSocketAddress::ConvertFrom(address).GetPort();
    return 0;
}

int
KwikSocket::Bind()
{
    return 0; // A client needs no port of its own: its streams are told apart by their sessions.
}

int
KwikSocket::Bind6()
{
    return Fail(ERROR_AFNOSUPPORT);
}

int
KwikSocket::Connect(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    if (m_socket.value != 0 || m_isListening)
    {
        return Fail(ERROR_ISCONN);
    }
    if (!InetSocketAddress::IsMatchingType(address))
    {
        return Fail(ERROR_INVAL);
    }
    m_peer = InetSocketAddress::ConvertFrom(address);
    const kwik::ServerInfo* server = m_factory->ServerAt(m_peer.GetIpv4());
    if (server == nullptr)
    {
        return Fail(ERROR_ADDRNOTAVAIL);
    }
    const auto socket = Hub().Dial(*server, KwikSocketFactory::ServiceOf(m_peer.GetPort()), *this);
    if (!socket.IsOk())
    {
        return Fail(ERROR_AGAIN);
    }
    m_socket = socket.Value();
    m_factory->Keep(m_socket, this);
    NoteState(kwik::SocketState::Connecting);
    return 0;
}

int
KwikSocket::Listen()
{
    NS_LOG_FUNCTION(this << m_port);
    if (m_socket.value != 0 || m_port == 0)
    {
        return Fail(ERROR_INVAL);
    }
    if (!Hub().Listen(KwikSocketFactory::ServiceOf(m_port), *this).IsOk())
    {
        return Fail(ERROR_ADDRINUSE);
    }
    m_isListening = true;
    return 0;
}

int
KwikSocket::Close()
{
    NS_LOG_FUNCTION(this);
    if (m_isListening)
    {
        m_isListening = false;
        Hub().Unlisten(KwikSocketFactory::ServiceOf(m_port));
        return 0;
    }
    if (m_socket.value == 0)
    {
        return Fail(ERROR_NOTCONN);
    }
    m_isClosing = true;
    if (Flush())
    {
        Hub().Close(m_socket);
        NoteState(kwik::SocketState::Closing);
        m_factory->Release(m_socket);
    }
    return 0;
}

int
KwikSocket::ShutdownSend()
{
    m_isFinishing = true;
    if (m_socket.value != 0 && Flush())
    {
        Hub().CloseWrite(m_socket);
    }
    return 0;
}

int
KwikSocket::ShutdownRecv()
{
    m_isDeaf = true;
    return 0;
}

uint32_t
KwikSocket::GetTxAvailable() const
{
    const bool isOpen = m_socket.value != 0 && m_tail.Size() == 0;
    const std::uint64_t room = isOpen ? Hub().Room(m_socket).value : 0;
    return static_cast<uint32_t>(std::min<std::uint64_t>(room, UINT32_MAX));
}

int
KwikSocket::Send(Ptr<Packet> packet, uint32_t)
{
    if (m_socket.value == 0)
    {
        return Fail(ERROR_NOTCONN);
    }
    if (m_isClosing || m_isFinishing)
    {
        return Fail(ERROR_SHUTDOWN);
    }
    if (!Flush())
    {
        return Fail(ERROR_AGAIN);
    }
    kwik::ByteVector bytes(packet->GetSize());
    packet->CopyData(reinterpret_cast<uint8_t*>(bytes.data()), packet->GetSize());
    const kwik::SharedBytes shared(std::move(bytes));
    const kwik::SocketWrite done = Hub().Write(m_socket, shared);
    if (done.status != kwik::SocketStatus::Ok)
    {
        return Fail(done.status == kwik::SocketStatus::WouldBlock ? ERROR_AGAIN : ERROR_NOTCONN);
    }
    m_tail = shared.Slice(done.taken.value, shared.Size() - done.taken.value);
    return static_cast<int>(packet->GetSize());
}

int
KwikSocket::SendTo(Ptr<Packet> packet, uint32_t flags, const Address&)
{
    return Send(packet, flags);
}

uint32_t
KwikSocket::GetRxAvailable() const
{
    const kwik::Socket* machine = Machine();
    return machine == nullptr ? 0 : static_cast<uint32_t>(machine->Readable().value);
}

Ptr<Packet>
KwikSocket::Recv(uint32_t maxSize, uint32_t)
{
    const kwik::SocketRead read = Hub().Read(m_socket, kwik::ByteCount{maxSize});
    if (read.status == kwik::SocketStatus::Ok)
    {
        return Create<Packet>(kwik::AsUint8(read.bytes.View()),
                              static_cast<uint32_t>(read.bytes.Size()));
    }
    m_errno = read.status == kwik::SocketStatus::WouldBlock ? ERROR_AGAIN : ERROR_NOTCONN;
    return nullptr;
}

Ptr<Packet>
KwikSocket::RecvFrom(uint32_t maxSize, uint32_t flags, Address& from)
{
    from = m_peer;
    return Recv(maxSize, flags);
}

int
KwikSocket::GetSockName(Address& address) const
{
    address = InetSocketAddress(m_factory->LocalAddress(), m_port);
    return 0;
}

int
KwikSocket::GetPeerName(Address& address) const
{
    if (m_socket.value == 0)
    {
        return Fail(ERROR_NOTCONN);
    }
    address = m_peer;
    return 0;
}

bool
KwikSocket::SetAllowBroadcast(bool allowBroadcast)
{
    return !allowBroadcast;
}

bool
KwikSocket::GetAllowBroadcast() const
{
    return false;
}

int
KwikSocket::Fail(SocketErrno error) const
{
    m_errno = error;
    return -1;
}

} // namespace ns3::kwiklab
