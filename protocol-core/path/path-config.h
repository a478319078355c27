#ifndef KWIK_PATH_PATH_CONFIG_H
#define KWIK_PATH_PATH_CONFIG_H

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
};

} // namespace kwik

#endif // KWIK_PATH_PATH_CONFIG_H
