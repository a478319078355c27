#ifndef KWIK_TESTBED_HOST_LOOP_CLOCK_H
#define KWIK_TESTBED_HOST_LOOP_CLOCK_H

#include "experiment/run/run-world.h"
#include "testbed/loop-observer.h"
#include "testbed/real-clock.h"

#include <boost/asio/io_context.hpp>

namespace kwik::testbed
{

/// The time of a run on the testbed, kept by an event loop.
class LoopClock final : public experiment::RunClock
{
  public:
    /// The loop outlives the clock; so does the observer, which may be null.
    LoopClock(boost::asio::io_context& loop, const RealClock& clock, LoopObserver* observer);

    Instant Now() const override;
    void After(Duration delay, std::function<void()> what) override;

  private:
    boost::asio::io_context& m_loop;
    RealClock m_clock;
    LoopObserver* m_observer;
};

/// The steady clock at a number of nanoseconds, as processes tell each other.
std::chrono::steady_clock::time_point SteadyAt(std::int64_t nanoseconds);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_LOOP_CLOCK_H
