#ifndef KWIK_CLI_THIS_PROGRAM_H
#define KWIK_CLI_THIS_PROGRAM_H

#include <filesystem>

namespace kwik::cli
{

/// The path of the running program.
std::filesystem::path ThisProgram();

} // namespace kwik::cli

#endif // KWIK_CLI_THIS_PROGRAM_H
