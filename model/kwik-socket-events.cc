// The part of KwikSocket that hears of its stream, and tells the application.
#include "model/kwik-socket-factory.h"
#include "model/kwik-socket.h"

#include <ns3/simulator.h>

namespace ns3::kwiklab
{

void
KwikSocket::OnSocketReady(kwik::Instant, kwik::SocketId)
{
    Look();
}

kwik::SocketObserver*
KwikSocket::OnSocketOffered(kwik::Instant, kwik::SocketId socket, const kwik::Address& client)
{
    const InetSocketAddress from(Ipv4Address::Deserialize(client.ip.data() + 12), client.port);
    if (!NotifyConnectionRequest(from))
    {
        return nullptr;
    }
    auto fresh = CreateObject<KwikSocket>();
    fresh->m_factory = m_factory;
    fresh->m_socket = socket;
    fresh->m_port = m_port;
    fresh->m_peer = from;
    m_factory->Keep(socket, fresh);
    // The application may do what it likes with it, which it may not from inside of the hub.
    Simulator::ScheduleNow(&KwikSocket::Introduce, Ptr<KwikSocket>(this), fresh);
    return PeekPointer(fresh);
}

void
KwikSocket::Introduce(Ptr<KwikSocket> fresh)
{
    fresh->NoteState(kwik::SocketState::Connected);
    NotifyNewConnectionCreated(fresh, fresh->m_peer);
    fresh->Look(); // Bytes may have come before anybody listened for them.
}

void
KwikSocket::Look()
{
    const Ptr<KwikSocket> self(this); // The application may let go of us.
    const kwik::Socket* machine = Machine();
    if (machine == nullptr)
    {
        return;
    }
    const bool wasConnecting = m_state == kwik::SocketState::Connecting;
    NoteState(machine->State());
    if (wasConnecting && m_state == kwik::SocketState::Connected)
    {
        NotifyConnectionSucceeded();
    }
    else if (wasConnecting && m_state == kwik::SocketState::Closed)
    {
        m_isEndTold = true;
        NotifyConnectionFailed();
    }
    if (GetRxAvailable() > 0 && !m_isDeaf)
    {
        NotifyDataRecv();
    }
    if (Flush() && m_state == kwik::SocketState::Connected && GetTxAvailable() > 0)
    {
        NotifySend(GetTxAvailable());
    }
    if (const kwik::Socket* now = Machine())
    {
        LookForEnd(*now);
    }
}

void
KwikSocket::LookForEnd(const kwik::Socket& socket)
{
    if (m_isEndTold || !socket.IsAtEnd())
    {
        return;
    }
    m_isEndTold = true;
    if (socket.ResetBy())
    {
        m_errno = ERROR_NOTCONN;
        NotifyErrorClose();
        m_factory->Release(m_socket);
    }
    else
    {
        NotifyNormalClose();
    }
}

void
KwikSocket::NoteState(kwik::SocketState state)
{
    if (state != m_state)
    {
        const kwik::SocketState before = std::exchange(m_state, state);
        m_stateTrace(before, state);
    }
}

bool
KwikSocket::Flush()
{
    if (m_tail.Size() == 0)
    {
        return true;
    }
    const kwik::SocketWrite done = Hub().Write(m_socket, m_tail);
    m_tail = m_tail.Slice(done.taken.value, m_tail.Size() - done.taken.value);
    if (m_tail.Size() > 0)
    {
        return false;
    }
    if (m_isClosing)
    {
        Hub().Close(m_socket);
        NoteState(kwik::SocketState::Closing);
        m_factory->Release(m_socket);
    }
    else if (m_isFinishing)
    {
        Hub().CloseWrite(m_socket);
    }
    return true;
}

kwik::SocketHub&
KwikSocket::Hub() const
{
    return m_factory->Hub();
}

const kwik::Socket*
KwikSocket::Machine() const
{
    return m_socket.value == 0 || !m_factory->IsOpen() ? nullptr : Hub().Find(m_socket);
}

void
KwikSocket::DoDispose()
{
    m_factory = nullptr;
    Socket::DoDispose();
}

} // namespace ns3::kwiklab
