#ifndef KWIK_TESTBED_LAB_MONOTONIC_CLOCK_H
#define KWIK_TESTBED_LAB_MONOTONIC_CLOCK_H

#include "protocol-core/base/instant.h"

#include <time.h>

namespace kwik::testbed
{

/// What a clock of the operating system says.
inline Duration
ClockReading(clockid_t clock)
{
    timespec reading{};
    ::clock_gettime(clock, &reading);
    return std::chrono::seconds(reading.tv_sec) + Duration(reading.tv_nsec);
}

/// Of CLOCK_MONOTONIC, which all processes of a lab share.
inline Instant
MonotonicNow()
{
    return Instant{} + ClockReading(CLOCK_MONOTONIC);
}

/// Of CLOCK_REALTIME, by which the kernel stamps packets.
inline Duration
SettableClockNow()
{
    return ClockReading(CLOCK_REALTIME);
}

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_MONOTONIC_CLOCK_H
