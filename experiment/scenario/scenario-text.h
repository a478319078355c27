#ifndef KWIK_EXPERIMENT_SCENARIO_SCENARIO_TEXT_H
#define KWIK_EXPERIMENT_SCENARIO_SCENARIO_TEXT_H

#include "experiment/scenario/scenario.h"

#include <string>

namespace kwik::experiment
{

/// The scenario as YAML with every default written out. Reading it gives the same scenario, and the
/// same scenario gives the same bytes, however its file was written.
std::string ResolvedText(const Scenario& scenario);

/// Which experiment this is: BLAKE2b-128 of the resolved text, in hexadecimal digits.
std::string ScenarioHash(const Scenario& scenario);

/// The JSON Schema of scenario files (draft 2020-12), for editors.
std::string JsonSchema();

/// The Markdown page that explains every key, every unit and every metric.
std::string ScenarioReference();

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_SCENARIO_TEXT_H
