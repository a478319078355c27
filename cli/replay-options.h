#ifndef KWIK_CLI_REPLAY_OPTIONS_H
#define KWIK_CLI_REPLAY_OPTIONS_H

#include "cli/command.h"
#include "protocol-core/base/instant.h"

#include <optional>
#include <string>

namespace kwik::cli
{

/// What the user wants of `kwiklab replay`.
struct ReplayOptions
{
    std::string file;
    Instant until = NEVER;
    std::optional<std::string> traces; ///< Folder for qlog and keys.
    bool hasEvents = false;
    bool hasLog = false;
    OutputForm form = OutputForm::Text;
};

/// @return nothing after --help, which is printed. Throws boost::program_options::error.
std::optional<ReplayOptions> ReadReplayOptions(const Arguments& arguments);

} // namespace kwik::cli

#endif // KWIK_CLI_REPLAY_OPTIONS_H
