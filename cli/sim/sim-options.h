#ifndef KWIK_CLI_SIM_SIM_OPTIONS_H
#define KWIK_CLI_SIM_SIM_OPTIONS_H

#include <cstdint>
#include <optional>
#include <string>

namespace kwik::sim
{

/// What the command line of kwiklab-sim says. kwiklab writes it; people may.
struct SimOptions
{
    std::string scenario; ///< File.
    std::uint64_t seed;
    std::string shard;           ///< Store that the run is written to; made if need be.
    std::string parameters;      ///< JSON object of what a sweep varied.
    std::string artefacts;       ///< Folder for pcap, qlog and keys.
    std::optional<int> progress; ///< File descriptor for progress lines.
    /// The build of the kwiklab that asks; runs of another build would be taken for its own.
    std::optional<std::string> build;
};

/// Nothing after --help. Throws boost::program_options::error.
std::optional<SimOptions> ReadSimOptions(int argc, const char* const* argv);

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIM_OPTIONS_H
