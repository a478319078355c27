#ifndef KWIK_TESTBED_LAB_DIRECTION_SHAPE_H
#define KWIK_TESTBED_LAB_DIRECTION_SHAPE_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>

namespace kwik::testbed
{

/// What one direction of a link does to packets. Shares are of a million.
struct DirectionShape
{
    BitRate rate;      ///< Counts the bytes of the IP packet and of FRAMING.
    ByteCount queue;   ///< Drop-tail; what is being sent is not in it.
    Duration delay{};  ///< Of every packet, one way, without serialisation and queue.
    Duration jitter{}; ///< Each waits up to this much longer, and overtakes nobody by it.
    std::uint32_t lossPpm{0};
    std::uint32_t corruptionPpm{0};  ///< They arrive with one bit of their UDP payload inverted.
    std::uint32_t duplicationPpm{0}; ///< They arrive a second time, right behind the first.
    std::uint32_t reorderingPpm{0};  ///< They are held back, and those behind them overtake.
    Duration heldBack{};
    bool isUp{true}; ///< What arrives while it is not is lost.

    bool operator==(const DirectionShape&) const = default;
};

/// What a packet takes on the wire beside itself: the header of PPP, as in the simulation.
inline constexpr ByteCount FRAMING{2};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_DIRECTION_SHAPE_H
