#ifndef KWIK_SESSION_KCP_SEND_QUEUE_H
#define KWIK_SESSION_KCP_SEND_QUEUE_H

#include "protocol-core/base/instant.h"
#include "protocol-core/wire/kcp/kcp-codec.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

namespace kwik
{

/**
 * Decides which control message of one path leaves next, and which never does (seed 002, header
 * fields `priority` and `ttl_seconds`).
 *
 * Order: the highest priority first, first come first served within one. No starvation: a priority
 * that had something to send while PASSES_MAX others went first goes next, of several the one that
 * was passed over most often, so the head of each priority waits for at most PASSES_MAX plus the
 * number of the other priorities.
 *
 * Life: a message that has waited for its `ttl_seconds` or longer is dropped when its turn comes; 0
 * is no limit.
 *
 * Bound: MESSAGES_MAX messages. In a full queue the expired ones go first, then the newest message
 * of the lowest priority makes room for one of a higher priority; otherwise the new one is dropped.
 */
class KcpSendQueue
{
  public:
    using Message = ::kwik::kcp::v3::KCPMessage;

    static constexpr std::size_t PRIORITIES = 4;
    static constexpr std::size_t MESSAGES_MAX = 256;
    static constexpr std::uint32_t PASSES_MAX = 16;

    struct Drops
    {
        std::uint64_t expired{0};   ///< Waited longer than `ttl_seconds`.
        std::uint64_t displaced{0}; ///< Did not fit.
    };

    void Push(Instant now, Message message);
    std::optional<Message> Pop(Instant now);

    std::size_t Size() const;
    const Drops& Dropped() const;

  private:
    struct Entry
    {
        Message message;
        Instant deadline;
    };

    struct Lane
    {
        std::deque<Entry> entries;
        std::uint32_t passes{0}; ///< How often others went first since it had its turn.
    };

    void DropExpired(Instant now);
    bool MakeRoom(std::size_t priority);
    Lane* NextLane();

    std::array<Lane, PRIORITIES> m_lanes; ///< By MessagePriority.
    Drops m_dropped;
};

} // namespace kwik

#endif // KWIK_SESSION_KCP_SEND_QUEUE_H
