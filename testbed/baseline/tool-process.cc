#include "testbed/baseline/tool-process.h"

#include "testbed/lab/child-process.h"
#include "testbed/lab/tool-path.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr int NOT_STARTED = 127; ///< As a shell has it.
/// Of what a tool said, in a message.
constexpr std::size_t MOST_SAID = 400;

/// In the child.
[[noreturn]] void
Become(const std::string& program, const ToolProcess::Command& command)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGPIPE, SIG_DFL);
    UnblockSignals();
    const int output = ::open(command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    std::vector<char*> words;
    for (const std::string& word : command.argv)
    {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    ::execv(program.c_str(), words.data());
    ::_exit(NOT_STARTED);
}

pid_t
Start(const ToolProcess::Command& command)
{
    const auto program = FindTool(command.argv.at(0));
    if (!program)
    {
        throw std::runtime_error("there is no program " + command.argv[0]);
    }
    const pid_t process = ::fork();
    if (process < 0)
    {
        throw std::system_error(errno, std::generic_category(), "starting " + command.argv[0]);
    }
    if (process == 0)
    {
        Become(*program, command);
    }
    return process;
}

std::string
EndingText(const ToolProcess::Command& command, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    {
        return "";
    }
    std::ifstream file(command.output);
    std::string said{std::istreambuf_iterator<char>(file), {}};
    said = said.substr(0, MOST_SAID);
    const std::string how = WIFSIGNALED(status)
                                ? "was killed by signal " + std::to_string(WTERMSIG(status))
                                : "ended with exit code " + std::to_string(WEXITSTATUS(status));
    return command.argv[0] + " " + how + (said.empty() ? "" : ": " + said);
}

int
Wait(pid_t process)
{
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR)
    {
    }
    return status;
}

} // namespace

ToolProcess::ToolProcess(boost::asio::io_context& loop,
                         const Command& command,
                         std::function<void(const std::string& failure)> onEnd)
    : m_command(command),
      m_process(Start(command)),
      m_end(loop, static_cast<int>(::syscall(SYS_pidfd_open, m_process, 0)))
{
    m_end.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this, onEnd = std::move(onEnd)](boost::system::error_code error) {
                         if (!error)
                         {
                             onEnd(Reap());
                         }
                     });
}

ToolProcess::~ToolProcess()
{
    if (m_process > 0)
    {
        ::kill(m_process, SIGKILL);
        Reap();
    }
}

std::string
ToolProcess::Reap()
{
    return EndingText(m_command, Wait(std::exchange(m_process, -1)));
}

void
RunTool(const ToolProcess::Command& command)
{
    const std::string failure = EndingText(command, Wait(Start(command)));
    if (!failure.empty())
    {
        throw std::runtime_error(failure);
    }
}

} // namespace kwik::testbed
