#include "protocol-core/session/range-server.h"

#include "protocol-core/base/machine.h"

#include <algorithm>
#include <utility>

namespace kwik
{

static_assert(Machine<RangeServer>);

RangeServer::RangeServer(const ServerConfig& config)
    : m_config(config)
{
}

void
RangeServer::OnBytes(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end)
{
    KdpDecoder& decoder = m_inbound[stream].decoder;
    decoder.Append(bytes);
    auto message = decoder.Next();
    while (message.IsOk() && message.Value())
    {
        OnMessage(stream, std::move(*message.Value()));
        message = decoder.Next();
    }
    if (!message.IsOk())
    {
        m_actions.Push(Violated{message.Failure().where});
    }
    if (end == StreamEnd::Final)
    {
        if (m_inbound.at(stream).isUpload)
        {
            Write(stream, SharedBytes(), StreamEnd::Final); // Our side, which had nothing to say.
        }
        m_inbound.erase(stream);
    }
    Serve();
}

void
RangeServer::OnStreamAborted(CarrierStreamId stream)
{
    m_inbound.erase(stream);
    Erase(stream);
}

void
RangeServer::OnSendSpace(ByteCount space)
{
    m_space += static_cast<std::int64_t>(space.value);
    Serve();
}

void
RangeServer::OnOtherWrite(ByteCount bytes)
{
    m_space -= static_cast<std::int64_t>(bytes.value);
}

void
RangeServer::OnContentSize(const std::string& content, std::optional<ByteCount> size)
{
    if (size)
    {
        m_sizes[content] = *size;
    }
    for (const Waiting& waiting : TakeWaiting(content))
    {
        Answer(waiting, size);
    }
    Serve();
}

void
RangeServer::OnContentElsewhere(const std::string& content)
{
    m_elsewhere.insert(content);
    for (const Waiting& waiting : TakeWaiting(content))
    {
        Answer(waiting, std::nullopt);
    }
    Serve();
}

std::vector<RangeServer::Waiting>
RangeServer::TakeWaiting(const std::string& content)
{
    const auto entry = m_waiting.find(content);
    if (entry == m_waiting.end())
    {
        return {};
    }
    std::vector<Waiting> waiting = std::move(entry->second);
    m_waiting.erase(entry);
    return waiting;
}

void
RangeServer::OnContent(CarrierStreamId id, SharedBytes bytes)
{
    const auto entry = m_transfers.find(id);
    if (entry == m_transfers.end())
    {
        return;
    }
    Transfer& transfer = entry->second;
    if (bytes.Size() == 0)
    {
        Finish(id); // There is no more of it; the client will ask somebody else for the rest.
        return;
    }
    const KdpData frame{transfer.stream,
                        transfer.sent,
                        StreamFinish::Open,
                        transfer.priority,
                        std::move(bytes)};
    transfer.sent += ByteCount{frame.payload.Size()};
    ByteVector header = EncodeKdp(frame);
    OnOtherWrite(ByteCount{header.size()});
    Write(id, SharedBytes(std::move(header)), StreamEnd::Open);
    Write(id, frame.payload, StreamEnd::Open);
    if (transfer.sent >= transfer.end)
    {
        Finish(id);
    }
    Serve();
}

void
RangeServer::OnTimeout(Instant)
{
}

Instant
RangeServer::NextTimeout() const
{
    return NEVER;
}

std::optional<RangeServer::Action>
RangeServer::PollAction()
{
    return m_actions.Pop();
}

void
RangeServer::OnMessage(CarrierStreamId stream, KdpMessage message)
{
    if (const auto* trim = std::get_if<KdpRangeTrim>(&message))
    {
        Trim(stream, trim->end);
    }
    else if (const auto* request = std::get_if<KdpRangeRequest>(&message))
    {
        const bool isForRanges = IsClientStream(stream) && stream >= FIRST_RANGE_STREAM;
        if (!isForRanges || std::exchange(m_inbound.at(stream).hasAsked, true))
        {
            m_actions.Push(Violated{"a range request in the wrong place"});
            return;
        }
        const std::string content = request->content;
        Ask(stream, content, std::move(message));
    }
    else if (const auto* open = std::get_if<KdpStreamOpen>(&message))
    {
        const std::string content = open->content;
        Ask(stream, content, std::move(message));
    }
    else if (std::holds_alternative<KdpStreamExtent>(message) && stream == KDP_STREAM)
    {
        m_actions.Push(Uploaded{std::move(message)});
    }
    else if (std::holds_alternative<KdpData>(message) && IsClientStream(stream) &&
             stream >= FIRST_RANGE_STREAM)
    {
        m_inbound.at(stream).isUpload = true;
        m_actions.Push(Uploaded{std::move(message)});
    }
    else
    {
        m_actions.Push(Violated{"a KDP message that only servers send"});
    }
}

void
RangeServer::Ask(CarrierStreamId stream, const std::string& content, KdpMessage message)
{
    const Waiting waiting{stream, std::move(message)};
    if (const auto known = m_sizes.find(content); known != m_sizes.end())
    {
        Answer(waiting, known->second);
        return;
    }
    if (m_elsewhere.contains(content))
    {
        Answer(waiting, std::nullopt);
        return;
    }
    std::vector<Waiting>& others = m_waiting[content];
    if (others.empty())
    {
        m_actions.Push(Lookup{content});
    }
    others.push_back(waiting);
}

void
RangeServer::Answer(const Waiting& waiting, std::optional<ByteCount> size)
{
    if (const auto* open = std::get_if<KdpStreamOpen>(&waiting.message))
    {
        if (size)
        {
            StartStream(*open, *size);
        }
        else
        {
            SendControl(KdpStreamRefused{open->stream});
        }
        return;
    }
    const auto& request = std::get<KdpRangeRequest>(waiting.message);
    if (m_elsewhere.contains(request.content))
    {
        StartRelay(waiting.stream, request);
        return;
    }
    StartRange(waiting.stream, request, size.value_or(ByteCount{}));
}

void
RangeServer::StartStream(const KdpStreamOpen& open, ByteCount size)
{
    const ByteCount pushed = std::min(size, m_config.firstWindow);
    SendControl(KdpStreamExtent{open.stream, size, pushed, StreamFinish::Final, open.content});
    if (pushed > ByteCount{})
    {
        const CarrierStreamId stream = m_nextPush;
        m_nextPush.value += CARRIER_STREAM_STEP;
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
    while (m_space > 0)
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
    m_transfers.erase(entry);
}

void
RangeServer::SendControl(const KdpMessage& message)
{
    ByteVector bytes = EncodeKdp(message);
    OnOtherWrite(ByteCount{bytes.size()});
    m_actions.Push(WriteStream{KDP_STREAM, SharedBytes(std::move(bytes)), StreamEnd::Open});
    m_actions.Push(RankStream{KDP_STREAM, StreamRank::Control});
}

void
RangeServer::Write(CarrierStreamId stream, SharedBytes bytes, StreamEnd end)
{
    m_actions.Push(WriteStream{stream, std::move(bytes), end});
}

} // namespace kwik
