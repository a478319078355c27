#ifndef KWIK_TESTBED_HOST_HOST_OPTIONS_H
#define KWIK_TESTBED_HOST_HOST_OPTIONS_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace kwik::testbed
{

/// What the command line of kwiklab-host says; kwiklab-lab writes it.
struct HostOptions
{
    std::string scenario; ///< File.
    std::uint64_t seed{0};
    std::string host;                  ///< Which one of the scenario this process is.
    std::string alone;                 ///< The server of a reference run; empty in others.
    std::optional<std::int64_t> epoch; ///< On the monotonic clock in nanoseconds.
    int journal{-1};                   ///< File descriptors.
    int control{-1};
    std::uint64_t restarts{0};  ///< Before this one.
    std::string artefacts;      ///< Folder for qlog, keys and records.
    std::size_t recordLimit{0}; ///< Of a record, in bytes; 0 when none is wanted.
    std::string build;          ///< What the record says that it was made by.
};

/// Nothing after --help. Throws boost::program_options::error.
std::optional<HostOptions> ReadHostOptions(int argc, const char* const* argv);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_HOST_OPTIONS_H
