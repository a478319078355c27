#include "cli/sim/progress-reporter.h"

#include <ns3/nstime.h>
#include <ns3/simulator.h>

#include <string>
#include <unistd.h>

namespace kwik::sim
{

namespace
{

const ns3::Time LOOK_EVERY = ns3::MilliSeconds(10);
constexpr std::chrono::milliseconds WRITE_EVERY{200};

} // namespace

ProgressReporter::ProgressReporter(int fd, const experiment::RecordingObserver& observer)
    : m_fd(fd),
      m_observer(observer),
      m_last(std::chrono::steady_clock::now())
{
    ns3::Simulator::Schedule(LOOK_EVERY, &ProgressReporter::Look, this);
}

void
ProgressReporter::Look()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last >= WRITE_EVERY)
    {
        m_last = now;
        const std::string line = std::to_string(ns3::Simulator::Now().GetNanoSeconds()) + " " +
                                 std::to_string(m_observer.Delivered().value) + "\n";
        // A reader that went away is no reason to stop the run.
        static_cast<void>(!::write(m_fd, line.data(), line.size()));
    }
    ns3::Simulator::Schedule(LOOK_EVERY, &ProgressReporter::Look, this);
}

} // namespace kwik::sim
