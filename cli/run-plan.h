#ifndef KWIK_CLI_RUN_PLAN_H
#define KWIK_CLI_RUN_PLAN_H

#include "cli/run-options.h"
#include "cli/scenario-files.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

struct PlannedRun
{
    std::size_t scenario; ///< Place in the plan's scenarios.
    std::uint64_t seed;
    std::size_t point = 0; ///< Of the scenario's sweep, from 0.
    experiment::World world = experiment::World::Simulation;
};

/// Everything that one call of `kwiklab run` does, before it does any of it.
struct RunPlan
{
    std::vector<ScenarioFile> scenarios;
    std::vector<PlannedRun> runs;
    std::filesystem::path store;
    std::vector<bool> hasPictures;        ///< Of each scenario's runs.
    Duration lagBudget{};                 ///< Of the testbed.
    std::optional<std::uint64_t> retries; ///< On the testbed.
    std::optional<std::uint64_t> seeds;   ///< Of each scenario, instead of its own number.

    const ScenarioFile& ScenarioOf(const PlannedRun& run) const;
    /// The scenario that is run, in which every parameter has its value.
    experiment::Scenario Resolved(const PlannedRun& run) const;
    /// Of the run's point; none when the scenario has no sweep.
    std::vector<experiment::Parameter> ParametersOf(const PlannedRun& run) const;
    /// Seeds 1 to this one, at every point, are what the scenario's conclusions rest on.
    std::uint64_t SeedsFor(std::size_t scenario) const;
    /// Whether a picture is drawn of the run.
    bool HasPicture(const PlannedRun& run) const;
    /// How often the run is done again when it is INVALID.
    std::uint64_t RetriesOf(const PlannedRun& run) const;
    /// Whether some of the scenario's runs are done in that world.
    bool Has(std::size_t scenario, experiment::World world) const;
    /// "failover-seed1", "failover-testbed-seed1" or "loss-point3-seed1": one name for the folder
    /// and the shard of a run.
    std::string NameOf(const PlannedRun& run) const;
    /// "failover seed 1", "failover on the testbed, seed 1" or "loss point 3 (loss = 1) seed 1",
    /// for people.
    std::string TitleOf(const PlannedRun& run) const;
    /// Where the run's files go, relative to the folder of the store.
    std::filesystem::path FolderOf(const PlannedRun& run) const;
    /// The folder that the store is in.
    std::filesystem::path StoreFolder() const;
};

/**
 * The store is the one that was asked for, or `results/` with the name of the only scenario, the
 * tags, or "campaign".
 *
 * Throws boost::program_options::error when there is nothing to run, or when two scenarios have one
 * name: their files would get in each other's way.
 */
RunPlan MakePlan(const RunOptions& options, std::vector<ScenarioFile> scenarios);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_PLAN_H
