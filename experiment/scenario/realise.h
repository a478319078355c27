#ifndef KWIK_EXPERIMENT_SCENARIO_REALISE_H
#define KWIK_EXPERIMENT_SCENARIO_REALISE_H

#include "experiment/scenario/scenario.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// The same scenario with what is random in it drawn: arrivals are downloads, and churn is a
/// timeline. The same seed draws the same.
Scenario Realise(const Scenario& scenario, std::uint64_t seed);

/// The other servers that each server knows from the start.
std::map<std::string, std::vector<std::string>> DirectoriesOf(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_REALISE_H
