// The part of SocketHub that hears of streams, and lets them and the sockets act on each other.
#include "protocol-core/host/socket-hub.h"

#include <algorithm>
#include <vector>

namespace kwik
{

template <typename WHAT>
void
SocketHub::With(Instant now, const DuplexStream& stream, WHAT&& what)
{
    const auto id = m_socketOf.find(stream);
    if (id != m_socketOf.end())
    {
        what(m_sockets.at(id->second).machine);
        m_ready.insert(id->second);
        Settle(now);
    }
}

void
SocketHub::OnStreamBytes(Instant now,
                         SessionStream stream,
                         const SharedBytes& bytes,
                         StreamFinish finish)
{
    With(now, stream, [&](Socket& socket) { socket.OnBytes(bytes, finish); });
}

void
SocketHub::OnStreamRefused(Instant, SessionStream)
{
    // Only contents are refused in this way, and nobody asks for any here.
}

void
SocketHub::OnSessionEnded(Instant now, SessionHandle session, SessionEnd)
{
    if (const auto entry = m_sessions.find(session); entry != m_sessions.end())
    {
        m_idle.erase({entry->second.idleUntil, session});
        m_sessions.erase(entry);
    }
    std::vector<SocketId> lost;
    for (const auto& [id, entry] : m_sockets)
    {
        const auto* stream = std::get_if<SessionStream>(&entry.stream);
        if (stream != nullptr && stream->session == session)
        {
            lost.push_back(id);
        }
    }
    for (const SocketId id : lost)
    {
        m_sockets.at(id).machine.OnReset(ResetCause::TimedOut);
        m_ready.insert(id);
    }
    Settle(now);
}

void
SocketHub::OnUploadWritable(Instant now, SessionStream stream)
{
    With(now, stream, [](Socket& socket) { socket.OnWritable(); });
}

void
SocketHub::OnUploadFinished(Instant now, SessionStream stream)
{
    With(now, stream, [](Socket& socket) { socket.OnSent(); });
}

void
SocketHub::OnStreamAnswered(Instant now, SessionStream stream)
{
    With(now, stream, [](Socket& socket) { socket.OnAnswered(); });
}

void
SocketHub::OnStreamDropped(Instant now, SessionStream stream, ResetCause cause)
{
    With(now, stream, [cause](Socket& socket) { socket.OnReset(cause); });
}

StreamAcceptor::Verdict
SocketHub::OnStreamOffered(Instant now, const Offer& offer)
{
    const auto listener = m_listeners.find(offer.service);
    if (listener == m_listeners.end() || m_sockets.size() >= m_limits.sockets)
    {
        return Verdict::Refuse;
    }
    const SocketId id = NewSocket(offer.stream, offer.client, nullptr);
    m_sockets.at(id).machine.OnAccepted();
    SocketObserver* observer = listener->second->OnSocketOffered(now, id, offer.client);
    if (observer == nullptr)
    {
        m_socketOf.erase(offer.stream);
        m_sockets.erase(id);
        return Verdict::Refuse;
    }
    m_sockets.at(id).observer = observer;
    m_ready.insert(id);
    Settle(now);
    return Verdict::Accept;
}

void
SocketHub::OnServedBytes(Instant now,
                         const ServedStream& stream,
                         const SharedBytes& bytes,
                         StreamFinish finish)
{
    With(now, stream, [&](Socket& socket) { socket.OnBytes(bytes, finish); });
}

void
SocketHub::OnServedWritable(Instant now, const ServedStream& stream)
{
    With(now, stream, [](Socket& socket) { socket.OnWritable(); });
}

void
SocketHub::OnServedSent(Instant now, const ServedStream& stream)
{
    With(now, stream, [](Socket& socket) { socket.OnSent(); });
}

void
SocketHub::OnServedEnded(Instant now, const ServedStream& stream, std::optional<ResetCause> cause)
{
    if (cause)
    {
        With(now, stream, [cause](Socket& socket) { socket.OnReset(*cause); });
    }
}

void
SocketHub::OnTimer(Instant now)
{
    m_armedFor = NEVER;
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        const SocketId id = m_deadlines.begin()->second;
        m_sockets.at(id).machine.OnTimeout(now);
        MoveDeadline(id);
        m_ready.insert(id);
    }
    CloseIdleSessions(now);
    Settle(now);
    Arm();
}

