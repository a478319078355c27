#ifndef KWIK_CLI_RUN_COMMAND_LINE_H
#define KWIK_CLI_RUN_COMMAND_LINE_H

#include "protocol-core/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kwik::cli
{

/// How late an event loop on the testbed may be in one of 100 cases; the emulator half of it.
inline constexpr Duration DEFAULT_LAG_BUDGET = std::chrono::milliseconds(10);

/// What the command line of a program that does one run says. kwiklab writes it; people may.
struct RunCommandLine
{
    std::string scenario; ///< File.
    std::uint64_t seed;
    std::string shard;           ///< Store that the run is written to; made if need be.
    std::string parameters;      ///< JSON object of what a sweep varied.
    std::string artefacts;       ///< Folder for pcap, qlog and keys.
    std::optional<int> progress; ///< File descriptor for progress lines.
    Duration lagBudget{};        ///< On the testbed: RunOptions::lagBudget.
    std::uint64_t recordLimit{}; ///< On the testbed: RunOptions::recordLimit.
    /// The build of the kwiklab that asks; runs of another build would be taken for its own.
    std::optional<std::string> build;
};

/// Nothing after --help, which begins with @p title. Throws boost::program_options::error.
std::optional<RunCommandLine> ReadRunCommandLine(int argc,
                                                 const char* const* argv,
                                                 const std::string& title);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_COMMAND_LINE_H
