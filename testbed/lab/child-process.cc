#include "testbed/lab/child-process.h"

#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

/// Out of the way of the numbers that a program asks for.
constexpr int FIRST_SPARE = 400;

void
PlaceFiles(const std::vector<InheritedFile>& files)
{
    std::vector<int> spares;
    for (const InheritedFile& file : files)
    {
        spares.push_back(::fcntl(file.here, F_DUPFD_CLOEXEC, FIRST_SPARE));
    }
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::close_range(STDERR_FILENO + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC);
    for (std::size_t i = 0; i < files.size(); ++i)
    {
        ::dup2(spares[i], files[i].there);
    }
}

void
ResetSignals()
{
    for (int signal = 1; signal < NSIG; ++signal)
    {
        ::signal(signal, SIG_DFL);
    }
    UnblockSignals();
}

/// In the child. @return only if it failed, with errno
void
Start(const NetworkNamespace& where, const SpawnCommand& command, int kept)
{
    if (::setns(where.File(), CLONE_NEWNET) != 0)
    {
        return;
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setsid();
    ResetSignals();
    PlaceFiles(command.files);
    ::fcntl(kept, F_SETFD, 0);
    std::vector<char*> words;
    for (const std::string& word : command.argv)
    {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    ::execv(words[0], words.data());
}

} // namespace

pid_t
SpawnIn(const NetworkNamespace& where, const SpawnCommand& command, int kept)
{
    std::array<int, 2> ends{};
    Checked(::pipe2(ends.data(), O_CLOEXEC), "making a pipe");
    const FileHandle failure(ends[0]);
    FileHandle theirs(ends[1]);
    std::fflush(nullptr);
    const pid_t pid = Checked(::fork(), "starting " + command.argv.at(0));
    if (pid == 0)
    {
        const int failureEnd = ::fcntl(theirs.Number(), F_DUPFD_CLOEXEC, FIRST_SPARE);
        Start(where, command, kept);
        const int reason = errno;
        const ssize_t written = ::write(failureEnd, &reason, sizeof reason);
        ::_exit(written < 0 ? 126 : 127);
    }
    theirs.Close();
    int reason = 0;
    ssize_t size = 0;
    do
    {
        size = ::read(failure.Number(), &reason, sizeof reason);
    } while (size < 0 && errno == EINTR);
    if (size == sizeof reason)
    {
        ::waitpid(pid, nullptr, 0);
        errno = reason;
        FailBySystem("starting " + command.argv[0]);
    }
    return pid;
}

void
CloseAllBut(std::vector<int> files)
{
    std::sort(files.begin(), files.end());
    unsigned next = 0;
    for (const int file : files)
    {
        const auto kept = static_cast<unsigned>(file);
        if (next < kept)
        {
            ::close_range(next, kept - 1, 0);
        }
        next = kept + 1;
    }
    ::close_range(next, UINT_MAX, 0);
}

void
UnblockSignals()
{
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

} // namespace kwik::testbed
