#include "protocol-core/wire/kcp/kcp-codec.h"

#include "protocol-core/wire/varint.h"

#include <array>
#include <charconv>
#include <google/protobuf/unknown_field_set.h>

namespace kwik
{

using KcpMessage = ::kwik::kcp::v3::KCPMessage;

namespace
{

std::uint64_t
Unknown(const ::google::protobuf::Message& message)
{
    const auto& unknown = message.GetReflection()->GetUnknownFields(message);
    return static_cast<std::uint64_t>(unknown.field_count());
}

std::uint64_t
UnknownInPayload(const KcpMessage& message)
{
    switch (message.payload_case())
    {
    case KcpMessage::kClientHello:
        return Unknown(message.client_hello());
    case KcpMessage::kServerHello:
        return Unknown(message.server_hello());
    case KcpMessage::kAddPath:
        return Unknown(message.add_path());
    case KcpMessage::kRemovePath:
        return Unknown(message.remove_path());
    case KcpMessage::kPathStatus:
        return Unknown(message.path_status());
    case KcpMessage::kServerDiscoveryReq:
        return Unknown(message.server_discovery_req());
    case KcpMessage::kServerDiscoveryResp:
        return Unknown(message.server_discovery_resp());
    case KcpMessage::kCapabilityQuery:
        return Unknown(message.capability_query());
    case KcpMessage::kCapabilityResponse:
        return Unknown(message.capability_response());
    case KcpMessage::kTransportCommand:
        return Unknown(message.transport_command());
    case KcpMessage::kTransportResponse:
        return Unknown(message.transport_response());
    case KcpMessage::kScalingRequest:
        return Unknown(message.scaling_request());
    case KcpMessage::kScalingResponse:
        return Unknown(message.scaling_response());
    case KcpMessage::kPerformanceMetrics:
        return Unknown(message.performance_metrics());
    case KcpMessage::kHealthCheckReq:
        return Unknown(message.health_check_req());
    case KcpMessage::kHealthCheckResp:
        return Unknown(message.health_check_resp());
    case KcpMessage::kLoadBalancing:
        return Unknown(message.load_balancing());
    case KcpMessage::kTrafficPlan:
        return Unknown(message.traffic_plan());
    default:
        return 0;
    }
}

} // namespace

ByteVector
EncodeKcp(const KcpMessage& message)
{
    const std::size_t size = message.ByteSizeLong();
    KWIK_ASSERT(size <= KCP_MESSAGE_MAX);
    ByteVector out;
    AppendVarint(out, size);
    const std::size_t start = out.size();
    out.resize(start + size);
    KWIK_ASSERT(message.SerializeToArray(out.data() + start, static_cast<int>(size)));
    return out;
}

std::uint64_t
UnknownFieldsIn(const KcpMessage& message)
{
    return Unknown(message) + Unknown(message.header()) + UnknownInPayload(message);
}

std::string
ToText(SessionId id)
{
    constexpr std::string_view HEX = "0123456789abcdef";
    std::string text;
    for (unsigned shift = 64; shift > 0; shift -= 4)
    {
        text += HEX[(id.value >> (shift - 4)) & 0xf];
    }
    return text;
}

Result<SessionId>
ParseSessionId(std::string_view text)
{
    SessionId id;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value, 16);
    if (text.size() != 16 || error != std::errc{} || end != text.data() + text.size())
    {
        return Error{ErrorCode::Malformed, "session id"};
    }
    return id;
}

void
KcpDecoder::Append(ByteView bytes)
{
    m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(m_read));
    m_read = 0;
    m_pending.insert(m_pending.end(), bytes.begin(), bytes.end());
}

Result<std::optional<KcpMessage>>
KcpDecoder::Next()
{
    if (m_error)
    {
        return *m_error;
    }
    WireReader in(ByteView(m_pending).subspan(m_read));
    const std::uint64_t size = in.Varint();
    if (size > KCP_MESSAGE_MAX)
    {
        m_error = Error{ErrorCode::TooLarge, "KCP message"};
        return *m_error;
    }
    const ByteView body = in.Bytes(size);
    if (!in.IsComplete())
    {
        return std::optional<KcpMessage>();
    }
    KcpMessage message;
    if (!message.ParseFromArray(body.data(), static_cast<int>(body.size())))
    {
        m_error = Error{ErrorCode::Malformed, "KCP message"};
        return *m_error;
    }
    m_read += in.Consumed();
    return std::optional<KcpMessage>(std::move(message));
}

} // namespace kwik
