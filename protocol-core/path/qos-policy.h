#ifndef KWIK_PATH_QOS_POLICY_H
#define KWIK_PATH_QOS_POLICY_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>

namespace kwik
{

/// What a session asks of its paths (seed 002, "QoSRequirements"; seed 004, "QoSPolicy"). Zero asks
/// for nothing.
struct QosPolicy
{
    /// Of all paths together, while so much is wanted.
    BitRate minBandwidth;
    /// Of the smoothed round trip of a path: one way cannot be measured without a common clock.
    Duration maxLatency{};
    /// Of what a server sends, in millionths of its datagrams.
    std::uint32_t maxLossPpm = 0;
    /// Two paths at least.
    bool needsRedundancy = false;

    bool operator==(const QosPolicy&) const = default;
};

/// The paths of a session that needs redundancy.
inline constexpr std::uint32_t REDUNDANT_PATHS = 2;

} // namespace kwik

#endif // KWIK_PATH_QOS_POLICY_H
