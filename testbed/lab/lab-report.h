#ifndef KWIK_TESTBED_LAB_LAB_REPORT_H
#define KWIK_TESTBED_LAB_LAB_REPORT_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "testbed/lab/lab-spec.h"

#include <cstdint>

namespace kwik::testbed
{

/// How late something was that should have happened at a certain time.
struct LagReport
{
    std::uint64_t count{0};
    Duration p50{};
    Duration p99{};
    Duration max{};
};

/// What became of the packets of one direction of a link. Bytes are those of IP packets.
struct DirectionCounters
{
    std::uint64_t packetsIn{0}; ///< Read from the sender's port.
    std::uint64_t bytesIn{0};
    std::uint64_t missed{0}; ///< Sent, but never read: the machine is too slow. Known after 100 ms.
    std::uint64_t queueDrops{0};
    std::uint64_t lost{0};        ///< By chance.
    std::uint64_t outageDrops{0}; ///< The link or one of its hosts was down.
    std::uint64_t corrupted{0};
    std::uint64_t duplicated{0};
    std::uint64_t heldBack{0};
    std::uint64_t packetsOut{0}; ///< Written to the receiver's port.
    std::uint64_t bytesOut{0};
    std::uint64_t portDrops{0}; ///< The receiver's port did not take them: the machine is too slow.
};

/// One direction of a link as it was found, beside what was asked for.
struct DirectionCalibration
{
    LinkDirection where{};
    DirectionShape asked;
    BitRate rate;        ///< Of IP packets and FRAMING; 0 when too few arrived to tell.
    Duration delayP50{}; ///< One way, of small packets, without their serialisation.
    Duration delayP99{};
    std::uint64_t sent{0};
    std::uint64_t arrived{0};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LAB_REPORT_H
