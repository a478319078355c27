// The part of DuplexServer that knows which connections a session has, and what to say on them.
#include "protocol-core/session/duplex-server.h"

#include <algorithm>

namespace kwik
{

namespace
{

/// What one session may add to the actions.
constexpr std::size_t ACTIONS_KEPT_FREE = 32'768;
/// The next turn of the timer.
constexpr Duration AT_ONCE = std::chrono::milliseconds(1);

/// The stream in @p sessions, constant or not; nothing when it is not there.
template <typename SESSIONS>
auto
FindIn(SESSIONS& sessions, const ServedStream& id)
    -> decltype(&sessions.begin()->second.streams.begin()->second)
{
    const auto session = sessions.find(id.session);
    if (session == sessions.end())
    {
        return nullptr;
    }
    const auto stream = session->second.streams.find(id.stream);
    return stream == session->second.streams.end() ? nullptr : &stream->second;
}

} // namespace

bool
DuplexServer::Stream::IsOwedAnswer() const
{
    const bool isEndOwed = isEndTold && !isSent && told <= limit;
    return isAccepted && (acknowledged < std::min(told, limit) || isEndOwed);
}

DuplexServer::Session&
DuplexServer::Hear(Instant now, const Caller& caller)
{
    Session& session = m_sessions[caller.session];
    session.heard = now;
    session.carriers.insert_or_assign(caller.carrier, caller.way);
    return session;
}

DuplexServer::Stream*
DuplexServer::Find(const ServedStream& id)
{
    return FindIn(m_sessions, id);
}

const DuplexServer::Stream*
DuplexServer::Find(const ServedStream& id) const
{
    return FindIn(m_sessions, id);
}

void
DuplexServer::SpeakOn(Instant now, const Caller& caller)
{
    Session& session = Hear(now, caller);
    if (session.voice != caller.carrier)
    {
        session.voice = caller.carrier;
        Retell(session, caller.carrier, Scope::All); // What was said elsewhere may never arrive.
    }
}

void
DuplexServer::Tell(const ServedStream& id, Stream& stream)
{
    const Session& session = m_sessions.at(id.session);
    const ByteCount end = stream.buffer.End();
    const bool isEnding = stream.isWritten && !stream.isEndTold;
    if (!stream.isAccepted || !session.voice || (end == stream.told && !isEnding))
    {
        return;
    }
    const bool isCaughtUp = stream.told < stream.acknowledged + m_config.pushWindow;
    if (!isCaughtUp && !isEnding && end < stream.told + m_config.pushWindow)
    {
        return; // The client has enough to ask for; small steps would only cost messages.
    }
    const bool isDirect = session.carriers.at(*session.voice) == Way::Direct;
    const ByteCount reach = std::min(stream.acknowledged + m_config.pushWindow, stream.limit);
    const Interval pushed{stream.told, isDirect ? std::min(end, reach) : ByteCount{}};
    stream.told = end;
    stream.isEndTold = stream.isWritten;
    const auto finish = stream.isWritten ? StreamFinish::Final : StreamFinish::Open;
    const bool isPushing = pushed.begin < pushed.end;
    m_actions.Push(
        Reply{*session.voice,
              KdpStreamExtent{id.stream, end, isPushing ? pushed.end : ByteCount{}, finish, {}}});
    if (isPushing)
    {
        m_actions.Push(Push{*session.voice, id, pushed});
    }
}

void
DuplexServer::OnWidened(const ServedStream& id, ByteCount limit)
{
    if (Find(id) == nullptr)
    {
        return;
    }
    // The client may have stopped for it, with nothing under way that would show a dead path.
    for (const auto& [carrier, way] : m_sessions.at(id.session).carriers)
    {
        m_actions.Push(Reply{carrier, KdpStreamWindow{id.stream, limit}});
    }
}

void
DuplexServer::Retell(const Session& session, CarrierId carrier, Scope scope)
{
    for (const auto& [id, stream] : session.streams)
    {
        if (stream.isAccepted && (scope == Scope::All || stream.IsOwedAnswer()))
        {
            const auto finish = stream.isEndTold ? StreamFinish::Final : StreamFinish::Open;
            m_actions.Push(Reply{carrier, KdpStreamExtent{id, stream.told, {}, finish, {}}});
        }
    }
}

void
DuplexServer::Watch(Instant now, SessionId id)
{
    const auto entry = m_sessions.find(id);
    if (entry == m_sessions.end())
    {
        return;
    }
    Session& session = entry->second;
    const bool isOwed =
        std::any_of(session.streams.begin(), session.streams.end(), [](const auto& stream) {
            return stream.second.IsOwedAnswer();
        });
    if (!isOwed)
    {
        session.retell = NEVER;
    }
    else if (session.retell == NEVER)
    {
        session.heard = now; // Silence before counts for nothing: nothing was awaited.
        session.patience = m_config.retellAfter;
        session.retell = now + session.patience;
    }
    const bool isLost = session.carriers.empty();
    SetDeadline(id, isLost ? session.heard + m_config.giveUpAfter : session.retell);
}

void
DuplexServer::SetDeadline(SessionId id, Instant deadline)
{
    Session& session = m_sessions.at(id);
    if (deadline != session.deadline)
    {
        m_deadlines.erase({session.deadline, id});
        session.deadline = deadline;
        if (deadline != NEVER)
        {
            m_deadlines.insert({deadline, id});
        }
    }
}

void
DuplexServer::OnTimeout(Instant now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        const SessionId id = m_deadlines.begin()->second;
        Session& session = m_sessions.at(id);
        if (m_actions.FreeSlots() < ACTIONS_KEPT_FREE)
        {
            SetDeadline(id, now + AT_ONCE); // When what there is has been carried out.
            continue;
        }
        if (now >= session.heard + m_config.giveUpAfter)
        {
            Abandon(id, ResetCause::TimedOut);
            continue;
        }
        for (const auto& [carrier, way] : session.carriers)
        {
            Retell(session, carrier, Scope::Owed);
        }
        session.patience *= 2;
        session.retell = std::min(now + session.patience, session.heard + m_config.giveUpAfter);
        Watch(now, id);
    }
}

