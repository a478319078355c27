#ifndef KWIK_BASE_INSTANT_H
#define KWIK_BASE_INSTANT_H

#include <chrono>

namespace kwik
{

/// A span of time in nanoseconds. Literals such as `20ms` come from std::chrono_literals.
using Duration = std::chrono::nanoseconds;

/**
 * The time line of one environment; its origin is the start of the simulation or of the process.
 *
 * It deliberately has no now(): reading a clock is the privilege of an Environment, so protocol
 * code that wants to know the time has to be told it as an argument.
 */
struct Timeline
{
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
    using time_point = std::chrono::time_point<Timeline, Duration>;
    static constexpr bool is_steady = true;
};

using Instant = Timeline::time_point;

/// "No deadline": later than every real instant, so std::min over deadlines needs no special case.
inline constexpr Instant NEVER = Instant::max();

/// @p from moved by @p span, where NEVER stays NEVER.
constexpr Instant
Later(Instant from, Duration span)
{
    return from == NEVER ? NEVER : from + span;
}

} // namespace kwik

#endif // KWIK_BASE_INSTANT_H
