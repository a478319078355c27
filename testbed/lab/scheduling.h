#ifndef KWIK_TESTBED_LAB_SCHEDULING_H
#define KWIK_TESTBED_LAB_SCHEDULING_H

namespace kwik::testbed
{

// How this process gets its core when it needs it.

/// Sleeps end when they should, and not up to 50 us later, which saves wake-ups otherwise.
void WakeUpInTime();

/// Before all others but those that have this, too (SCHED_FIFO). @return whether it is permitted
bool BecomeRealTime();

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_SCHEDULING_H
