#ifndef KWIK_PATH_PATH_CONFIG_H
#define KWIK_PATH_PATH_CONFIG_H

#include "protocol-core/base/instant.h"

#include <cstdint>

namespace kwik
{

/// When silence makes a path suspect (PROTOCOL section 5). Counted in the path's own probe
/// timeouts.
struct PathConfig
{
    /// Silence this long while something is outstanding: Degraded, its ranges go elsewhere.
    std::uint32_t degradedAfterTimeouts = 1;
    /// Silence this long: Failing, and the connection is given up.
    std::uint32_t failedAfterTimeouts = 3;
    /// A probe timeout counts as no more than this. Round trips on Earth are well below; but a host
    /// that slept takes the time it slept for a round trip, and would be as patient afterwards.
    Duration probeTimeoutMax = std::chrono::seconds(3);
};

} // namespace kwik

#endif // KWIK_PATH_PATH_CONFIG_H
