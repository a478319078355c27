#ifndef KWIK_TESTBED_KWIKD_DAEMON_LOG_H
#define KWIK_TESTBED_KWIKD_DAEMON_LOG_H

#include "testbed/kwikd/daemon-config.h"

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kwik::testbed
{

/// One line of a log, before it is written: what happened, and its particulars.
struct LogLine
{
    LogLevel level;
    std::string event; ///< As the kinds of events are named: `path_accepted`.
    std::vector<std::pair<std::string, std::string>> fields;
};

/// The line as it is written, without its end. @p when is UTC.
std::string ToText(const LogLine& line,
                   std::chrono::system_clock::time_point when,
                   LogFormat format);

/// Writes one line a fact to a stream: logfmt or JSON.
class DaemonLog
{
  public:
    /// @p out outlives the log.
    DaemonLog(std::ostream& out, LogLevel level, LogFormat format);

    void OnSettings(LogLevel level, LogFormat format);
    bool Wants(LogLevel level) const;
    void Write(const LogLine& line);

  private:
    std::ostream& m_out;
    LogLevel m_level;
    LogFormat m_format;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_LOG_H
