#include "cli/sim-process.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

constexpr std::size_t MOST_WORDS = 16'384;
constexpr std::size_t LONGEST_LINE = 64; ///< Of progress; two numbers are shorter.
/// What the child finds open, beside its standard streams.
constexpr int CHILD_PROGRESS = 3;
constexpr int CHILD_LOCK = 4;

/// Above every number that the child wants, so that none is overwritten before it is copied.
int
HighDescriptor(int descriptor)
{
    constexpr int LOWEST = 10;
    const int high = ::fcntl(descriptor, F_DUPFD_CLOEXEC, LOWEST);
    if (high < 0)
    {
        throw std::system_error(errno, std::generic_category(), "too many open files");
    }
    return high;
}

/// A file descriptor that is closed at the end of its scope.
class Descriptor
{
  public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    ~Descriptor()
    {
        ::close(m_descriptor);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int Number() const
    {
        return m_descriptor;
    }

  private:
    int m_descriptor;
};

/// Gives the reading end to @p reader. @return the writing end
int
OpenPipe(boost::asio::posix::stream_descriptor& reader)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
    {
        throw std::system_error(errno, std::generic_category(), "no pipe");
    }
    reader.assign(ends[0]);
    reader.non_blocking(true);
    const Descriptor low(ends[1]);
    return HighDescriptor(low.Number());
}

/// What posix_spawn is to do in the child.
class SpawnPlan
{
  public:
    SpawnPlan()
    {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
        ::posix_spawnattr_setpgroup(&attributes, 0);
    }

    ~SpawnPlan()
    {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }

    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

std::int64_t
NumberAt(const char*& begin, const char* end)
{
    std::int64_t value = 0;
    begin = std::from_chars(begin, end, value).ptr;
    begin += begin < end ? 1 : 0;
    return value;
}

} // namespace

bool
SimEnding::IsClean() const
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string
SimEnding::Reason() const
{
    std::string reason = program + " ended with exit code " + std::to_string(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
    {
        reason = program + " was killed by signal " + std::to_string(WTERMSIG(status)) + " (" +
                 ::strsignal(WTERMSIG(status)) + ")";
    }
    const std::size_t end = words.find_last_not_of(" \n");
    return end == std::string::npos ? reason : reason + ": " + words.substr(0, end + 1);
}

std::shared_ptr<SimProcess>
SimProcess::Start(boost::asio::io_context& loop,
                  const SimCommand& command,
                  ProgressHandler onProgress)
{
    std::shared_ptr<SimProcess> process(new SimProcess(loop, std::move(onProgress)));
    process->Spawn(command);
    process->WaitForBytes(Source::Progress);
    process->WaitForBytes(Source::Words);
    return process;
}

SimProcess::SimProcess(boost::asio::io_context& loop, ProgressHandler onProgress)
    : m_progress(loop),
      m_words(loop),
      m_onProgress(std::move(onProgress))
{
}

SimProcess::~SimProcess()
{
    Signal(SIGKILL);
    if (m_child > 0)
    {
        ::waitpid(m_child, nullptr, 0);
    }
}

void
SimProcess::Spawn(const SimCommand& command)
{
    const Descriptor progress(OpenPipe(m_progress));
    const Descriptor words(OpenPipe(m_words));
    const Descriptor lock(HighDescriptor(command.lock));
    m_ending.program = std::filesystem::path(command.arguments[0]).filename().string();
    SpawnPlan plan;
    ::posix_spawn_file_actions_addchdir_np(&plan.actions, command.folder.c_str());
    ::posix_spawn_file_actions_addopen(&plan.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&plan.actions, words.Number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&plan.actions, words.Number(), STDERR_FILENO);
    ::posix_spawn_file_actions_adddup2(&plan.actions, progress.Number(), CHILD_PROGRESS);
    ::posix_spawn_file_actions_adddup2(&plan.actions, lock.Number(), CHILD_LOCK);
    std::vector<std::string> arguments = command.arguments;
    arguments.insert(arguments.end(), {"--progress", std::to_string(CHILD_PROGRESS)});
    std::vector<char*> pointers;
    for (std::string& argument : arguments)
    {
        pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    const int error = ::posix_spawn(&m_child,
                                    pointers[0],
                                    &plan.actions,
                                    &plan.attributes,
                                    pointers.data(),
                                    environ);
    if (error != 0)
    {
        m_child = -1;
        throw std::system_error(error, std::generic_category(), "cannot start " + arguments[0]);
    }
}

void
SimProcess::WaitForBytes(Source source)
{
    // Only waits, and does not read: what a read had taken from the pipe when the process ended
    // would come too late.
    PipeOf(source).async_wait(Pipe::wait_read,
                              [self = shared_from_this(), source](boost::system::error_code error) {
                                  if (!error && self->ReadAll(source))
                                  {
                                      self->WaitForBytes(source);
                                  }
                              });
}

bool
SimProcess::ReadAll(Source source)
{
    boost::system::error_code error;
    std::array<char, 4096> bytes{};
    while (!error)
    {
        const std::size_t count = PipeOf(source).read_some(boost::asio::buffer(bytes), error);
        const std::string_view piece(bytes.data(), count);
        source == Source::Progress ? OnProgressBytes(piece) : OnWords(piece);
    }
    return error == boost::asio::error::would_block;
}

SimProcess::Pipe&
SimProcess::PipeOf(Source source)
{
    return source == Source::Progress ? m_progress : m_words;
}

void
SimProcess::OnProgressBytes(std::string_view bytes)
{
    for (const char byte : bytes)
    {
        if (byte != '\n' && m_line.size() < LONGEST_LINE)
        {
            m_line += byte;
            continue;
        }
        const char* at = m_line.data();
        const char* const end = at + m_line.size();
        const Duration simulated(NumberAt(at, end));
        m_onProgress({simulated, ByteCount{static_cast<std::uint64_t>(NumberAt(at, end))}});
        m_line.clear();
    }
}

void
SimProcess::OnWords(std::string_view bytes)
{
    m_ending.words += bytes;
    if (m_ending.words.size() > MOST_WORDS)
    {
        m_ending.words.erase(0, m_ending.words.size() - MOST_WORDS);
    }
}

bool
SimProcess::HasEnded()
{
    siginfo_t info{};
    const int result =
        ::waitid(P_PID, static_cast<id_t>(m_child), &info, WEXITED | WNOHANG | WNOWAIT);
    if (result != 0 || info.si_pid == 0)
    {
        return false;
    }
    // What it forked has nobody to report to. Until we take its status the group keeps its number.
    Signal(SIGKILL);
    ::waitpid(m_child, &m_ending.status, 0);
    m_child = -1;
    for (const Source source : {Source::Progress, Source::Words})
    {
        ReadAll(source);
        boost::system::error_code ignored;
        PipeOf(source).close(ignored);
    }
    return true;
}

const SimEnding&
SimProcess::Ending() const
{
    return m_ending;
}

void
SimProcess::Signal(int signal) const
{
    if (m_child > 0)
    {
        ::kill(-m_child, signal);
    }
}

} // namespace kwik::cli
