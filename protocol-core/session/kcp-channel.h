#ifndef KWIK_SESSION_KCP_CHANNEL_H
#define KWIK_SESSION_KCP_CHANNEL_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/result.h"
#include "protocol-core/base/units.h"
#include "protocol-core/session/kcp-send-queue.h"
#include "protocol-core/wire/kcp/kcp-codec.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace kwik
{

/// What one end of a control stream has not carried, or not passed on.
struct KcpCounts
{
    std::uint64_t duplicates{0};      ///< Came before, by their `message_id`.
    std::uint64_t unknownPayloads{0}; ///< Came without a payload that we know.
    std::uint64_t unknownFields{0};   ///< Fields, of header and payload too, that we do not know.
    std::uint64_t tooLong{0};         ///< Our own, beyond KCP_MESSAGE_MAX.
    std::uint64_t expired{0};         ///< Our own, see KcpSendQueue.
    std::uint64_t displaced{0};       ///< Our own, see KcpSendQueue.
};

/**
 * One end of the control stream of one path: orders, numbers and frames what goes out, decodes and
 * checks what comes in (PROTOCOL section 3).
 *
 * What goes out waits in a KcpSendQueue while the connection has ROOM bytes of it unsent. Of what
 * comes in, duplicates and messages without a known payload are dropped and counted. The header's
 * `connection_id` may be empty until its sender knows the session; from then on it is always the
 * same, and that of this path. Anything else is an error, as bytes that do not decode are.
 */
class KcpChannel
{
  public:
    using Message = KcpSendQueue::Message;

    enum class Side : std::uint8_t
    {
        Client,
        Server,
    };

    /// Bytes that may wait in the connection; what waits here can still be overtaken or expire.
    static constexpr ByteCount ROOM{16U << 10};
    /// Message ids that are remembered one by one.
    static constexpr std::size_t SEEN_MAX = 1024;

    /// Lets @p message wait for its turn. Its kind has a least priority and a life of its own; the
    /// header may raise the one and set the other. Too long a message is dropped and counted.
    void Enqueue(Instant now, Message message);
    /// The bytes of the next message that may leave.
    std::optional<ByteVector> PollBytes(Instant now);
    /// The connection has sent @p bytes of whatever waited in it.
    void OnSent(ByteCount bytes);
    /// The bytes of @p message with its header filled in, whatever waits.
    ByteVector Encode(Instant now, Message message);
    /// The session of this path; header `connection_id` of what leaves from now on.
    void SetSession(SessionId session);

    /// Ids of what leaves from now on belong to this path and side alone, and so must those of what
    /// comes: no two messages of a session have the same one.
    void SetPath(PathId path, Side side);
    /// The path that a client has numbered @p message for; 0 when it numbers none.
    static PathId PathOf(const Message& message);

    void Append(ByteView bytes);
    /// The next message that passes. Errors: Malformed, TooLarge, and Refused
    /// for one of another session; they are final.
    Result<std::optional<Message>> Next();

    KcpCounts Counts() const;

  private:
    bool IsDuplicate(std::uint64_t messageId);
    bool IsOfSession(const std::string& connection);

    KcpSendQueue m_queue;
    std::uint64_t m_room{ROOM.value};
    std::uint64_t m_overdrawn{0}; ///< The last message may be longer than the room.
    KcpDecoder m_decoder;
    std::string m_session;
    std::string m_peerSession; ///< The first `connection_id` that came.
    bool m_isForeign{false};   ///< A message of another session came.
    std::uint64_t m_nextMessageId{1};
    std::optional<std::uint64_t> m_peerSpace; ///< The first bits of the ids that the peer gives.
    std::set<std::uint64_t> m_seen; ///< The last SEEN_MAX message ids; older ones count as seen.
    std::uint64_t m_forgotten{0};   ///< Every id up to here counts as seen.
    KcpCounts m_counts;
};

} // namespace kwik

#endif // KWIK_SESSION_KCP_CHANNEL_H
