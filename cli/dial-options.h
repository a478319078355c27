#ifndef KWIK_CLI_DIAL_OPTIONS_H
#define KWIK_CLI_DIAL_OPTIONS_H

#include "cli/command.h"
#include "protocol-core/base/security.h"
#include "protocol-core/registry/server-info.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What the user wants of `kwiklab dial`.
struct DialOptions
{
    ServerInfo server;
    std::string content;            ///< To get; empty when there is something to put.
    std::optional<std::string> put; ///< The file.
    std::optional<std::string> output;
    bool isJson;
    bool isVerbose;
    std::optional<std::string> keyFile{}; ///< Without it, a key for this call.
    SecurityLevel level = SecurityLevel::Standard;
    std::vector<KeyPin> allowedServers{}; ///< As SessionConfig::allowedServers.
};

/// @return nothing after --help, which is printed. Throws boost::program_options::error.
std::optional<DialOptions> ReadDialOptions(const Arguments& arguments);

} // namespace kwik::cli

#endif // KWIK_CLI_DIAL_OPTIONS_H
