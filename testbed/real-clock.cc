#include "testbed/real-clock.h"

#include <algorithm>

namespace kwik::testbed
{

RealClock::RealClock()
    : m_unixAtStart(std::chrono::system_clock::now().time_since_epoch()),
      m_steadyAtStart(std::chrono::steady_clock::now())
{
}

RealClock::RealClock(std::chrono::steady_clock::time_point epoch)
    : m_steadyAtStart(epoch)
{
}

Instant
RealClock::Now() const
{
    const auto since = std::chrono::steady_clock::now() - m_steadyAtStart;
    return m_unixAtStart + std::max(since, Duration{});
}

std::chrono::steady_clock::time_point
RealClock::ToSteady(Instant instant) const
{
    return m_steadyAtStart + (instant - m_unixAtStart);
}

Instant
RealClock::FromSteady(std::chrono::steady_clock::time_point when) const
{
    return m_unixAtStart + (when - m_steadyAtStart);
}

} // namespace kwik::testbed
