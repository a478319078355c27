#ifndef KWIK_QUIC_PATH_MTU_GUARD_H
#define KWIK_QUIC_PATH_MTU_GUARD_H

#include "protocol-core/base/instant.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace kwik
{

/**
 * Notices that a path does not carry any more what it once did, as when a route changes to a tunnel
 * (RFC 8899 section 4.3): what is larger than every path carries gets no answer. From then on for a
 * while nothing is that large.
 *
 *   trusting --no answer to a large datagram for three probe timeouts in a row--> careful
 *   careful --RAISE_AFTER--> trusting
 *
 * ngtcp2 finds sizes out and never doubts them.
 */
class PathMtuGuard
{
  public:
    /// UDP payload that every path of QUIC carries (RFC 9000 section 14).
    static constexpr std::size_t BASE = 1200;
    /// PMTU_RAISE_TIMER of RFC 8899.
    static constexpr Duration RAISE_AFTER = std::chrono::minutes(10);
    /// Three in a row, each twice as long as the one before (RFC 9002 section 6.2.1).
    static constexpr int PROBE_TIMEOUTS = 1 + 2 + 4;

    /// A datagram with bytes of streams leaves.
    void OnSent(Instant now, std::size_t size)
    {
        if (size > BASE && !m_unanswered)
        {
            m_unanswered = now;
        }
    }

    /// Bytes of streams have arrived.
    void OnAcknowledged()
    {
        m_unanswered.reset();
    }

    /// How large the next datagram may be, of @p most.
    std::size_t Limit(Instant now, Duration probeTimeout, std::size_t most)
    {
        if (m_unanswered && now - *m_unanswered >= PROBE_TIMEOUTS * probeTimeout)
        {
            m_carefulUntil = now + RAISE_AFTER;
            m_unanswered.reset();
        }
        return now < m_carefulUntil ? std::min(most, BASE) : most;
    }

  private:
    std::optional<Instant> m_unanswered; ///< Since when.
    Instant m_carefulUntil;
};

} // namespace kwik

#endif // KWIK_QUIC_PATH_MTU_GUARD_H
