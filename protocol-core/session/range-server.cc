#include "protocol-core/session/range-server.h"

#include "protocol-core/base/machine.h"

#include <algorithm>
#include <utility>

namespace kwik
{

static_assert(Machine<RangeServer>);

namespace
{

/// Forgotten answers are asked for again.
template <typename ANSWERS>
void
MakeRoom(ANSWERS& answers)
{
    if (answers.size() >= RangeServer::LOOKUPS_MAX)
    {
        answers.clear();
    }
}

/// Control messages that the receiver of uploads has to hear.
bool
IsForUploads(const KdpMessage& message)
{
    return std::holds_alternative<KdpStreamExtent>(message) ||
           std::holds_alternative<KdpStreamConnect>(message) ||
           std::holds_alternative<KdpStreamReset>(message) ||
           std::holds_alternative<KdpStreamAck>(message) ||
           std::holds_alternative<KdpStreamWindow>(message);
}

} // namespace

RangeServer::RangeServer(const ServerConfig& config)
    : m_config(config)
{
}

void
RangeServer::OnBytes(CarrierStreamId stream, const SharedBytes& bytes, StreamEnd end)
{
    if (m_isViolated)
    {
        return;
    }
    KdpDecoder& decoder = m_inbound[stream].decoder;
    decoder.Append(bytes);
    auto message = decoder.Next();
    while (!m_isViolated && message.IsOk() && message.Value())
    {
        OnMessage(stream, std::move(*message.Value()));
        message = decoder.Next();
    }
    if (!message.IsOk())
    {
        Violate(message.Failure().where);
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
RangeServer::OnStreamAborted(CarrierStreamId stream, StreamHalf half)
{
    if (half == StreamHalf::Inbound)
    {
        m_inbound.erase(stream); // Else more may come: a second request must still be known as one.
    }
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
    if (m_space < -CONTROL_BACKLOG_MAX)
    {
        Violate("asks for more than it reads");
    }
}

void
RangeServer::OnContentSize(const std::string& content, std::optional<ByteCount> size)
{
    if (size)
    {
        MakeRoom(m_sizes);
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
    MakeRoom(m_elsewhere);
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
    const bool isShort = !transfer.isFeed &&
                         frame.payload.Size() <
                             std::min(m_config.framePayload, transfer.asked - transfer.sent).value;
    transfer.sent += ByteCount{frame.payload.Size()};
    ByteVector header = EncodeKdp(frame);
    OnOtherWrite(ByteCount{header.size()});
    Write(id, SharedBytes(std::move(header)), StreamEnd::Open);
    Write(id, frame.payload, StreamEnd::Open);
    if (isShort || (transfer.sent >= transfer.end && !transfer.isFeed))
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
            Violate("a range request in the wrong place");
            return;
        }
        if (request->content.empty())
        {
            StartDuplexRange(stream, *request);
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
    else if (IsForUploads(message) && stream == KDP_STREAM)
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
        Violate("a KDP message that only servers send");
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
    if (m_isViolated)
    {
        return;
    }
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
RangeServer::SendControl(const KdpMessage& message)
{
    ByteVector bytes = EncodeKdp(message);
    OnOtherWrite(ByteCount{bytes.size()});
    m_actions.Push(WriteStream{KDP_STREAM, SharedBytes(std::move(bytes)), StreamEnd::Open});
    m_actions.Push(RankStream{KDP_STREAM, StreamRank::Control});
}

void
RangeServer::Violate(std::string_view reason)
{
    if (!std::exchange(m_isViolated, true))
    {
        m_actions.Push(Violated{reason});
    }
}

void
RangeServer::Write(CarrierStreamId stream, SharedBytes bytes, StreamEnd end)
{
    m_actions.Push(WriteStream{stream, std::move(bytes), end});
}

} // namespace kwik
