#ifndef KWIK_CLI_SIM_REFERENCE_RUNS_H
#define KWIK_CLI_SIM_REFERENCE_RUNS_H

#include "experiment/metrics/paths-alone.h"
#include "experiment/scenario/scenario.h"

#include <cstdint>

namespace kwik::sim
{

/// Whether some expectation of the scenario compares with what each path reaches alone.
bool NeedsReferences(const experiment::Scenario& scenario);

/**
 * What each server reaches alone, by running the scenario once for each of them.
 *
 * Every run is a fork of this process, because ns-3's simulator is global; so @pre no simulation
 * was started here yet. Throws std::runtime_error when one fails.
 */
experiment::PathsAlone MeasureEachPathAlone(const experiment::Scenario& scenario,
                                            std::uint64_t seed);

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_REFERENCE_RUNS_H
