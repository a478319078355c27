#ifndef KWIK_TESTBED_HOST_LOOP_LAG_H
#define KWIK_TESTBED_HOST_LOOP_LAG_H

#include "testbed/lab/lab-report.h"
#include "testbed/lab/lateness-histogram.h"
#include "testbed/loop-observer.h"

namespace kwik::testbed
{

/**
 * How late this process serves its timers. While it was stopped by a signal (SIGSTOP) it is not
 * late: what was due meanwhile is due when it goes on.
 */
class LoopLag
{
  public:
    /// Watches for SIGCONT from now on; one a process.
    LoopLag();

    void OnServed(std::chrono::steady_clock::time_point due);
    LagReport Report() const;

  private:
    LatenessHistogram m_lateness;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_LOOP_LAG_H
