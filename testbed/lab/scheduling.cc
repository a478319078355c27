#include "testbed/lab/scheduling.h"

#include <cstdint>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

constexpr unsigned long TIMER_SLACK_ns = 1;
constexpr int REAL_TIME_PRIORITY = 10;
constexpr std::uint64_t SHORTEST_SLICE_ns = 100'000; ///< The least that the kernel takes.

/// Of sched_setattr(2), for which older C libraries have no header.
struct SchedulingAttributes
{
    std::uint32_t size{sizeof(SchedulingAttributes)};
    std::uint32_t policy{SCHED_OTHER};
    std::uint64_t flags{0};
    std::int32_t nice{0};
    std::uint32_t priority{0};
    std::uint64_t runtime{0};
    std::uint64_t deadline{0};
    std::uint64_t period{0};
};

} // namespace

void
WakeUpInTime()
{
    ::prctl(PR_SET_TIMERSLACK, TIMER_SLACK_ns);
}

bool
BecomeRealTime()
{
    const sched_param priority{REAL_TIME_PRIORITY};
    return ::sched_setscheduler(0, SCHED_FIFO, &priority) == 0;
}

void
AskForShortSlices()
{
    SchedulingAttributes attributes{.runtime = SHORTEST_SLICE_ns};
    ::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

} // namespace kwik::testbed
