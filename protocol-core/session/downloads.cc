#include "protocol-core/session/downloads.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<Downloads>);

Downloads::Downloads(SessionHandle session, const DownloadConfig& config)
    : m_session(session),
      m_window(config.reassemblyCap),
      m_scheduler(config)
{
}

StreamId
Downloads::Open(Instant, std::string content)
{
    const StreamId id{m_nextStream++};
    m_streams[id].content = std::move(content);
    m_scheduler.OnStreamOpened(id);
    m_actions.Push(Event(StreamOpened{m_session, id}));
    for (const PathId path : m_ready)
    {
        AskUnknown(path);
    }
    return id;
}

void
Downloads::OpenDuplex(Instant now, StreamId id, ByteCount limit)
{
    KWIK_ASSERT(id.value >= m_nextStream);
    m_nextStream = id.value + 1;
    m_streams[id].window = limit;
    m_scheduler.OnStreamOpened(id);
    m_scheduler.OnWindow(now, id, limit);
    m_actions.Push(Event(StreamOpened{m_session, id}));
}

void
Downloads::OnWindow(Instant now, StreamId id, ByteCount limit)
{
    if (const auto entry = m_streams.find(id); entry != m_streams.end())
    {
        entry->second.window = limit;
        m_scheduler.OnWindow(now, id, limit);
        Drain();
    }
}

void
Downloads::OnDropped(Instant now, StreamId id)
{
    if (m_streams.contains(id))
    {
        Close(now, id);
    }
}

void
Downloads::OnPathGreeted(PathId path)
{
    m_greeted.insert(path);
    AskUnknown(path);
}

void
Downloads::OnPathReady(Instant now, PathId path, Duration roundTrip)
{
    m_greeted.insert(path);
    m_ready.insert(path);
    m_scheduler.OnPathReady(now, path, roundTrip);
    AskUnknown(path);
    Drain();
}

void
Downloads::OnArrived(Instant now, PathId path, ByteCount bytes, RoundTrip roundTrip)
{
    m_scheduler.OnArrived(now, path, bytes, roundTrip);
}

ByteCount
Downloads::OnPathSilent(Instant now, PathId path)
{
    m_ready.erase(path);
    const ByteCount owed = m_scheduler.OnPathSilent(now, path);
    ForgetAsked(path);
    Drain();
    return owed;
}

void
Downloads::OnPathClosed(Instant now, PathId path)
{
    m_greeted.erase(path);
    m_ready.erase(path);
    for (auto& [id, stream] : m_streams)
    {
        stream.openedOn.erase(path);
    }
    m_scheduler.OnPathClosed(now, path);
    ForgetAsked(path);
    RefuseUnserved(now);
    Drain();
}

void
Downloads::OnData(Instant now, std::optional<RangeId> range, const KdpData& data)
{
    const auto entry = m_streams.find(data.stream);
    if (entry == m_streams.end())
    {
        return;
    }
    Stream& stream = entry->second;
    const Interval arrived{data.offset, data.offset + ByteCount{data.payload.Size()}};
    if (arrived.end > stream.window.value_or(stream.bytes.Delivered() + m_window))
    {
        return; // Nobody asked for that, and there is no room for it.
    }
    stream.bytes.OnBytes(data.offset, data.payload);
    m_scheduler.OnReceived(now, range.value_or(PushAt(stream, data.offset)), data.stream, arrived);
    if (const auto push = stream.pushed.find(arrived.end); !range && push != stream.pushed.end())
    {
        m_scheduler.OnRangeEnded(now, push->second);
        stream.pushed.erase(push);
    }
    DeliverReady(now, data.stream);
    Drain();
}

void
Downloads::OnExtent(Instant now, PathId path, const KdpStreamExtent& extent)
{
    const auto entry = m_streams.find(extent.stream);
    if (entry == m_streams.end() || extent.extent < entry->second.extent)
    {
        return;
    }
    Stream& stream = entry->second;
    const ByteCount before = stream.extent;
    stream.isKnown = true;
    stream.extent = extent.extent;
    stream.isFinal = extent.finish == StreamFinish::Final;
    stream.content = extent.content;
    const bool isFinal = stream.isFinal;
    m_actions.Push(Event(StreamExtentLearned{m_session, extent.stream, extent.extent, isFinal}));
    OnPushed(now, path, extent.stream, {before, extent.pushed});
    m_scheduler.OnExtent(now, extent.stream, extent.extent);
    DeliverReady(now, extent.stream);
    Drain();
}

void
Downloads::OnRefused(Instant now, PathId path, StreamId id)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end() || entry->second.isKnown || !entry->second.openedOn.contains(path))
    {
        return;
    }
    Stream& stream = entry->second;
    stream.refusedBy.insert(path); // Also when another was asked since: nobody asks here again.
    if (stream.asked == path)
    {
        ForgetAsked(path);
    }
    RefuseUnserved(now);
    Drain();
}

