#include "testbed/host/loop-lag.h"

#include <algorithm>
#include <atomic>
#include <csignal>

namespace kwik::testbed
{

namespace
{

/// When the process went on last. A signal handler has no other place for it.
std::atomic<std::chrono::steady_clock::rep> g_continued{0};

void
OnContinue(int)
{
    g_continued = std::chrono::steady_clock::now().time_since_epoch().count();
}

} // namespace

LoopLag::LoopLag()
{
    struct sigaction action = {};
    action.sa_handler = OnContinue;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGCONT, &action, nullptr);
}

void
LoopLag::OnServed(std::chrono::steady_clock::time_point due)
{
    const std::chrono::steady_clock::time_point continued(
        std::chrono::steady_clock::duration(g_continued.load()));
    m_lateness.Note(std::chrono::steady_clock::now() - std::max(due, continued));
}

LagReport
LoopLag::Report() const
{
    return m_lateness.Report();
}

} // namespace kwik::testbed
