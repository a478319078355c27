#include "protocol-core/session/upload-receiver.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<UploadReceiver>);

UploadReceiver::UploadReceiver(const UploadConfig& config)
    : m_config(config)
{
}

void
UploadReceiver::OnExtent(Instant now,
                         CarrierId carrier,
                         SessionId session,
                         const KdpStreamExtent& extent)
{
    Stream* stream = Find(now, carrier, session, extent.stream);
    if (stream == nullptr)
    {
        return;
    }
    const bool isFinal = extent.finish == StreamFinish::Final;
    const bool isOther = stream->size && stream->size != extent.extent && isFinal;
    if (isOther || (isFinal && stream->bytes.Received().End() > extent.extent))
    {
        m_actions.Push(Violated{carrier, "an upload that ends twice"});
        return;
    }
    stream->content = stream->content.value_or(extent.content);
    if (isFinal)
    {
        stream->size = extent.extent;
    }
    Hand(session, extent.stream, *stream);
    m_actions.Push(Reply{carrier, KdpStreamWindow{extent.stream, stream->limit}});
    Widen(carrier, extent.stream, *stream);
    Acknowledge(carrier, extent.stream, *stream);
}

void
UploadReceiver::OnData(Instant now, CarrierId carrier, SessionId session, const KdpData& data)
{
    Stream* stream = Find(now, carrier, session, data.stream);
    if (stream == nullptr)
    {
        return;
    }
    if (stream->isAbandoned)
    {
        return;
    }
    const ByteCount end = data.offset + ByteCount{data.payload.Size()};
    if (end > stream->limit || (stream->size && end > *stream->size))
    {
        m_actions.Push(Violated{carrier, "an upload beyond its window"});
        return;
    }
    stream->bytes.OnBytes(data.offset, data.payload);
    Hand(session, data.stream, *stream);
    Acknowledge(carrier, data.stream, *stream);
    Widen(carrier, data.stream, *stream);
}

void
UploadReceiver::OnPaced(Instant now, CarrierId carrier, const ServedStream& id, ByteCount window)
{
    if (Stream* stream = Find(now, carrier, id.session, id.stream))
    {
        stream->window = stream->window.value_or(window);
    }
}

void
UploadReceiver::OnConsumed(const ServedStream& id, ByteCount bytes, ByteCount window)
{
    const auto session = m_sessions.find(id.session);
    if (session == m_sessions.end() || !session->second.streams.contains(id.stream))
    {
        return;
    }
    Stream& stream = session->second.streams.at(id.stream);
    // A reader may not have heard yet that its stream is abandoned.
    stream.consumed = std::min(stream.consumed + bytes, stream.bytes.Delivered());
    stream.window = window;
    const ByteCount limit = LimitOf(stream);
    if (!stream.isWhole && SubtractOrZero(limit, stream.limit).value * 4 >= window.value)
    {
        stream.limit = limit;
        m_actions.Push(Widened{id, limit});
    }
}

void
UploadReceiver::OnAbandoned(const ServedStream& id)
{
    const auto session = m_sessions.find(id.session);
    if (session != m_sessions.end() && session->second.streams.contains(id.stream))
    {
        Stream& stream = session->second.streams.at(id.stream);
        stream.bytes = Reassembler();
        stream.isAbandoned = true;
        stream.isWhole = true;
    }
}

void
UploadReceiver::OnTimeout(Instant)
{
}

Instant
UploadReceiver::NextTimeout() const
{
    return NEVER;
}

std::optional<UploadReceiver::Action>
UploadReceiver::PollAction()
{
    return m_actions.Pop();
}

UploadReceiver::Stream*
UploadReceiver::Find(Instant now, CarrierId carrier, SessionId session, StreamId id)
{
    if (!m_sessions.contains(session) && m_sessions.size() == SESSIONS_MAX)
    {
        ForgetOldest();
    }
    Session& known = m_sessions[session];
    known.heard = now;
    const auto entry = known.streams.find(id);
    if (entry != known.streams.end())
    {
        return &entry->second;
    }
    if (id.value < known.forgotten)
    {
        return nullptr;
    }
    if (known.streams.size() == STREAMS_MAX && !ForgetWhole(known))
    {
        m_actions.Push(Violated{carrier, "too many uploads"});
        return nullptr;
    }
    Stream& fresh = known.streams[id];
    fresh.limit = UPLOAD_FIRST_WINDOW;
    return &fresh;
}

bool
UploadReceiver::ForgetWhole(Session& session)
{
    const auto whole = std::find_if(session.streams.begin(),
                                    session.streams.end(),
                                    [](const auto& stream) { return stream.second.isWhole; });
    if (whole == session.streams.end())
    {
        return false;
    }
    if (whole == session.streams.begin())
    {
        session.forgotten = whole->first.value + 1; // All before it were whole too.
    }
    session.streams.erase(whole);
    return true;
}

ByteCount
UploadReceiver::LimitOf(const Stream& stream) const
{
    return stream.window ? stream.consumed + *stream.window
                         : stream.bytes.Delivered() + m_config.window;
}

void
UploadReceiver::Hand(SessionId session, StreamId id, Stream& stream)
{
    if (!stream.content || stream.isWhole)
    {
        return;
    }
    bool hasEnded = false;
    while (auto bytes = stream.bytes.Poll())
    {
        hasEnded = stream.size == stream.bytes.Delivered();
        m_actions.Push(Deliver{session,
                               id,
                               *stream.content,
                               std::move(*bytes),
                               hasEnded ? StreamFinish::Final : StreamFinish::Open});
    }
    if (stream.size != stream.bytes.Delivered())
    {
        return;
    }
    if (!hasEnded) // Empty, or the end was learned after the last bytes.
    {
        m_actions.Push(Deliver{session, id, *stream.content, SharedBytes(), StreamFinish::Final});
    }
    stream.isWhole = true;
    m_actions.Push(Event(UploadReceived{session, id, *stream.size, stream.bytes.Duplicates()}));
}

void
UploadReceiver::Acknowledge(CarrierId carrier, StreamId id, const Stream& stream)
{
    const IntervalSet& received = stream.bytes.Received();
    const auto missing = received.FirstMissing({ByteCount{}, received.End()});
    const ByteCount cumulative = missing ? missing->begin : received.End();
    KdpStreamAck ack{id, cumulative, StreamFinish::Open, {}};
    ack.finish = stream.isWhole ? StreamFinish::Final : StreamFinish::Open;
    for (const Interval& range : received.Within({cumulative, received.End()}))
    {
        if (ack.ranges.size() == KDP_ACK_RANGES_MAX)
        {
            break; // What is left out is told when earlier gaps are filled.
        }
        ack.ranges.push_back({range.begin, range.end});
    }
    m_actions.Push(Reply{carrier, std::move(ack)});
}

void
UploadReceiver::Widen(CarrierId carrier, StreamId id, Stream& stream)
{
    const ByteCount limit = LimitOf(stream);
    const ByteCount gain = SubtractOrZero(limit, stream.limit);
    if (gain.value * 4 >= stream.window.value_or(m_config.window).value)
    {
        stream.limit = limit;
        m_actions.Push(Reply{carrier, KdpStreamWindow{id, limit}});
    }
}

void
UploadReceiver::ForgetOldest()
{
    m_sessions.erase(
        std::min_element(m_sessions.begin(), m_sessions.end(), [](const auto& a, const auto& b) {
            return a.second.heard < b.second.heard;
        }));
}

} // namespace kwik
