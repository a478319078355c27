#include "protocol-core/session/kcp-channel.h"

#include <algorithm>

namespace kwik
{

namespace
{

/// More than what Encode adds to a header.
constexpr std::size_t HEADER_MAX = 64;
constexpr Error FOREIGN{ErrorCode::Refused, "KCP connection_id"};
/// Of a message id: the number of the path, which side has sent it, and a count.
constexpr unsigned PATH_SHIFT = 32;
constexpr unsigned SIDE_SHIFT = 31;

/// How a kind of message travels.
struct Handling
{
    ::kwik::kcp::v3::MessagePriority priority;
    std::uint32_t ttlSeconds;
};

/// The hello makes the path; what orders or answers something comes before what only informs; and
/// a measurement that is late has been replaced by a newer one.
Handling
HandlingOf(KcpChannel::Message::PayloadCase payload)
{
    namespace wire = ::kwik::kcp::v3;
    using Kcp = KcpChannel::Message;
    switch (payload)
    {
    case Kcp::kClientHello:
    case Kcp::kServerHello:
        return {wire::CRITICAL, 0};
    case Kcp::kTransportCommand:
    case Kcp::kTransportResponse:
        return {wire::HIGH, 0};
    case Kcp::kHealthCheckReq:
    case Kcp::kHealthCheckResp:
        return {wire::HIGH, 10};
    case Kcp::kPerformanceMetrics:
    case Kcp::kLoadBalancing:
        return {wire::LOW, 30};
    default:
        return {wire::NORMAL, 0};
    }
}

} // namespace

void
KcpChannel::Enqueue(Instant now, Message message)
{
    if (message.ByteSizeLong() + HEADER_MAX > KCP_MESSAGE_MAX)
    {
        m_counts.tooLong += 1;
        return;
    }
    const Handling handling = HandlingOf(message.payload_case());
    auto& header = *message.mutable_header();
    header.set_priority(std::max(header.priority(), handling.priority));
    if (header.ttl_seconds() == 0)
    {
        header.set_ttl_seconds(handling.ttlSeconds);
    }
    m_queue.Push(now, std::move(message));
}

std::optional<ByteVector>
KcpChannel::PollBytes(Instant now)
{
    auto message = m_room > 0 ? m_queue.Pop(now) : std::nullopt;
    if (!message)
    {
        return std::nullopt;
    }
    ByteVector bytes = Encode(now, std::move(*message));
    const std::uint64_t paid = std::min<std::uint64_t>(m_room, bytes.size());
    m_room -= paid;
    m_overdrawn += bytes.size() - paid;
    return bytes;
}

void
KcpChannel::OnSent(ByteCount bytes)
{
    const std::uint64_t repaid = std::min(m_overdrawn, bytes.value);
    m_overdrawn -= repaid;
    m_room = std::min(ROOM.value, m_room + std::min(ROOM.value, bytes.value - repaid));
}

ByteVector
KcpChannel::Encode(Instant now, Message message)
{
    auto& header = *message.mutable_header();
    header.set_message_id(m_nextMessageId++);
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
    header.set_timestamp_ms(static_cast<std::uint64_t>(age.count()));
    header.set_connection_id(m_session);
    return EncodeKcp(message);
}

void
KcpChannel::SetSession(SessionId session)
{
    m_session = ToText(session);
    m_isForeign = m_isForeign || (!m_peerSession.empty() && m_peerSession != m_session);
}

void
KcpChannel::SetPath(PathId path, Side side)
{
    const std::uint64_t space = std::uint64_t{path.value} << (PATH_SHIFT - SIDE_SHIFT);
    const std::uint64_t ours = space | static_cast<std::uint64_t>(side);
    m_peerSpace = ours ^ 1U;
    m_nextMessageId = (ours << SIDE_SHIFT) + 1;
}

PathId
KcpChannel::PathOf(const Message& message)
{
    return PathId{static_cast<std::uint32_t>(message.header().message_id() >> PATH_SHIFT)};
}

void
KcpChannel::Append(ByteView bytes)
{
    m_decoder.Append(bytes);
}

Result<std::optional<KcpChannel::Message>>
KcpChannel::Next()
{
    while (!m_isForeign)
    {
        auto message = m_decoder.Next();
        if (!message.IsOk() || !message.Value())
        {
            return message;
        }
        const Message& read = *message.Value();
        m_counts.unknownFields += UnknownFieldsIn(read);
        if (IsDuplicate(read.header().message_id()))
        {
            m_counts.duplicates += 1;
        }
        else if (!IsOfSession(read.header().connection_id()))
        {
            m_isForeign = true;
        }
        else if (read.payload_case() == Message::PAYLOAD_NOT_SET)
        {
            m_counts.unknownPayloads += 1;
        }
        else
        {
            return message;
        }
    }
    return FOREIGN;
}

KcpCounts
KcpChannel::Counts() const
{
    KcpCounts counts = m_counts;
    counts.expired = m_queue.Dropped().expired;
    counts.displaced = m_queue.Dropped().displaced;
    return counts;
}

bool
KcpChannel::IsDuplicate(std::uint64_t messageId)
{
    const bool isElsewhere = m_peerSpace && messageId >> SIDE_SHIFT != *m_peerSpace;
    if (isElsewhere || messageId <= m_forgotten || !m_seen.insert(messageId).second)
    {
        return true;
    }
    if (m_seen.size() > SEEN_MAX)
    {
        m_forgotten = *m_seen.begin();
        m_seen.erase(m_seen.begin());
    }
    return false;
}

bool
KcpChannel::IsOfSession(const std::string& connection)
{
    if (m_peerSession.empty())
    {
        m_peerSession = connection;
        return connection.empty() || m_session.empty() || connection == m_session;
    }
    return connection == m_peerSession;
}

} // namespace kwik
