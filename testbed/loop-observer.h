#ifndef KWIK_TESTBED_LOOP_OBSERVER_H
#define KWIK_TESTBED_LOOP_OBSERVER_H

#include "protocol-core/base/units.h"
#include "testbed/real-clock.h"

namespace kwik::testbed
{

/// Sees what a host asks of its event loop.
class LoopObserver
{
  public:
    /// A datagram was handed to the kernel.
    virtual void OnSent(ByteCount size) = 0;

    /// A datagram came.
    virtual void OnReceived(ByteCount)
    {
    }

    /// A timer that was armed before @p due is served now.
    virtual void OnTimerServed(std::chrono::steady_clock::time_point due) = 0;

  protected:
    ~LoopObserver() = default;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LOOP_OBSERVER_H
