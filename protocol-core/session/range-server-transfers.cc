// The transfers of RangeServer: how each starts, is served, and ends.
#include "protocol-core/session/range-server.h"

#include <algorithm>
#include <utility>

namespace kwik
{

void
RangeServer::StartStream(const KdpStreamOpen& open, ByteCount size)
{
    if (m_pushed.contains(open.stream))
    {
        return; // A client asks again after a silence; the answer is on its way.
    }
    if (m_pushed.size() == PUSHES_MAX)
    {
        Violate("opens too many streams at once");
        return;
    }
    const ByteCount pushed = std::min(size, m_config.firstWindow);
    SendControl(KdpStreamExtent{open.stream, size, pushed, StreamFinish::Final, open.content});
    if (pushed > ByteCount{})
    {
        const CarrierStreamId stream = m_nextPush;
        m_nextPush.value += CARRIER_STREAM_STEP;
        m_pushed.insert(open.stream);
        Start(stream, {open.stream, open.content, {}, pushed, RangePriority::Normal, {}});
    }
}

void
RangeServer::StartRange(CarrierStreamId stream, const KdpRangeRequest& request, ByteCount size)
{
    const ByteCount end = std::min(size, request.offset + request.length);
    if (request.offset >= end)
    {
        // Beyond the content, or no such content here: an empty answer sends the client elsewhere.
        Write(stream, SharedBytes(), StreamEnd::Final);
        return;
    }
    Start(stream,
          {request.stream, request.content, request.offset, end, request.priority, request.offset});
}

void
RangeServer::StartRelay(CarrierStreamId stream, const KdpRangeRequest& request)
{
    Start(stream,
          {request.stream,
           request.content,
           request.offset,
           request.offset + request.length,
           request.priority,
           request.offset,
           true});
    m_actions.Push(RelayStarted{stream, request});
}

void
RangeServer::OnDuplexElsewhere()
{
    m_isDuplexElsewhere = true;
}

void
RangeServer::StartDuplexRange(CarrierStreamId stream, const KdpRangeRequest& request)
{
    if (m_isDuplexElsewhere)
    {
        StartRelay(stream, request);
        return;
    }
    StartRange(stream, request, request.offset + request.length);
}

void
RangeServer::Push(StreamId stream, Interval bytes)
{
    if (m_isViolated)
    {
        return;
    }
    const auto feed = m_feeds.find(stream);
    if (feed == m_feeds.end())
    {
        const CarrierStreamId id = m_nextPush;
        m_nextPush.value += CARRIER_STREAM_STEP;
        m_feeds[stream] = id;
        Transfer transfer{stream, {}, bytes.begin, bytes.end, RangePriority::Normal, bytes.begin};
        transfer.isFeed = true;
        Start(id, std::move(transfer));
    }
    else
    {
        Transfer& transfer = m_transfers.at(feed->second);
        if (transfer.sent == transfer.end) // Else the bytes between go too.
        {
            transfer.asked = bytes.begin;
            transfer.sent = bytes.begin;
        }
        transfer.end = bytes.end;
    }
    Serve();
}

void
RangeServer::EndPush(StreamId stream)
{
    if (const auto feed = m_feeds.find(stream); feed != m_feeds.end())
    {
        Finish(feed->second);
    }
}

void
RangeServer::Start(CarrierStreamId stream, Transfer transfer)
{
    if (transfer.priority == RangePriority::Urgent)
    {
        m_actions.Push(RankStream{stream, StreamRank::Urgent});
    }
    m_transfers.insert_or_assign(stream, std::move(transfer));
}

void
RangeServer::Trim(CarrierStreamId stream, ByteCount end)
{
    const auto entry = m_transfers.find(stream);
    if (entry == m_transfers.end() || end >= entry->second.end)
    {
        return;
    }
    Transfer& transfer = entry->second;
    transfer.end = std::max(end, transfer.asked);
    if (transfer.sent == transfer.end)
    {
        Finish(stream);
    }
}

void
RangeServer::Serve()
{
    while (m_space > 0 && !m_isViolated)
    {
        const auto id = NextTransfer();
        if (!id)
        {
            return;
        }
        Transfer& transfer = m_transfers.at(*id);
        const ByteCount length = std::min(m_config.framePayload, transfer.end - transfer.asked);
        Ask(transfer, *id, length);
        transfer.asked += length;
        m_space -= static_cast<std::int64_t>(length.value);
    }
}

std::optional<CarrierStreamId>
RangeServer::NextTransfer() const
{
    std::optional<CarrierStreamId> normal;
    for (const auto& [id, transfer] : m_transfers)
    {
        if (transfer.asked == transfer.end)
        {
            continue;
        }
        if (transfer.priority == RangePriority::Urgent)
        {
            return id;
        }
        normal = normal ? normal : id;
    }
    return normal;
}

void
RangeServer::Finish(CarrierStreamId stream)
{
    Write(stream, SharedBytes(), StreamEnd::Final);
    Erase(stream);
}

void
RangeServer::Ask(const Transfer& transfer, CarrierStreamId stream, ByteCount length)
{
    if (transfer.isRelayed)
    {
        m_actions.Push(RelayRead{stream, transfer.asked, length});
    }
    else if (transfer.content.empty())
    {
        m_actions.Push(
            DuplexRead{stream, transfer.stream, {transfer.asked, transfer.asked + length}});
    }
    else
    {
        m_actions.Push(Read{stream, transfer.content, transfer.asked, length});
    }
}

void
RangeServer::Erase(CarrierStreamId stream)
{
    const auto entry = m_transfers.find(stream);
    if (entry == m_transfers.end())
    {
        return;
    }
    if (entry->second.isRelayed)
    {
        m_actions.Push(RelayEnded{stream});
    }
    // What was asked for and not written leaves its room in the send buffer to others.
    m_space += static_cast<std::int64_t>((entry->second.asked - entry->second.sent).value);
    if (entry->second.isFeed)
    {
        m_feeds.erase(entry->second.stream);
    }
    else if (!IsClientStream(stream))
    {
        m_pushed.erase(entry->second.stream);
    }
    m_transfers.erase(entry);
}

} // namespace kwik
