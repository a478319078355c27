#ifndef KWIK_TESTBED_REAL_CLOCK_H
#define KWIK_TESTBED_REAL_CLOCK_H

#include "protocol-core/base/instant.h"

#include <chrono>

namespace kwik::testbed
{

/**
 * The clock of a real process: Unix time when it was made, monotonic from then on.
 *
 * Hosts have to agree on the time roughly, because session tokens carry an expiry; a step of the
 * system clock must not disturb timers. Those of a testbed agree exactly: they count from one
 * epoch, and until then it is the first instant.
 */
class RealClock
{
  public:
    RealClock();
    /// Counts from @p epoch.
    explicit RealClock(std::chrono::steady_clock::time_point epoch);

    Instant Now() const;
    /// When @p instant will be on the steady clock.
    std::chrono::steady_clock::time_point ToSteady(Instant instant) const;
    /// What Now() is at @p when on the steady clock.
    Instant FromSteady(std::chrono::steady_clock::time_point when) const;

  private:
    Instant m_unixAtStart;
    std::chrono::steady_clock::time_point m_steadyAtStart;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_REAL_CLOCK_H
