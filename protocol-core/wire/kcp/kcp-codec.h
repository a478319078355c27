#ifndef KWIK_WIRE_KCP_KCP_CODEC_H
#define KWIK_WIRE_KCP_KCP_CODEC_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/result.h"
#include "protocol-core/wire/kcp/kcp.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwik
{

/// The longest control message (PROTOCOL section 3).
inline constexpr std::size_t KCP_MESSAGE_MAX = 64U << 10;
/// The version of the protocol that this code speaks.
inline constexpr std::uint32_t KWIK_VERSION = 3;

/// The bytes of one message on a KCP stream: its length as a varint, then the message.
/// @pre the message is at most KCP_MESSAGE_MAX long
ByteVector EncodeKcp(const ::kwik::kcp::v3::KCPMessage& message);

/// How many fields of @p message, its header and its payload this code does not know.
std::uint64_t UnknownFieldsIn(const ::kwik::kcp::v3::KCPMessage& message);

/// `connection_id` of a session: 16 lower-case hexadecimal digits.
std::string ToText(SessionId id);
/// Errors: Malformed.
Result<SessionId> ParseSessionId(std::string_view text);

/**
 * Takes the bytes of a KCP stream in order and gives its messages.
 *
 * Bounded by KCP_MESSAGE_MAX. After an error the stream is worthless and every call gives the same
 * error. Unknown fields and payloads are kept by protobuf and ignored here.
 */
class KcpDecoder
{
  public:
    void Append(ByteView bytes);

    /// The next whole message; nothing while one is incomplete. Errors: Malformed, TooLarge.
    Result<std::optional<::kwik::kcp::v3::KCPMessage>> Next();

  private:
    ByteVector m_pending;
    std::size_t m_read{0};
    std::optional<Error> m_error;
};

} // namespace kwik

#endif // KWIK_WIRE_KCP_KCP_CODEC_H
