#include "protocol-core/session/duplex-server.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<DuplexServer>);

DuplexServer::DuplexServer(const DuplexConfig& config)
    : m_config(config)
{
}

bool
DuplexServer::OnConnect(Instant now, const Caller& caller, const KdpStreamConnect& connect)
{
    if (const auto refusal = Refusal(caller, connect))
    {
        m_actions.Push(Reply{caller.carrier, KdpStreamReset{connect.stream, *refusal}});
        m_actions.Push(Event(StreamTurnedAway{caller.session,
                                              connect.stream,
                                              caller.client,
                                              connect.service,
                                              *refusal}));
        return false;
    }
    Session& session = Hear(now, caller);
    session.voice = session.voice.value_or(caller.carrier);
    if (session.closed.contains(connect.stream))
    {
        return true; // Both directions are done; the client may still need its acknowledgement.
    }
    const auto [entry, isNew] = session.streams.try_emplace(connect.stream);
    if (isNew)
    {
        entry->second.limit = m_config.pushWindow;
        m_actions.Push(Offered{{caller.session, connect.stream}, caller.client, connect.service});
    }
    else if (entry->second.isAccepted && connect.acquaintance == StreamAcquaintance::New)
    {
        // The answer may have gone with another path.
        Answer(caller, connect.stream, entry->second);
    }
    return true;
}

std::optional<ResetCause>
DuplexServer::Refusal(const Caller& caller, const KdpStreamConnect& connect) const
{
    const auto entry = m_sessions.find(caller.session);
    const bool isKnown = connect.acquaintance == StreamAcquaintance::Known;
    if (entry == m_sessions.end())
    {
        const bool isFull = m_sessions.size() >= m_config.sessionsMax;
        return isKnown  ? std::optional(ResetCause::Unknown)
               : isFull ? std::optional(ResetCause::TooManySessions)
                        : std::nullopt;
    }
    const Session& session = entry->second;
    if (session.streams.contains(connect.stream))
    {
        return std::nullopt;
    }
    if (const auto closed = session.closed.find(connect.stream); closed != session.closed.end())
    {
        return closed->second;
    }
    const bool isFull = session.streams.size() >= m_config.streamsMax;
    return isKnown  ? std::optional(ResetCause::Unknown)
           : isFull ? std::optional(ResetCause::TooManyStreams)
                    : std::nullopt;
}

void
DuplexServer::OnAck(Instant now, const Caller& caller, const KdpStreamAck& ack)
{
    const ServedStream id{caller.session, ack.stream};
    Stream* stream = Find(id);
    if (stream == nullptr)
    {
        Disown(caller, ack.stream);
        return;
    }
    const ByteCount reached = std::min(ack.cumulative, stream->told);
    const bool isRepeated =
        reached == stream->acknowledged && m_sessions.at(caller.session).voice == caller.carrier;
    SpeakOn(now, caller);
    if (reached > stream->acknowledged)
    {
        stream->acknowledged = reached;
        stream->buffer.Release(reached);
        m_sessions.at(caller.session).retell = NEVER; // There is progress.
    }
    if (stream->isShort && Room(id) > ByteCount{})
    {
        stream->isShort = false;
        m_actions.Push(Writable{id});
    }
    const bool isWhole = stream->isEndTold && stream->acknowledged == stream->buffer.End();
    if (isWhole && ack.finish == StreamFinish::Final && !std::exchange(stream->isSent, true))
    {
        m_actions.Push(Sent{id});
        CloseIfDone(id);
    }
    else
    {
        if (isRepeated)
        {
            Answer(caller, ack.stream, *stream); // It asks whether we are there.
        }
        Tell(id, *stream);
    }
    Watch(now, caller.session);
}

void
DuplexServer::Answer(const Caller& caller, StreamId id, const Stream& stream)
{
    const auto finish = stream.isEndTold ? StreamFinish::Final : StreamFinish::Open;
    m_actions.Push(Reply{caller.carrier, KdpStreamExtent{id, stream.told, {}, finish, {}}});
}

void
DuplexServer::OnWindow(Instant now, const Caller& caller, const KdpStreamWindow& window)
{
    const ServedStream id{caller.session, window.stream};
    Stream* stream = Find(id);
    if (stream == nullptr)
    {
        Disown(caller, window.stream);
        return;
    }
    stream->limit = std::max(stream->limit, window.limit);
    SpeakOn(now, caller);
    Watch(now, caller.session);
}

