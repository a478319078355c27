#ifndef KWIK_QUIC_ROUND_TRIP_PROBE_H
#define KWIK_QUIC_ROUND_TRIP_PROBE_H

#include "protocol-core/base/instant.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace kwik
{

/**
 * Says when a receiver of much should send something that has to be acknowledged.
 *
 * Who only sends acknowledgements gets none back, and does not notice that a queue on the way makes
 * the round trip longer. RFC 9000, section 13.2.4, lets it send such a frame once a round trip.
 * Ours is an empty DATAGRAM (RFC 9221), which nobody has to repeat when it is lost.
 */
class RoundTripProbe
{
  public:
    /// The largest DATAGRAM frame that we take: an empty one, with its type and its length.
    static constexpr std::uint64_t FRAME_MAX = 2;
    /// Fewer datagrams than these in a round trip are not worth a probe.
    static constexpr std::uint64_t RECEIVED_MIN = 8;

    /// Something went out that has to be acknowledged.
    void OnElicited(Instant now, std::uint64_t datagramsReceived)
    {
        m_last = now;
        m_received = datagramsReceived;
    }

    /// The number of the next probe.
    std::uint64_t Number() const
    {
        return m_number;
    }

    /// That probe went out.
    void OnSent(Instant now, std::uint64_t datagramsReceived)
    {
        OnElicited(now, datagramsReceived);
        m_underWay = now;
        ++m_number;
    }

    void OnAcknowledged(Instant now, std::uint64_t number)
    {
        if (m_underWay && number + 1 == m_number)
        {
            m_newest = now - *m_underWay;
            m_measuredAt = now;
            m_underWay.reset();
        }
    }

    void OnLost(std::uint64_t number)
    {
        if (number + 1 == m_number)
        {
            m_underWay.reset();
        }
    }

    /// Somebody was away: what was or is being measured tells nothing.
    void OnAbsence()
    {
        m_underWay.reset();
        m_newest = {};
    }

    bool IsWorthIt(std::uint64_t datagramsReceived) const
    {
        return !m_underWay && datagramsReceived >= m_received + RECEIVED_MIN;
    }

    bool IsDue(Instant now, Duration roundTrip) const
    {
        return now >= m_last + roundTrip;
    }

    bool IsUnderWay() const
    {
        return m_underWay.has_value();
    }

    /// The round trip is at least so long now: that of the newest probe, or how long one has been
    /// under way; 0 when neither tells anything.
    Duration RoundTrip(Instant now) const
    {
        const Duration waiting = m_underWay ? now - *m_underWay : Duration{};
        const bool isFresh = now - m_measuredAt <= 2 * m_newest;
        return std::max(waiting, isFresh ? m_newest : Duration{});
    }

  private:
    Instant m_last{};
    std::uint64_t m_received{0};
    std::uint64_t m_number{0};
    std::optional<Instant> m_underWay;
    Duration m_newest{};
    Instant m_measuredAt{};
};

} // namespace kwik

#endif // KWIK_QUIC_ROUND_TRIP_PROBE_H