SocketId
SocketHub::NewSocket(const DuplexStream& stream, const Address& peer, SocketObserver* observer)
{
    const SocketId id{m_nextSocket++};
    m_sockets.emplace(id, Entry{Socket(id, m_limits.socket), stream, peer, observer});
    m_socketOf[stream] = id;
    return id;
}

void
SocketHub::Settle(Instant now)
{
    if (m_isSettling)
    {
        return; // Whoever called the observer that called us goes on until all are quiet.
    }
    m_isSettling = true;
    while (!m_ready.empty())
    {
        const SocketId id = *m_ready.begin();
        m_ready.erase(m_ready.begin());
        auto entry = m_sockets.find(id);
        while (entry != m_sockets.end())
        {
            auto action = entry->second.machine.PollAction();
            if (!action)
            {
                break;
            }
            CarryOut(now, id, *action);
            entry = m_sockets.find(id);
        }
        ForgetIfOver(id);
    }
    m_isSettling = false;
    Arm();
}

void
SocketHub::CarryOut(Instant now, SocketId id, Socket::Action& action)
{
    const Entry& entry = m_sockets.at(id);
    if (const auto* consume = std::get_if<Socket::Consume>(&action))
    {
        m_host->Consume(entry.stream, consume->bytes);
    }
    else if (std::holds_alternative<Socket::Finish>(action))
    {
        std::visit(
            [this](const auto& stream) {
                m_host->Write(stream, SharedBytes(), StreamFinish::Final);
            },
            DuplexStream(entry.stream));
    }
    else if (const auto* abort = std::get_if<Socket::Abort>(&action))
    {
        m_host->Reset(entry.stream, abort->cause);
    }
    else if (const auto* event = std::get_if<Event>(&action))
    {
        m_events.OnEvent(now, *event);
    }
    else if (entry.observer != nullptr)
    {
        entry.observer->OnSocketReady(now, id);
    }
}

void
SocketHub::ForgetIfOver(SocketId id)
{
    const auto entry = m_sockets.find(id);
    if (entry == m_sockets.end())
    {
        return;
    }
    MoveDeadline(id);
    const bool isOver = entry->second.machine.State() == SocketState::Closed;
    if (!isOver || entry->second.observer != nullptr || m_ready.contains(id))
    {
        return;
    }
    const DuplexStream stream = entry->second.stream;
    m_deadlines.erase({entry->second.deadline, id});
    m_socketOf.erase(stream);
    m_sockets.erase(entry);
    const auto* ours = std::get_if<SessionStream>(&stream);
    if (ours != nullptr)
    {
        Leave(m_env.Now(), ours->session);
    }
}

void
SocketHub::Leave(Instant now, SessionHandle handle)
{
    const auto session = m_sessions.find(handle);
    if (session != m_sessions.end() && --session->second.sockets == 0)
    {
        session->second.idleUntil = now + m_limits.sessionIdleFor;
        m_idle.insert({session->second.idleUntil, handle});
    }
}

void
SocketHub::CloseIdleSessions(Instant now)
{
    while (!m_idle.empty() && m_idle.begin()->first <= now)
    {
        const SessionHandle handle = m_idle.begin()->second;
        m_idle.erase(m_idle.begin());
        m_sessions.erase(handle);
        m_host->CloseSession(handle);
    }
}

void
SocketHub::MoveDeadline(SocketId id)
{
    Entry& entry = m_sockets.at(id);
    const Instant next = entry.machine.NextTimeout();
    if (next != entry.deadline)
    {
        m_deadlines.erase({entry.deadline, id});
        entry.deadline = next;
        if (next != NEVER)
        {
            m_deadlines.insert({next, id});
        }
    }
}

void
SocketHub::Arm()
{
    Instant next = m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
    next = m_idle.empty() ? next : std::min(next, m_idle.begin()->first);
    if (next != m_armedFor)
    {
        m_armedFor = next;
        m_timer->Arm(next);
    }
}

} // namespace kwik
