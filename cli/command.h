#ifndef KWIK_CLI_COMMAND_H
#define KWIK_CLI_COMMAND_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::cli
{

/// The exit codes of every command; `kwiklab --help` prints this list.
enum ExitCode : int
{
    EXIT_OK = 0,      ///< Done, and every expectation was met.
    EXIT_UNMET = 1,   ///< Done, but an expectation was not met or a comparison differs.
    EXIT_USAGE = 2,   ///< The command line or a scenario file makes no sense; nothing was done.
    EXIT_BROKEN = 3,  ///< A run could not be finished: a crash, a full disk, an unreachable server.
    EXIT_STOPPED = 4, ///< Interrupted (SIGINT, SIGTERM); what was finished is kept.
};

/// What a command writes to standard output.
enum class OutputForm : std::uint8_t
{
    Text, ///< For people.
    Json, ///< One JSON document and nothing else (--json).
};

using Arguments = std::vector<std::string>;

/// One subcommand of kwiklab.
struct Command
{
    std::string_view name;
    std::string_view summary;
    int (*run)(const Arguments& arguments);
};

int RunCheck(const Arguments& arguments);
int RunDesign(const Arguments& arguments);
int RunDial(const Arguments& arguments);
int RunDoctor(const Arguments& arguments);
int RunRun(const Arguments& arguments);
int RunRank(const Arguments& arguments);
int RunReplay(const Arguments& arguments);
int MakeReport(const Arguments& arguments);
int RunList(const Arguments& arguments);
int RunSchema(const Arguments& arguments);
int RunShow(const Arguments& arguments);
int RunTestbed(const Arguments& arguments);
int RunValidate(const Arguments& arguments);
int RunTestbedBaselines(const Arguments& arguments);
int RunTestbedClean(const Arguments& arguments);
int RunTestbedRun(const Arguments& arguments);

} // namespace kwik::cli

#endif // KWIK_CLI_COMMAND_H
