#ifndef KWIK_CLI_RUN_PROGRAM_H
#define KWIK_CLI_RUN_PROGRAM_H

#include "cli/run-command-line.h"
#include "experiment/scenario/scenario.h"
#include "experiment/scenario/world.h"
#include "experiment/store/run-writer.h"

#include <functional>
#include <string>
#include <string_view>

namespace kwik::cli
{

/// What one program that does one run has of its own: kwiklab-sim, or kwiklab-lab.
struct RunProgram
{
    std::string_view name;
    std::string_view does; ///< "one simulated run"
    experiment::World world;
    std::string versions; ///< JSON object.
    /// Before the store is opened; throws when the run cannot be.
    std::function<void()> prepare;
    /// Does the run of a scenario in which nothing is random any more, and ends it with
    /// RunWriter::Finish.
    std::function<void(const RunCommandLine& line,
                       const experiment::Scenario& scenario,
                       experiment::RunWriter& writer)>
        run;
};

/// The main function of such a program: checks what it was given, keeps the store, and says in
/// words what went wrong. @return the exit code
int RunOnce(const RunProgram& program, int argc, const char* const* argv);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_PROGRAM_H
