#ifndef KWIK_CLI_SCENARIO_FILES_H
#define KWIK_CLI_SCENARIO_FILES_H

#include "cli/command.h"
#include "experiment/scenario/load-scenario.h"

#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// A scenario file that makes sense.
struct ScenarioFile
{
    std::string path;              ///< As the user would write it.
    std::string name;              ///< The file's name without its ending.
    experiment::Scenario scenario; ///< Of a sweep as LoadedScenario has it.
    std::shared_ptr<const experiment::ScenarioSweep> sweep{}; ///< Null when there is none.

    /// Points of the sweep; without one the scenario itself.
    std::size_t Points() const;
    /// What is run: the scenario of a point, without conclusions. @pre point < Points()
    experiment::Scenario At(std::size_t point) const;
    /// Complete, as it would be written.
    std::string Text() const;
    /// As the key of its runs has it. @pre there is no sweep
    std::string HashOfRuns() const;
    /// Equal hashes are the same experiment.
    std::string Hash() const;
};

/// The files at the paths, or what is wrong with them; never both.
struct ScenarioFiles
{
    std::vector<ScenarioFile> files;
    std::vector<experiment::LoadedScenario> refused;
};

/// Reads all of @p paths, for the world in which they are to be run; nothing is written.
ScenarioFiles LoadAll(const std::vector<std::string>& paths,
                      experiment::World world = experiment::World::Simulation);

/// Writes the diagnostics of refused files to standard error, coloured if that may be.
void PrintRefused(const std::vector<experiment::LoadedScenario>& refused);

/// The same as a list of {file, line, column, message}; line 0 is the whole file.
nlohmann::ordered_json ErrorsOf(const std::vector<experiment::LoadedScenario>& refused);

/// Says what is wrong with the files: to standard error, or as the document {errors: [...]}.
/// @return the exit code
int RefuseScenarios(const std::vector<experiment::LoadedScenario>& refused, OutputForm form);

/// Writes the one document of a command to standard output.
void PrintJson(const nlohmann::ordered_json& document);

} // namespace kwik::cli

#endif // KWIK_CLI_SCENARIO_FILES_H
