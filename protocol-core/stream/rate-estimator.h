#ifndef KWIK_STREAM_RATE_ESTIMATOR_H
#define KWIK_STREAM_RATE_ESTIMATOR_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <array>
#include <cstddef>
#include <optional>

namespace kwik
{

/**
 * How fast one path delivers, as its receiver sees it: by the datagrams that arrive, because the
 * bytes of a QUIC stream come in bursts whenever a lost one is repaired.
 *
 * Time is cut into slots of a quarter of a round trip. The mean over the last round trip tells how
 * long what is outstanding will take; the best round trip within the last three tells what the path
 * can do. Single slots tell nothing: on a slow path one holds only a few data frames.
 */
class RateEstimator
{
  public:
    /// Something was requested on a path that had nothing outstanding: silence until now counts for
    /// nothing.
    void OnBusy(Instant now);
    void OnReceived(Instant now, ByteCount bytes, Duration roundTrip);

    /// Over the last round trip; nothing before the first slot is complete.
    std::optional<BitRate> Mean() const;
    /// The best round trip, from slot to slot, within the last three.
    std::optional<BitRate> Best() const;
    /// Whether the last round trip was faster by a quarter than any before it: the sender is in
    /// slow start, or the link has become faster. True until two round trips are known.
    bool IsGrowing() const;

  private:
    static constexpr std::size_t SLOTS_A_ROUND = 4;
    static constexpr std::size_t SLOTS = 3 * SLOTS_A_ROUND;

    struct Slot
    {
        ByteCount bytes;
        Duration length;
    };

    Slot Sum(std::size_t newest, std::size_t count) const;

    std::array<Slot, SLOTS> m_slots{}; ///< A ring; the newest complete slot is at m_newest.
    BitRate m_peak;                    ///< The best round trip of all, the last one left out.
    std::size_t m_newest{0};
    std::size_t m_count{0};
    Instant m_openSince{NEVER}; ///< Start of the slot being filled; NEVER when idle.
    ByteCount m_open;
};

} // namespace kwik

#endif // KWIK_STREAM_RATE_ESTIMATOR_H
