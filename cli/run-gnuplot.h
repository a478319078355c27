#ifndef KWIK_CLI_RUN_GNUPLOT_H
#define KWIK_CLI_RUN_GNUPLOT_H

#include <string>

namespace kwik::cli
{

/// What gnuplot writes to its standard output for a script. Throws std::runtime_error, with what it
/// said, when it is not installed or refuses the script.
std::string RunGnuplot(const std::string& script);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_GNUPLOT_H
