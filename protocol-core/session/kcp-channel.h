#ifndef KWIK_SESSION_KCP_CHANNEL_H
#define KWIK_SESSION_KCP_CHANNEL_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/result.h"
#include "protocol-core/wire/kcp/kcp-codec.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace kwik
{

/**
 * One end of the control stream of one path: numbers and frames what goes out, decodes what comes
 * in and drops what came before (PROTOCOL section 3).
 */
class KcpChannel
{
  public:
    using Message = ::kwik::kcp::v3::KCPMessage;

    /// The bytes of @p message with its header filled in.
    ByteVector Encode(Instant now, Message message);
    /// Header `connection_id` of what is encoded from now on.
    void SetSession(SessionId session);

    void Append(ByteView bytes);
    /// The next message that is no duplicate. Errors: Malformed, TooLarge.
    Result<std::optional<Message>> Next();

  private:
    bool IsDuplicate(std::uint64_t messageId);

    KcpDecoder m_decoder;
    std::string m_session;
    std::uint64_t m_nextMessageId{1};
    std::set<std::uint64_t> m_seen; ///< The last SEEN_MAX message ids; older ones count as seen.
    std::uint64_t m_forgotten{0};   ///< Every id up to here counts as seen.
};

} // namespace kwik

#endif // KWIK_SESSION_KCP_CHANNEL_H
