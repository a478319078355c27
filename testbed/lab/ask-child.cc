#include "testbed/lab/ask-child.h"

#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-error.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::testbed
{

namespace
{

constexpr char ANSWERED = 'a';
constexpr char FAILED = 'f';

[[noreturn]] void
Answer(const std::function<std::string()>& question, int pipe)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::string text;
    try
    {
        text = ANSWERED + question();
    }
    catch (const std::exception& error)
    {
        text = std::string(1, FAILED) + error.what();
    }
    const ssize_t written = ::write(pipe, text.data(), text.size());
    ::_exit(written < 0 ? 1 : 0);
}

std::string
ReadAll(int pipe)
{
    std::string text;
    std::array<char, 4096> part;
    while (true)
    {
        const ssize_t size = ::read(pipe, part.data(), part.size());
        if (size > 0)
        {
            text.append(part.data(), static_cast<std::size_t>(size));
        }
        else if (size == 0 || errno != EINTR)
        {
            return text;
        }
    }
}

} // namespace

std::string
AskChild(const std::function<std::string()>& question)
{
    std::array<int, 2> ends{};
    Checked(::pipe2(ends.data(), O_CLOEXEC), "making a pipe");
    const FileHandle answer(ends[0]);
    FileHandle theirs(ends[1]);
    std::fflush(nullptr);
    const pid_t child = Checked(::fork(), "starting a process");
    if (child == 0)
    {
        Answer(question, theirs.Number());
    }
    theirs.Close();
    const std::string text = ReadAll(answer.Number());
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR)
    {
    }
    if (text.empty())
    {
        throw LabError("a process ended before it had an answer");
    }
    if (text[0] == FAILED)
    {
        throw LabError(text.substr(1));
    }
    return text.substr(1);
}

} // namespace kwik::testbed
