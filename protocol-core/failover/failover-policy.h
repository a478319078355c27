#ifndef KWIK_FAILOVER_FAILOVER_POLICY_H
#define KWIK_FAILOVER_FAILOVER_POLICY_H

#include "protocol-core/base/instant.h"

#include <cstdint>

namespace kwik
{

/// Who takes over when a path fails (seed 004, "FailoverStrategy").
enum class FailoverStrategy : std::uint8_t
{
    Spread,     ///< All paths carry data; the remaining ones take over.
    HotStandby, ///< Backups have done their handshake and wait idle.
    Cold,       ///< A backup is opened only when a path has failed.
};

/// What a session does about failed paths (seed 004, "FailoverPolicy").
struct FailoverPolicy
{
    FailoverStrategy strategy = FailoverStrategy::Spread;
    /// With every server gone the session is Degraded this long, then it ends with an error.
    Duration recoveryTimeout = std::chrono::seconds(30);
    /// The pause between two attempts to reach a failed server again; fixed, never backed off.
    Duration recoveryInterval = std::chrono::milliseconds(500);
    /// Each pause is this many percent shorter or longer, so that clients do not return in step.
    std::uint32_t recoveryJitterPercent = 10;
};

} // namespace kwik

#endif // KWIK_FAILOVER_FAILOVER_POLICY_H
