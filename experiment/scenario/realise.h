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

/// The names of the other servers that each server knows.
using Directories = std::map<std::string, std::vector<std::string>>;

/// Those known from the start. Who is known for being near knows the other one, too.
Directories DirectoriesOf(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_REALISE_H
