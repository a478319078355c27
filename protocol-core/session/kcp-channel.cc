#include "protocol-core/session/kcp-channel.h"

namespace kwik
{

namespace
{

constexpr std::size_t SEEN_MAX = 1024;

} // namespace

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
}

void
KcpChannel::Append(ByteView bytes)
{
    m_decoder.Append(bytes);
}

Result<std::optional<KcpChannel::Message>>
KcpChannel::Next()
{
    auto message = m_decoder.Next();
    while (message.IsOk() && message.Value() && IsDuplicate(message.Value()->header().message_id()))
    {
        message = m_decoder.Next();
    }
    return message;
}

bool
KcpChannel::IsDuplicate(std::uint64_t messageId)
{
    if (messageId <= m_forgotten || !m_seen.insert(messageId).second)
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

} // namespace kwik
