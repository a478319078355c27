#ifndef KWIK_EXPERIMENT_RUN_REFERENCE_RUNS_H
#define KWIK_EXPERIMENT_RUN_REFERENCE_RUNS_H

#include "experiment/metrics/paths-alone.h"
#include "experiment/run/run-observer.h"
#include "experiment/scenario/reference-scenarios.h"
#include "experiment/scenario/scenario.h"

#include <functional>

namespace kwik::experiment
{

/// Whether some expectation of the scenario compares with what each path reaches alone.
bool NeedsReferences(const Scenario& scenario);

/// Does one run of a scenario, and tells the observer what it shows.
using RunReference = std::function<void(const ReferenceScenario& reference, RunObserver& observer)>;

/**
 * What each server reaches alone, by running the scenario once for each of them.
 *
 * Every run is a fork of this process, because there is one run a process in every world; so @pre
 * none was started here yet. Throws std::runtime_error when one fails.
 */
PathsAlone MeasureEachPathAlone(const Scenario& scenario, const RunReference& run);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_REFERENCE_RUNS_H
