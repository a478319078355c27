#include "testbed/lab/scheduling.h"

#include <sched.h>
#include <sys/prctl.h>

namespace kwik::testbed
{

namespace
{

constexpr unsigned long TIMER_SLACK_ns = 1;
constexpr int REAL_TIME_PRIORITY = 10;

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

} // namespace kwik::testbed