bool
Downloads::IsServed(StreamId id) const
{
    const Stream& stream = m_streams.at(id);
    return stream.isKnown || stream.refusedBy.empty() ||
           std::any_of(m_greeted.begin(), m_greeted.end(), [&stream](PathId path) {
               return !stream.refusedBy.contains(path);
           });
}

void
Downloads::RefuseUnserved(Instant now)
{
    for (auto next = m_streams.begin(); next != m_streams.end();)
    {
        const StreamId id = (next++)->first;
        if (!IsServed(id))
        {
            m_actions.Push(Refused{id});
            Close(now, id);
        }
    }
}

void
Downloads::OnRangeEnded(Instant now, RangeId range)
{
    m_scheduler.OnRangeEnded(now, range);
    Drain();
}

void
Downloads::OnPushEnded(Instant now, StreamId id)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    for (const auto& [end, range] : std::exchange(entry->second.pushed, {}))
    {
        m_scheduler.OnRangeEnded(now, range);
    }
    Drain();
}

RangeId
Downloads::PushAt(const Stream& stream, ByteCount offset)
{
    const auto push = stream.pushed.upper_bound(offset);
    return push == stream.pushed.end() ? RangeId{} : push->second;
}

void
Downloads::OnPushed(Instant now, PathId path, StreamId id, Interval announced)
{
    Stream& stream = m_streams.at(id);
    announced.end = std::min(announced.end, stream.window.value_or(m_window));
    const auto pushed = announced.begin < announced.end
                            ? stream.bytes.Received().FirstMissing(announced)
                            : std::nullopt;
    if (pushed)
    {
        stream.pushed[pushed->end] = m_scheduler.OnPushAnnounced(now, path, id, *pushed);
    }
}

void
Downloads::OnTimeout(Instant now)
{
    m_scheduler.OnTimeout(now);
    Drain();
}

Instant
Downloads::NextTimeout() const
{
    return m_scheduler.NextTimeout();
}

std::optional<Downloads::Action>
Downloads::PollAction()
{
    return m_actions.Pop();
}

void
Downloads::Drain()
{
    while (auto action = m_scheduler.PollAction())
    {
        if (const auto* wanted = std::get_if<DownloadScheduler::RequestRange>(&*action))
        {
            const auto priority =
                wanted->rank == StreamRank::Urgent ? RangePriority::Urgent : RangePriority::Normal;
            const ByteCount length = wanted->bytes.Length();
            m_actions.Push(Request{wanted->path,
                                   wanted->range,
                                   {wanted->stream,
                                    wanted->bytes.begin,
                                    length,
                                    priority,
                                    m_streams.at(wanted->stream).content}});
            m_actions.Push(Event(RangeRequested{m_session,
                                                wanted->stream,
                                                wanted->path,
                                                wanted->bytes.begin,
                                                length,
                                                wanted->purpose}));
        }
        else if (const auto* trim = std::get_if<DownloadScheduler::TrimRange>(&*action))
        {
            m_actions.Push(*trim);
        }
        else
        {
            m_actions.Push(std::get<DownloadScheduler::AbandonRange>(*action));
        }
    }
}

void
Downloads::AskUnknown(PathId path)
{
    for (auto& [id, stream] : m_streams)
    {
        if (!stream.window && !stream.isKnown && !stream.asked && !stream.refusedBy.contains(path))
        {
            // On a path that was silent for a while the question is still under way.
            stream.asked = path;
            if (stream.openedOn.insert(path).second)
            {
                m_actions.Push(OpenOn{path, {id, stream.content}});
            }
        }
    }
}

void
Downloads::ForgetAsked(PathId path)
{
    for (auto& [id, stream] : m_streams)
    {
        if (!stream.isKnown && stream.asked == path)
        {
            stream.asked.reset();
        }
    }
    for (const PathId other : m_ready)
    {
        AskUnknown(other);
    }
}

void
Downloads::DeliverReady(Instant now, StreamId id)
{
    Stream& stream = m_streams.at(id);
    const bool isWhole = stream.isFinal && stream.bytes.Received().Total() == stream.extent;
    bool isProgress = false;
    while (auto bytes = stream.bytes.Poll(stream.limit.value_or(Reassembler::EVERYTHING)))
    {
        const bool isLast = isWhole && stream.bytes.Delivered() == stream.extent;
        m_actions.Push(
            Deliver{id, std::move(*bytes), isLast ? StreamFinish::Final : StreamFinish::Open});
        isProgress = true;
    }
    if (isWhole && stream.bytes.Delivered() == stream.extent)
    {
        if (!isProgress) // Empty, or the end was learned after the last bytes.
        {
            m_actions.Push(Deliver{id, SharedBytes(), StreamFinish::Final});
        }
        m_actions.Push(Event(StreamFinished{m_session, id, stream.extent}));
        Close(now, id);
    }
    else if (isProgress)
    {
        m_scheduler.OnDelivered(now, id, stream.bytes.Delivered());
    }
}

void
Downloads::Close(Instant now, StreamId id)
{
    m_duplicates += m_streams.at(id).bytes.Duplicates();
    m_scheduler.OnStreamClosed(now, id);
    Drain();
    m_streams.erase(id);
}

} // namespace kwik
