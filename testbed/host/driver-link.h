#ifndef KWIK_TESTBED_HOST_DRIVER_LINK_H
#define KWIK_TESTBED_HOST_DRIVER_LINK_H

#include "experiment/run/run-journal.h"
#include "experiment/run/run-world.h"
#include "testbed/host/journal-pipe.h"
#include "testbed/host/loop-lag.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace kwik::testbed
{

/**
 * What joins the process of one host with the driver of the run (docs/testbed.md): control lines
 * come in, the journal goes out, and with it how late the timers of this process are.
 */
class DriverLink
{
  public:
    /// As open file descriptors, which it takes over.
    struct Files
    {
        int control;
        int journal;
    };

    struct Audience
    {
        std::function<void(const std::string& line)> onControl;
        std::function<void()> onGone; ///< Nobody is there to say anything any more.
    };

    /// The loop outlives the link.
    DriverLink(boost::asio::io_context& loop, const Files& files, Audience audience);

    /// It can begin; from now on the audience is told what comes.
    void SayReady();
    /// A transfer is over; what the journal had is written before.
    void SayOver();
    /// It cannot go on. Waits until that is written.
    void SayFailed(const std::string& why);

    /// Writes the journal every few milliseconds from now on, and how late timers are now and then.
    /// Both outlive the link.
    void Begin(experiment::RunClock& clock, experiment::JournalWriter& journal);
    void OnTimerServed(std::chrono::steady_clock::time_point due);
    /// Writes the rest, if it has begun; Finish waits until it is written.
    void Flush();
    void Finish();

  private:
    void Read();
    void OnBytes(std::string_view bytes);
    void FlushRegularly();
    void TellLag();
    void TellLagRegularly();

    Audience m_audience;
    boost::asio::posix::stream_descriptor m_control;
    std::array<char, 4096> m_bytes{};
    std::string m_line; ///< Not complete yet.
    JournalPipe m_pipe;
    LoopLag m_lag;
    experiment::RunClock* m_clock{nullptr}; ///< Both are there since it has begun.
    experiment::JournalWriter* m_journal{nullptr};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_DRIVER_LINK_H
