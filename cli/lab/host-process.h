#ifndef KWIK_CLI_LAB_HOST_PROCESS_H
#define KWIK_CLI_LAB_HOST_PROCESS_H

#include "experiment/run/run-journal.h"
#include "testbed/lab/lab.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace kwik::lab
{

class HostProcess;

/// What the driver of a run is told by the processes of its hosts, while they run.
class HostListener
{
  public:
    /// Reading a scenario and making keys is done.
    virtual void OnReady(HostProcess& host) = 0;
    virtual void OnLine(experiment::JournalLine line) = 0;
    virtual void OnTransferOver() = 0;
    virtual void OnLag(HostProcess& host, const testbed::LagReport& lag) = 0;
    /// It cannot go on, and says why; or its end is nonsense.
    virtual void OnFailure(HostProcess& host, const std::string& why) = 0;
    /// Nothing more will come of it.
    virtual void OnEnd(HostProcess& host) = 0;

  protected:
    ~HostListener() = default;
};

/// One kwiklab-host, from its start to its end.
class HostProcess
{
  public:
    struct Parts
    {
        boost::asio::io_context& loop;
        testbed::Lab& lab;
        HostListener& listener;
        experiment::HostId id;
        std::string name;
    };

    /// Starts the program with @p arguments and two descriptors of its own. The references outlive
    /// the process. Throws LabError or std::system_error.
    HostProcess(const Parts& parts, const std::vector<std::string>& arguments);
    ~HostProcess();
    HostProcess(const HostProcess&) = delete;
    HostProcess& operator=(const HostProcess&) = delete;

    const std::string& Name() const;
    /// A control line (docs/testbed.md). One that nobody reads any more is lost.
    void Tell(const std::string& line);
    void Signal(int signal) const;
    /// Ends it as a power failure would; OnEnd follows when all that it had written was read.
    void Kill();
    bool HasEnded() const;

  private:
    using Pipe = boost::asio::posix::stream_descriptor;

    void Read();
    void OnBytes(std::string_view bytes);
    void OnLine(std::string_view text);
    void OnClosed();

    Parts m_parts;
    Pipe m_journal;
    Pipe m_control;
    pid_t m_process{-1};
    std::vector<char> m_bytes;
    std::string m_line; ///< Not complete yet.
    bool m_isKilled{false};
    bool m_hasEnded{false};
};

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_HOST_PROCESS_H