Instant
DuplexServer::NextTimeout() const
{
    return m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
}

void
DuplexServer::CloseIfDone(const ServedStream& id)
{
    const Stream& stream = *Find(id);
    if (stream.isSent && stream.isReceived)
    {
        Close(id, std::nullopt);
    }
}

void
DuplexServer::Close(const ServedStream& id, std::optional<ResetCause> cause)
{
    Session& session = m_sessions.at(id.session);
    session.streams.erase(id.stream);
    if (session.closed.size() == CLOSED_MAX)
    {
        session.closed.erase(session.closed.begin());
    }
    session.closed.insert_or_assign(id.stream, cause);
    for (const auto& [carrier, way] : session.carriers)
    {
        if (way == Way::Direct)
        {
            m_actions.Push(EndPush{carrier, id.stream});
        }
    }
    m_actions.Push(Ended{id, cause});
    ForgetIfIdle(id.session);
}

void
DuplexServer::Abandon(SessionId id, ResetCause cause)
{
    std::vector<StreamId> streams;
    for (const auto& [stream, entry] : m_sessions.at(id).streams)
    {
        streams.push_back(stream);
    }
    for (const StreamId stream : streams)
    {
        Reset({id, stream}, cause);
    }
    if (m_sessions.contains(id))
    {
        SetDeadline(id, NEVER);
        m_sessions.erase(id); // A client that comes back hears that its streams are unknown.
    }
}

void
DuplexServer::ForgetIfIdle(SessionId id)
{
    const Session& session = m_sessions.at(id);
    if (session.streams.empty() && session.carriers.empty())
    {
        SetDeadline(id, NEVER);
        m_sessions.erase(id);
    }
}

} // namespace kwik
