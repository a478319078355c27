#include "testbed/host/driver-link.h"

#include <boost/asio/buffer.hpp>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace kwik::testbed
{

namespace
{

/// What a crash takes with it is at most this old; a timer of this process tells how late it is.
constexpr Duration FLUSH_EVERY = std::chrono::milliseconds(5);
constexpr Duration LAG_EVERY = std::chrono::milliseconds(200);

} // namespace

DriverLink::DriverLink(boost::asio::io_context& loop, const Files& files, Audience audience)
    : m_audience(std::move(audience)),
      m_control(loop, files.control),
      m_pipe(loop, files.journal)
{
}

void
DriverLink::SayReady()
{
    m_pipe.Write("{\"ready\":true}\n");
    Read();
}

void
DriverLink::SayOver()
{
    Flush();
    m_pipe.Write("{\"over\":true}\n");
}

void
DriverLink::SayFailed(const std::string& why)
{
    m_pipe.Write(nlohmann::json({{"failed", why}}).dump() + "\n");
    m_pipe.Finish();
}

void
DriverLink::Begin(experiment::RunClock& clock, experiment::JournalWriter& journal)
{
    m_clock = &clock;
    m_journal = &journal;
    FlushRegularly();
    TellLagRegularly();
}

void
DriverLink::OnTimerServed(std::chrono::steady_clock::time_point due)
{
    m_lag.OnServed(due);
}

void
DriverLink::Flush()
{
    if (m_journal != nullptr)
    {
        m_pipe.Write(m_journal->Take());
    }
}

void
DriverLink::Finish()
{
    if (m_journal != nullptr)
    {
        Flush();
        TellLag();
    }
    m_pipe.Finish();
}

void
DriverLink::Read()
{
    m_control.async_read_some(boost::asio::buffer(m_bytes),
                              [this](boost::system::error_code error, std::size_t count) {
                                  if (error)
                                  {
                                      return m_audience.onGone();
                                  }
                                  OnBytes({m_bytes.data(), count});
                                  Read();
                              });
}

void
DriverLink::OnBytes(std::string_view bytes)
{
    for (const char byte : bytes)
    {
        if (byte != '\n')
        {
            m_line += byte;
            continue;
        }
        m_audience.onControl(m_line);
        m_line.clear();
    }
}

void
DriverLink::FlushRegularly()
{
    Flush();
    m_clock->After(FLUSH_EVERY, [this] { FlushRegularly(); });
}

void
DriverLink::TellLag()
{
    const LagReport lag = m_lag.Report();
    m_pipe.Write(fmt::format("{{\"lag\":[{},{},{},{}]}}\n",
                             lag.count,
                             lag.p50.count(),
                             lag.p99.count(),
                             lag.max.count()));
}

void
DriverLink::TellLagRegularly()
{
    TellLag();
    m_clock->After(LAG_EVERY, [this] { TellLagRegularly(); });
}

} // namespace kwik::testbed
