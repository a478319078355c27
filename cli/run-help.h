#ifndef KWIK_CLI_RUN_HELP_H
#define KWIK_CLI_RUN_HELP_H

#include "cli/options.h"

namespace kwik::cli
{

/// Of the commands that run scenarios.
extern const HelpText RUN_HELP;
extern const HelpText TESTBED_RUN_HELP;
extern const HelpText VALIDATE_HELP;

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_HELP_H
