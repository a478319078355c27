#ifndef KWIK_EXPERIMENT_SCENARIO_LOAD_SCENARIO_H
#define KWIK_EXPERIMENT_SCENARIO_LOAD_SCENARIO_H

#include "experiment/scenario/scenario.h"
#include "experiment/text/diagnostic.h"
#include "experiment/text/source-text.h"

#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// A scenario file after reading: a scenario, or at least one diagnostic; never both.
struct LoadedScenario
{
    SourceText source; ///< What the diagnostics point into.
    std::optional<Scenario> scenario;
    std::vector<Diagnostic> diagnostics;
};

/// Reads and checks the scenario in the file at @p path. A file that cannot be read gives one
/// diagnostic. Nothing is written anywhere.
LoadedScenario LoadScenario(const std::string& path);

/// The same for a text in memory.
LoadedScenario ReadScenario(SourceText source);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_LOAD_SCENARIO_H
