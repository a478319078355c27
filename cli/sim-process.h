#ifndef KWIK_CLI_SIM_PROCESS_H
#define KWIK_CLI_SIM_PROCESS_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace kwik::cli
{

/// How far a run has come.
struct SimProgress
{
    Duration simulated{};
    ByteCount delivered;
};

/// How a process ended.
struct SimEnding
{
    std::string program; ///< Its name.
    int status = 0;      ///< As waitpid gives it.
    std::string words;   ///< The last it said on standard error.

    bool IsClean() const;
    /// "kwiklab-sim was killed by signal 9 (Killed)" or "kwiklab-sim ended with exit code 3", then
    /// what it said last.
    std::string Reason() const;
};

struct SimCommand
{
    std::vector<std::string> arguments; ///< The program first; without --progress.
    std::filesystem::path folder;       ///< It runs there.
    int lock = -1;                      ///< A file descriptor that it inherits.
};

/**
 * One kwiklab-sim or kwiklab-lab, from its start to its end. It leads a process group, so that what
 * it forks ends with it. The destructor ends it if nobody waited for its end.
 */
class SimProcess : public std::enable_shared_from_this<SimProcess>
{
  public:
    using ProgressHandler = std::function<void(const SimProgress&)>;

    /// Throws std::system_error when the program cannot be started.
    static std::shared_ptr<SimProcess> Start(boost::asio::io_context& loop,
                                             const SimCommand& command,
                                             ProgressHandler onProgress);
    ~SimProcess();
    SimProcess(const SimProcess&) = delete;
    SimProcess& operator=(const SimProcess&) = delete;

    /// Call when a child may have ended. @return whether this one has
    bool HasEnded();
    /// @pre HasEnded() was true
    const SimEnding& Ending() const;
    void Signal(int signal) const;

  private:
    using Pipe = boost::asio::posix::stream_descriptor;

    /// The pipes that the process writes to.
    enum class Source : std::uint8_t
    {
        Progress,
        Words,
    };

    SimProcess(boost::asio::io_context& loop, ProgressHandler onProgress);
    void Spawn(const SimCommand& command);
    void WaitForBytes(Source source);
    /// Reads what is there. @return whether more may come
    bool ReadAll(Source source);
    Pipe& PipeOf(Source source);
    void OnProgressBytes(std::string_view bytes);
    void OnWords(std::string_view bytes);

    Pipe m_progress;
    Pipe m_words;
    ProgressHandler m_onProgress;
    std::string m_line; ///< Of progress, not yet complete.
    pid_t m_child{-1};
    SimEnding m_ending;
};

} // namespace kwik::cli

#endif // KWIK_CLI_SIM_PROCESS_H
