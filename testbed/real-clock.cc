#include "testbed/real-clock.h"

namespace kwik::testbed
{

RealClock::RealClock()
    : m_unixAtStart(std::chrono::system_clock::now().time_since_epoch()),
      m_steadyAtStart(std::chrono::steady_clock::now())
{
}

Instant
RealClock::Now() const
{
    return m_unixAtStart + (std::chrono::steady_clock::now() - m_steadyAtStart);
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
