#ifndef KWIK_TESTBED_BASELINE_TOOL_PROCESS_H
#define KWIK_TESTBED_BASELINE_TOOL_PROCESS_H

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace kwik::testbed
{

/// A program of the system that this process has started. It is killed when its owner ends.
class ToolProcess
{
  public:
    struct Command
    {
        std::vector<std::string> argv; ///< The first one is a name that FindTool knows.
        std::filesystem::path output;  ///< What it says, on both outputs.
    };

    /// Throws std::runtime_error when there is no such program. @p onEnd gets a sentence that says
    /// how it ended, empty when with exit code 0.
    ToolProcess(boost::asio::io_context& loop,
                const Command& command,
                std::function<void(const std::string& failure)> onEnd);
    ~ToolProcess();
    ToolProcess(const ToolProcess&) = delete;
    ToolProcess& operator=(const ToolProcess&) = delete;

  private:
    std::string Reap();

    Command m_command;
    pid_t m_process;
    boost::asio::posix::stream_descriptor m_end; ///< Readable when it has ended.
};

/// Runs one to its end. Throws std::runtime_error when it fails.
void RunTool(const ToolProcess::Command& command);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_TOOL_PROCESS_H
