#ifndef KWIK_SCALING_SCALING_CONFIG_H
#define KWIK_SCALING_SCALING_CONFIG_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <vector>

namespace kwik
{

/// What it costs to keep a path to a server, in proportion to the others: a metered access, a dear
/// cloud. Servers that are not listed cost nothing.
struct PathPrice
{
    Address server;
    std::uint32_t price = 1;
};

/// When a session adds paths and when it removes them (seed 002, "ScalingPolicy"; PROTOCOL section
/// 7). How many there may be is PathLimits.
struct ScalingConfig
{
    /// Whether demand and cost decide at all. Commands and violated policies do so in any case.
    bool isAutomatic = false;
    /// Demand of this share of the capacity, or more, asks for another path ...
    std::uint32_t upPercent = 80;
    /// ... once it has lasted so long. With the handshake this leaves room within the 5 s that a
    /// reaction may take.
    Duration upAfter = std::chrono::seconds(2);
    /// Demand below this share of the capacity can do without a path ...
    std::uint32_t downPercent = 30;
    /// ... once it has lasted so long. Slower than upwards, as in every autoscaler: a path that is
    /// missing hurts, one too many costs little.
    Duration downAfter = std::chrono::seconds(60);
    /// The time from one change that the session decides for its own sake to the next.
    Duration cooldown = std::chrono::seconds(10);
    /// Upwards in a quarter of the time, and by as many paths at once as the demand takes.
    bool isAggressive = false;
    /// Adds a path before a demand that comes again and again is there.
    bool isProactive = true;
    /// How long before.
    Duration lead = std::chrono::seconds(5);
    /// The resolution of the pattern: 512 such steps are remembered, so patterns of up to 256 steps
    /// are found.
    Duration step = std::chrono::seconds(1);
    std::vector<PathPrice> prices;
};

} // namespace kwik

#endif // KWIK_SCALING_SCALING_CONFIG_H
