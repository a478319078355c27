#include "testbed/host/loop-clock.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <utility>

namespace kwik::testbed
{

LoopClock::LoopClock(boost::asio::io_context& loop, const RealClock& clock, LoopObserver* observer)
    : m_loop(loop),
      m_clock(clock),
      m_observer(observer)
{
}

Instant
LoopClock::Now() const
{
    return m_clock.Now();
}

void
LoopClock::After(Duration delay, std::function<void()> what)
{
    if (delay <= Duration{} && Now() > Instant{})
    {
        boost::asio::post(m_loop, std::move(what));
        return;
    }
    const auto due = m_clock.ToSteady(Now() + delay);
    auto timer = std::make_shared<boost::asio::steady_timer>(m_loop, due);
    timer->async_wait([this, timer, due, what = std::move(what)](boost::system::error_code error) {
        if (!error)
        {
            if (m_observer != nullptr)
            {
                m_observer->OnTimerServed(due);
            }
            what();
        }
    });
}

std::chrono::steady_clock::time_point
SteadyAt(std::int64_t nanoseconds)
{
    return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(nanoseconds));
}

} // namespace kwik::testbed
