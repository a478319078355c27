// The part of ClientSession that joins an upload and a download to one stream.
#include "protocol-core/session/client-session.h"

#include <algorithm>

namespace kwik
{

StreamId
ClientSession::OpenDuplex(Instant now, std::string service)
{
    const StreamId id = std::max(m_downloads.NextStream(), m_uploads.NextStream());
    m_duplex.OnOpened(id);
    m_downloads.OpenDuplex(now, id, m_duplex.FirstLimit());
    m_uploads.OpenDuplex(id, std::move(service));
    Settle(now);
    return id;
}

void
ClientSession::Consume(Instant now, StreamId stream, ByteCount bytes)
{
    m_duplex.OnConsumed(stream, bytes);
    Settle(now);
}

void
ClientSession::Reset(Instant now, StreamId stream, ResetCause cause)
{
    m_duplex.Reset(stream, cause);
    Settle(now);
}

ByteCount
ClientSession::Room(StreamId stream) const
{
    return m_uploads.IsOpen(stream) ? m_uploads.Room(stream) : ByteCount{};
}

bool
ClientSession::SettleDuplex(Instant now)
{
    bool hasMoved = false;
    while (const auto action = m_duplex.PollAction())
    {
        hasMoved = true;
        if (const auto* tell = std::get_if<DuplexClient::Tell>(&*action))
        {
            if (ClientPath* path = Find(tell->path))
            {
                path->SendKdpControl(tell->message);
            }
        }
        else if (const auto* widen = std::get_if<DuplexClient::Widen>(&*action))
        {
            m_downloads.OnWindow(now, widen->stream, widen->limit);
        }
        else if (const auto* answered = std::get_if<DuplexClient::Answered>(&*action))
        {
            m_uploads.OnAnswered(answered->stream);
            m_actions.Push(*answered);
        }
        else
        {
            const auto& dropped = std::get<DuplexClient::Dropped>(*action);
            m_downloads.OnDropped(now, dropped.stream);
            m_uploads.OnDropped(dropped.stream);
            m_actions.Push(dropped);
        }
    }
    return hasMoved;
}

void
ClientSession::OnDuplexKdp(Instant now, PathId id, const KdpMessage& message)
{
    if (const auto* extent = std::get_if<KdpStreamExtent>(&message))
    {
        m_duplex.OnHeard(now, extent->stream);
        if (m_duplex.OnExtent(id, *extent))
        {
            m_downloads.OnExtent(now, id, *extent);
        }
    }
    else if (const auto* reset = std::get_if<KdpStreamReset>(&message))
    {
        m_duplex.OnReset(*reset);
    }
}

void
ClientSession::AwaitServer(Instant now)
{
    using enum DuplexClient::Awaiting;
    // A server that only others reach may be gone without anybody owing anything.
    const bool isOwed = !m_duplex.HasDirectPath() || m_duplex.HasUnanswered() ||
                        m_uploads.HasUnacknowledged() || m_failover.UsablePaths() == 0 ||
                        m_downloads.IsBehind();
    m_duplex.OnAwaiting(now, m_duplex.HasStreams() && isOwed ? Answer : Nothing);
}

} // namespace kwik
