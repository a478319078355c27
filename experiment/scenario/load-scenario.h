#ifndef KWIK_EXPERIMENT_SCENARIO_LOAD_SCENARIO_H
#define KWIK_EXPERIMENT_SCENARIO_LOAD_SCENARIO_H

#include "experiment/scenario/scenario-sweep.h"
#include "experiment/scenario/scenario.h"
#include "experiment/scenario/world.h"
#include "experiment/sweep/make-grid.h"
#include "experiment/text/diagnostic.h"
#include "experiment/text/source-text.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// A scenario file after reading: a scenario, or at least one diagnostic; never both.
struct LoadedScenario
{
    SourceText source; ///< What the diagnostics point into.
    /// Of a sweep: its first point, with the sweep, and with parameters in title and question.
    std::optional<Scenario> scenario;
    std::vector<Diagnostic> diagnostics;
    std::shared_ptr<const ScenarioSweep> sweep; ///< Null when there is none.
    std::vector<RefusedFile> tables;            ///< Files that the sweep names and that are wrong.
};

/// Reads and checks the scenario in the file at @p path, with every point of its sweep, also for
/// what the world cannot honour. A file that cannot be read gives one diagnostic. Nothing is
/// written anywhere.
LoadedScenario LoadScenario(const std::string& path, World world = World::Simulation);

/// The same for a text in memory; the folder in its name is where tables are looked for.
LoadedScenario ReadScenario(SourceText source, World world = World::Simulation);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_LOAD_SCENARIO_H
