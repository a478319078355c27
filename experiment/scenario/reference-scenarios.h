#ifndef KWIK_EXPERIMENT_SCENARIO_REFERENCE_SCENARIOS_H
#define KWIK_EXPERIMENT_SCENARIO_REFERENCE_SCENARIOS_H

#include "experiment/scenario/scenario.h"

#include <string>
#include <vector>

namespace kwik::experiment
{

/// A scenario in which one server works alone.
struct ReferenceScenario
{
    std::string server;
    Scenario scenario;
};

/**
 * What `aggregation`, `eben` and their like compare with: the scenario once for each server that
 * can take part (discovered, or the origin of a download) and that every client of a download
 * reaches.
 *
 * In each the server is the origin of every download, holds all content, is the only one
 * discovered and the only path. Network, protocol settings and workload stay; the timeline,
 * expectations and recorded files are dropped. Samples are a millisecond apart.
 */
std::vector<ReferenceScenario> EachPathAlone(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_REFERENCE_SCENARIOS_H
