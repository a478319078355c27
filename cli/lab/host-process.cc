#include "cli/lab/host-process.h"

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace kwik::lab
{

namespace
{

/// What the program finds open.
constexpr int THERE_JOURNAL = 3;
constexpr int THERE_CONTROL = 4;
constexpr std::size_t BLOCK = 1 << 16;
/// Room for what a host writes while this process does something else.
constexpr int PIPE_BYTES = 1 << 20;

/// Both ends of a pipe that no program inherits by chance.
struct PipeEnds
{
    PipeEnds()
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
        {
            throw std::system_error(errno, std::generic_category(), "no pipe");
        }
        reading = ends[0];
        writing = ends[1];
    }

    int reading = -1;
    int writing = -1;
};

std::string
EndingText(int status)
{
    if (WIFSIGNALED(status))
    {
        return "kwiklab-host was killed by signal " + std::to_string(WTERMSIG(status)) + " (" +
               ::strsignal(WTERMSIG(status)) + ")";
    }
    return "kwiklab-host ended with exit code " + std::to_string(WEXITSTATUS(status));
}

testbed::LagReport
LagIn(const nlohmann::json& numbers)
{
    return {numbers.at(0),
            Duration(numbers.at(1)),
            Duration(numbers.at(2)),
            Duration(numbers.at(3))};
}

} // namespace

HostProcess::HostProcess(const Parts& parts, const std::vector<std::string>& arguments)
    : m_parts(parts),
      m_journal(parts.loop),
      m_control(parts.loop),
      m_bytes(BLOCK)
{
    const PipeEnds journal;
    m_journal.assign(journal.reading);
    ::fcntl(journal.writing, F_SETPIPE_SZ, PIPE_BYTES);
    const PipeEnds control;
    m_control.assign(control.writing);
    m_control.non_blocking(true);
    testbed::SpawnCommand command{
        arguments,
        {{journal.writing, THERE_JOURNAL}, {control.reading, THERE_CONTROL}}};
    command.argv.insert(command.argv.end(),
                        {"--host",
                         parts.name,
                         "--journal",
                         std::to_string(THERE_JOURNAL),
                         "--control",
                         std::to_string(THERE_CONTROL)});
    m_process = parts.lab.Spawn(parts.id.value, command);
    ::close(journal.writing);
    ::close(control.reading);
    Read();
}

HostProcess::~HostProcess()
{
    if (!m_hasEnded && m_process > 0)
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
}

const std::string&
HostProcess::Name() const
{
    return m_parts.name;
}

void
HostProcess::Tell(const std::string& line)
{
    const std::string whole = line + "\n";
    boost::system::error_code ignored;
    m_control.write_some(boost::asio::buffer(whole), ignored);
}

void
HostProcess::Signal(int signal) const
{
    if (!m_hasEnded)
    {
        ::kill(m_process, signal);
    }
}

void
HostProcess::Kill()
{
    m_isKilled = true;
    Signal(SIGKILL);
}

bool
HostProcess::HasEnded() const
{
    return m_hasEnded;
}

void
HostProcess::Read()
{
    m_journal.async_read_some(boost::asio::buffer(m_bytes),
                              [this](boost::system::error_code error, std::size_t count) {
                                  if (error == boost::asio::error::operation_aborted)
                                  {
                                      return;
                                  }
                                  if (error)
                                  {
                                      return OnClosed();
                                  }
                                  OnBytes({m_bytes.data(), count});
                                  Read();
                              });
}

void
HostProcess::OnBytes(std::string_view bytes)
{
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n'))
    {
        m_line += bytes.substr(0, end);
        OnLine(m_line);
        m_line.clear();
        bytes.remove_prefix(end + 1);
    }
    m_line += bytes;
}

void
HostProcess::OnLine(std::string_view text)
{
    if (const auto at = experiment::TimeOf(text))
    {
        return m_parts.listener.OnLine({*at, m_parts.id, std::string(text)});
    }
    const auto told = nlohmann::json::parse(text, nullptr, false);
    if (told.contains("ready"))
    {
        return m_parts.listener.OnReady(*this);
    }
    if (told.contains("over"))
    {
        return m_parts.listener.OnTransferOver();
    }
    if (told.contains("lag") && told["lag"].is_array() && told["lag"].size() == 4)
    {
        return m_parts.listener.OnLag(*this, LagIn(told["lag"]));
    }
    const bool isFailure = told.contains("failed") && told["failed"].is_string();
    m_parts.listener.OnFailure(*this,
                               isFailure ? told["failed"].get<std::string>()
                                         : m_parts.name + ": cannot be read: " + std::string(text));
}

void
HostProcess::OnClosed()
{
    int status = 0;
    ::waitpid(m_process, &status, 0);
    m_hasEnded = true;
    const bool isClean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (!isClean && !m_isKilled)
    {
        m_parts.listener.OnFailure(*this, m_parts.name + ": " + EndingText(status));
    }
    m_parts.listener.OnEnd(*this);
}

} // namespace kwik::lab