void
DuplexServer::OnReset(Instant now, const Caller& caller, const KdpStreamReset& reset)
{
    const ServedStream id{caller.session, reset.stream};
    if (Find(id) != nullptr)
    {
        Hear(now, caller);
        Close(id, reset.cause);
    }
}

void
DuplexServer::Disown(const Caller& caller, StreamId stream)
{
    const auto session = m_sessions.find(caller.session);
    std::optional<ResetCause> cause = ResetCause::Unknown;
    if (session != m_sessions.end() && session->second.closed.contains(stream))
    {
        cause = session->second.closed.at(stream);
    }
    if (cause)
    {
        m_actions.Push(Reply{caller.carrier, KdpStreamReset{stream, *cause}});
    }
}

void
DuplexServer::OnReceivedAll(const ServedStream& id)
{
    if (Stream* stream = Find(id))
    {
        stream->isReceived = true;
        CloseIfDone(id);
    }
}

void
DuplexServer::OnGone(Instant now, SessionId id, CarrierId carrier)
{
    const auto entry = m_sessions.find(id);
    if (entry == m_sessions.end() || entry->second.carriers.erase(carrier) == 0)
    {
        return;
    }
    Session& session = entry->second;
    if (session.carriers.empty())
    {
        session.heard = now; // The client has so long to come back.
    }
    if (session.voice == carrier)
    {
        session.voice.reset();
        if (!session.carriers.empty())
        {
            session.voice = session.carriers.begin()->first;
            Retell(session, *session.voice, Scope::All);
        }
    }
    Watch(now, id);
    ForgetIfIdle(id);
}

void
DuplexServer::OnSessionOver(SessionId id)
{
    if (m_sessions.contains(id))
    {
        Abandon(id, ResetCause::Aborted);
    }
}

void
DuplexServer::Accept(Instant now, const ServedStream& id)
{
    Stream* stream = Find(id);
    if (stream == nullptr || std::exchange(stream->isAccepted, true))
    {
        return;
    }
    if (const auto voice = m_sessions.at(id.session).voice)
    {
        m_actions.Push(Reply{*voice, KdpStreamExtent{id.stream, {}, {}, StreamFinish::Open, {}}});
    }
    Tell(id, *stream);
    Watch(now, id.session);
}

ByteCount
DuplexServer::Write(Instant now, const ServedStream& id, const SharedBytes& bytes, StreamFinish end)
{
    Stream* stream = Find(id);
    if (stream == nullptr)
    {
        return {};
    }
    KWIK_ASSERT(!stream->isWritten);
    const ByteCount taken = std::min(Room(id), ByteCount{bytes.Size()});
    stream->buffer.Append(bytes.Slice(0, taken.value));
    stream->isShort = taken.value < bytes.Size();
    stream->isWritten = end == StreamFinish::Final && !stream->isShort;
    Tell(id, *stream);
    Watch(now, id.session);
    return taken;
}

void
DuplexServer::Reset(const ServedStream& id, ResetCause cause)
{
    if (Find(id) == nullptr)
    {
        return;
    }
    for (const auto& [carrier, way] : m_sessions.at(id.session).carriers)
    {
        m_actions.Push(Reply{carrier, KdpStreamReset{id.stream, cause}});
    }
    Close(id, cause);
}

ByteCount
DuplexServer::Room(const ServedStream& id) const
{
    const Stream* stream = Find(id);
    if (stream == nullptr)
    {
        return {};
    }
    const ByteCount share =
        FairShare(m_config.sessionBuffer, m_config.buffer, m_config.shareMin, Streams(id.session));
    return SubtractOrZero(share, stream->buffer.Held());
}

SharedBytes
DuplexServer::Read(const ServedStream& id, Interval wanted) const
{
    const Stream* stream = Find(id);
    if (stream == nullptr || wanted.begin < stream->acknowledged)
    {
        return {};
    }
    wanted.end = std::min(wanted.end, stream->buffer.End());
    return wanted.begin < wanted.end ? stream->buffer.Read(wanted) : SharedBytes();
}

std::size_t
DuplexServer::Streams(SessionId session) const
{
    const auto entry = m_sessions.find(session);
    return entry == m_sessions.end() ? 0 : entry->second.streams.size();
}

std::optional<DuplexServer::Action>
DuplexServer::PollAction()
{
    return m_actions.Pop();
}

} // namespace kwik
