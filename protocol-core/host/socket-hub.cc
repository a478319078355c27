#include "protocol-core/host/socket-hub.h"

#include <algorithm>

namespace kwik
{

SocketHub::SocketHub(Environment& env, EventSink& events, const SocketLimits& limits)
    : m_env(env),
      m_events(events),
      m_limits(limits),
      m_timer(env.NewTimer(*this))
{
}

SocketHub::~SocketHub() = default;

Result<std::unique_ptr<SocketHub>>
SocketHub::Open(HostParts parts, std::uint16_t port, const SocketLimits& limits)
{
    std::unique_ptr<SocketHub> hub(new SocketHub(parts.env, parts.events, limits));
    parts.streams = hub.get();
    auto host = Host::Open(std::move(parts), port);
    if (!host.IsOk())
    {
        return host.Failure();
    }
    hub->m_host = std::move(host.Value());
    return hub;
}

Host&
SocketHub::Kwik()
{
    return *m_host;
}

Result<SocketId>
SocketHub::Dial(const ServerInfo& server, std::string service, SocketObserver& observer)
{
    if (service.size() > KDP_NAME_MAX)
    {
        return Error{ErrorCode::TooLarge, "name of a service"};
    }
    if (m_sockets.size() >= m_limits.sockets)
    {
        return Error{ErrorCode::Exhausted, "sockets of this host"};
    }
    const SessionHandle session = SessionTo(server);
    if (session == SessionHandle{})
    {
        return Error{ErrorCode::Exhausted, "sessions of this host"};
    }
    m_idle.erase({m_sessions.at(session).idleUntil, session});
    m_sessions.at(session).idleUntil = NEVER;
    m_sessions.at(session).sockets += 1;
    const SessionStream stream{session, m_host->OpenDuplex(session, std::move(service))};
    const SocketId id = NewSocket(stream, server.address, &observer);
    With(id, [](Socket& socket) { socket.OnDialled(); });
    return id;
}

SessionHandle
SocketHub::SessionTo(const ServerInfo& server)
{
    const auto shared = std::find_if(m_sessions.begin(), m_sessions.end(), [&](const auto& entry) {
        const Session& session = entry.second;
        return session.server.address == server.address && session.server.pin == server.pin &&
               session.sockets < m_limits.socketsPerSession;
    });
    if (shared != m_sessions.end())
    {
        return shared->first;
    }
    if (m_sessions.size() >= m_limits.sessions)
    {
        return {};
    }
    const SessionHandle handle = m_host->Dial(server, *this);
    m_sessions[handle].server = server;
    return handle;
}

Result<std::monostate>
SocketHub::Listen(std::string service, SocketListener& listener)
{
    if (service.size() > KDP_NAME_MAX)
    {
        return Error{ErrorCode::TooLarge, "name of a service"};
    }
    if (!m_listeners.emplace(std::move(service), &listener).second)
    {
        return Error{ErrorCode::Refused, "a service that has a listener"};
    }
    return std::monostate();
}

void
SocketHub::Unlisten(const std::string& service)
{
    m_listeners.erase(service);
}

SocketRead
SocketHub::Read(SocketId id, ByteCount most)
{
    SocketRead read{SocketStatus::NotConnected, {}};
    With(id, [&](Socket& socket) { read = socket.Read(m_env.Now(), most); });
    return read;
}

SocketWrite
SocketHub::Write(SocketId id, const SharedBytes& bytes)
{
    const auto entry = m_sockets.find(id);
    if (entry == m_sockets.end())
    {
        return {SocketStatus::NotConnected, {}};
    }
    const SocketStatus status = entry->second.machine.CheckWrite(m_env.Now());
    if (status != SocketStatus::Ok)
    {
        return {status, {}};
    }
    const ByteCount offered{bytes.Size()};
    const ByteCount taken = std::visit(
        [&](const auto& stream) { return m_host->Write(stream, bytes, StreamFinish::Open); },
        entry->second.stream);
    With(id, [&](Socket& socket) { socket.OnTaken(taken, offered); });
    const bool isShut = taken == ByteCount{} && offered > ByteCount{};
    return {isShut ? SocketStatus::WouldBlock : SocketStatus::Ok, taken};
}

void
SocketHub::CloseWrite(SocketId id)
{
    With(id, [](Socket& socket) { socket.CloseWrite(); });
}

void
SocketHub::Close(SocketId id)
{
    const auto entry = m_sockets.find(id);
    if (entry != m_sockets.end())
    {
        entry->second.observer = nullptr;
        With(id, [this](Socket& socket) { socket.Close(m_env.Now()); });
    }
}

void
SocketHub::Abort(SocketId id)
{
    const auto entry = m_sockets.find(id);
    if (entry != m_sockets.end())
    {
        entry->second.observer = nullptr;
        m_host->Reset(entry->second.stream, ResetCause::Aborted);
        With(id, [](Socket& socket) { socket.OnReset(ResetCause::Aborted); });
    }
}

void
SocketHub::SetReadDeadline(SocketId id, Instant deadline)
{
    With(id, [deadline](Socket& socket) { socket.SetReadDeadline(deadline); });
}

void
SocketHub::SetWriteDeadline(SocketId id, Instant deadline)
{
    With(id, [deadline](Socket& socket) { socket.SetWriteDeadline(deadline); });
}

void
SocketHub::CloseSessions()
{
    while (!m_sessions.empty())
    {
        const SessionHandle session = m_sessions.begin()->first;
        m_host->CloseSession(session); // OnSessionEnded resets its sockets.
        KWIK_ASSERT(!m_sessions.contains(session));
    }
}

const Socket*
SocketHub::Find(SocketId id) const
{
    const auto entry = m_sockets.find(id);
    return entry == m_sockets.end() ? nullptr : &entry->second.machine;
}

ByteCount
SocketHub::Room(SocketId id) const
{
    const auto entry = m_sockets.find(id);
    return entry == m_sockets.end() ? ByteCount{} : m_host->Room(entry->second.stream);
}

Address
SocketHub::Peer(SocketId id) const
{
    return m_sockets.at(id).peer;
}

std::size_t
SocketHub::Sessions() const
{
    return m_sessions.size();
}

std::size_t
SocketHub::Sockets() const
{
    return m_sockets.size();
}

template <typename WHAT>
void
SocketHub::With(SocketId id, WHAT&& what)
{
    const auto entry = m_sockets.find(id);
    if (entry != m_sockets.end())
    {
        what(entry->second.machine);
        m_ready.insert(id);
        Settle(m_env.Now());
    }
}

} // namespace kwik
