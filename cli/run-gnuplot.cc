#include "cli/run-gnuplot.h"

#include <array>
#include <cerrno>
#include <spawn.h>
#include <stdexcept>
#include <string_view>
#include <sys/mman.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace kwik::cli
{

namespace
{

/// A file in memory; gnuplot may be slow to read or write, and nobody waits for it.
class MemoryFile
{
  public:
    MemoryFile()
        : m_descriptor(::memfd_create("kwiklab-gnuplot", MFD_CLOEXEC))
    {
        if (m_descriptor < 0)
        {
            throw std::system_error(errno, std::generic_category(), "no file in memory");
        }
    }

    ~MemoryFile()
    {
        ::close(m_descriptor);
    }

    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    int Number() const
    {
        return m_descriptor;
    }

    void Fill(std::string_view text) const
    {
        while (!text.empty())
        {
            const ssize_t written = ::write(m_descriptor, text.data(), text.size());
            if (written <= 0)
            {
                throw std::system_error(errno, std::generic_category(), "memory is full");
            }
            text.remove_prefix(static_cast<std::size_t>(written));
        }
        ::lseek(m_descriptor, 0, SEEK_SET);
    }

    std::string Content() const
    {
        ::lseek(m_descriptor, 0, SEEK_SET);
        std::string content;
        std::array<char, 65'536> part{};
        for (ssize_t n = 0; (n = ::read(m_descriptor, part.data(), part.size())) > 0;)
        {
            content.append(part.data(), static_cast<std::size_t>(n));
        }
        return content;
    }

  private:
    int m_descriptor;
};

/// With these files for its standard streams. @return its exit status, as waitpid gives it
int
Run(const MemoryFile& input, const MemoryFile& output, const MemoryFile& errors)
{
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input.Number(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output.Number(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors.Number(), STDERR_FILENO);
    std::string name = "gnuplot";
    std::string dash = "-";
    std::array<char*, 3> words{name.data(), dash.data(), nullptr};
    pid_t child = 0;
    const int failure =
        ::posix_spawnp(&child, name.c_str(), &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failure != 0)
    {
        throw std::runtime_error(failure == ENOENT
                                     ? "needs gnuplot; on Debian: apt install gnuplot-nox"
                                     : "gnuplot cannot be started: " +
                                           std::generic_category().message(failure));
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
    {
    }
    return status;
}

} // namespace

std::string
RunGnuplot(const std::string& script)
{
    const MemoryFile input;
    const MemoryFile output;
    const MemoryFile errors;
    input.Fill(script);
    const int status = Run(input, output, errors);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    {
        throw std::runtime_error("gnuplot: " + errors.Content());
    }
    return output.Content();
}

} // namespace kwik::cli
