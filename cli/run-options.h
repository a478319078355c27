#ifndef KWIK_CLI_RUN_OPTIONS_H
#define KWIK_CLI_RUN_OPTIONS_H

#include "cli/command.h"
#include "cli/options.h"
#include "experiment/scenario/world.h"
#include "protocol-core/base/instant.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What the user wants of `kwiklab run`.
struct RunOptions
{
    std::vector<std::string> files; ///< As written; none when scenarios are chosen by tag.
    std::vector<std::string> tags;
    std::vector<std::uint64_t> seeds; ///< None: those of each scenario.
    bool isOneSeed = false;           ///< Of those that a scenario has; conclusions want all.
    std::optional<std::string> store;
    std::vector<std::string> stores{}; ///< Whose runs are compared; none are done then.
    /// None: the simulation, and also the testbed for scenarios that have `validate`.
    std::optional<std::vector<experiment::World>> worlds{};
    Duration lagBudget{}; ///< Of the testbed: RunCommandLine::lagBudget.
    bool hasLagBudget = false;
    std::optional<std::uint64_t> retries{}; ///< Of a run that is INVALID.
    /// Of the testbed: how long the record of a host may be, in bytes; 0 when none is wanted.
    std::uint64_t recordLimit = 0;
    std::vector<std::string> only{}; ///< Of `kwiklab testbed baselines`: which contenders.
    std::size_t jobs = 1;
    bool isVerify = false;
    bool isResume = false;
    bool isQuiet = false;
    OutputForm form = OutputForm::Text;
};

/// @return nothing after --help, which is printed. Throws boost::program_options::error.
std::optional<RunOptions> ReadRunOptions(const Arguments& arguments);

/// The same for `kwiklab testbed run`.
std::optional<RunOptions> ReadTestbedRunOptions(const Arguments& arguments);

/// The same for `kwiklab validate`.
std::optional<RunOptions> ReadValidateOptions(const Arguments& arguments);

/// The same for `kwiklab rank`: one file, no tags, nothing done twice.
std::optional<RunOptions> ReadRankOptions(const Arguments& arguments, const HelpText& help);

/// The same for `kwiklab testbed baselines`: one file, on the testbed.
std::optional<RunOptions> ReadBaselineOptions(const Arguments& arguments, const HelpText& help);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_OPTIONS_H
