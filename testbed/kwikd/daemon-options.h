#ifndef KWIK_TESTBED_KWIKD_DAEMON_OPTIONS_H
#define KWIK_TESTBED_KWIKD_DAEMON_OPTIONS_H

#include "protocol-core/base/security.h"
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/registry/server-info.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kwik::testbed
{

/// What the command line of kwikd says.
struct DaemonOptions
{
    Address listen;
    std::filesystem::path keyFile;
    std::vector<ServerInfo> peers;
    std::optional<std::filesystem::path> content;
    std::optional<std::filesystem::path> uploads; ///< Without it uploads are dropped.
    ByteCount uploadsMost;                        ///< The size of that folder.
    CongestionControl congestionControl;
    SecurityConfig security;
    std::optional<std::uint32_t> capacity; ///< As ServerConfig::capacity.
};

/// Options to run with, or a message to print before leaving with the exit code.
struct ParsedDaemonOptions
{
    std::optional<DaemonOptions> options;
    std::string message;
    int exitCode;
};

/// Exit codes: 0 after --help, 2 for a command line that makes no sense.
ParsedDaemonOptions ParseDaemonOptions(int argc, const char* const* argv);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_OPTIONS_H
