#ifndef KWIK_TESTBED_KWIKD_DAEMON_OPTIONS_H
#define KWIK_TESTBED_KWIKD_DAEMON_OPTIONS_H

#include "testbed/kwikd/load-config.h"

#include <optional>
#include <string>

namespace kwik::testbed
{

/// What the command line of kwikd asks for.
struct DaemonCommand
{
    ConfigSources sources;
    bool isCheck = false; ///< Says whether the sources make sense, and serves nothing.
};

/// A command to carry out, or a message to print before leaving with the exit code.
struct ParsedDaemonOptions
{
    std::optional<DaemonCommand> command;
    std::string message;
    int exitCode;
};

/// Exit codes: 0 after --help, 2 for a command line that makes no sense.
ParsedDaemonOptions ParseDaemonOptions(int argc, const char* const* argv);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_DAEMON_OPTIONS_H
