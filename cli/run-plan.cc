#include "cli/run-plan.h"

#include "cli/options.h"
#include "cli/wording.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;
namespace po = boost::program_options;

/// Of a title.
constexpr std::size_t MOST_PARAMETER_COLUMNS = 60;
/// Runs of a sweep that are drawn unless the scenario says so.
constexpr std::size_t MOST_SWEEP_PICTURES = 20;
const std::vector REAL{experiment::World::Testbed};
const std::vector SIMULATED{experiment::World::Simulation};
const std::vector BOTH{experiment::World::Simulation, experiment::World::Testbed};

/// The same file given twice is one scenario.
std::vector<ScenarioFile>
EachOnce(std::vector<ScenarioFile> scenarios)
{
    std::vector<ScenarioFile> unique;
    std::map<std::string, std::string> paths; ///< By name.
    for (ScenarioFile& file : scenarios)
    {
        const auto [entry, isNew] = paths.emplace(file.name, file.path);
        if (isNew)
        {
            unique.push_back(std::move(file));
        }
        else if (!fs::equivalent(entry->second, file.path))
        {
            throw po::error(entry->second + " and " + file.path +
                            " have the same name, and so would their results; rename one");
        }
    }
    return unique;
}

std::string
StoreName(const RunOptions& options, const std::vector<ScenarioFile>& scenarios)
{
    if (!options.tags.empty())
    {
        return Joined(options.tags, "+");
    }
    const bool areOfOneFile =
        std::all_of(scenarios.begin(), scenarios.end(), [&scenarios](const ScenarioFile& file) {
            return file.path == scenarios[0].path;
        });
    return areOfOneFile ? scenarios[0].name : "campaign";
}

fs::path
StorePath(const RunOptions& options, const std::vector<ScenarioFile>& scenarios)
{
    if (!options.store)
    {
        // What both worlds made of a scenario is not to be taken for one another.
        const bool isReal = options.worlds == REAL;
        return fs::path("results") /
               (StoreName(options, scenarios) + (isReal ? "-testbed" : "") + ".sqlite");
    }
    const fs::path store = fs::path(*options.store).lexically_normal();
    if (!store.has_filename() || store == "." || store == ".." || fs::is_directory(store))
    {
        throw po::error("--store '" + *options.store +
                        "': write the name of a file, for example results/lossy.sqlite");
    }
    return store;
}

/// Whether pictures are drawn of so many runs of the file.
bool
AreDrawn(const ScenarioFile& file, std::size_t runs)
{
    switch (file.scenario.record.picture)
    {
    case experiment::PictureChoice::Always:
        return true;
    case experiment::PictureChoice::Never:
        return false;
    case experiment::PictureChoice::Auto:
        break;
    }
    return !file.sweep || runs <= MOST_SWEEP_PICTURES;
}

std::vector<experiment::World>
WorldsOf(const ScenarioFile& file, const RunOptions& options)
{
    if (file.scenario.transport)
    {
        return REAL; // Nothing else has it.
    }
    const bool isBeside = file.scenario.beside.has_value();
    return options.worlds.value_or(file.scenario.validate ? BOTH : (isBeside ? REAL : SIMULATED));
}

std::vector<std::uint64_t>
SeedsOf(const ScenarioFile& file, const RunOptions& options)
{
    std::vector<std::uint64_t> each = options.seeds;
    if (each.empty())
    {
        each.resize(file.scenario.seeds);
        std::iota(each.begin(), each.end(), 1);
    }
    return each;
}

/// All seeds of a point, then those of the next one.
void
AddRuns(RunPlan& plan, std::size_t scenario, experiment::World world, const RunOptions& options)
{
    const ScenarioFile& file = plan.scenarios[scenario];
    const std::vector<experiment::World> worlds = WorldsOf(file, options);
    if (std::find(worlds.begin(), worlds.end(), world) == worlds.end())
    {
        return;
    }
    for (std::size_t point = 0; point < file.Points(); ++point)
    {
        for (const std::uint64_t seed : SeedsOf(file, options))
        {
            plan.runs.push_back({scenario, seed, point, world});
        }
    }
}

} // namespace

const ScenarioFile&
RunPlan::ScenarioOf(const PlannedRun& run) const
{
    return scenarios[run.scenario];
}

experiment::Scenario
RunPlan::Resolved(const PlannedRun& run) const
{
    return ScenarioOf(run).At(run.point);
}

std::vector<experiment::Parameter>
RunPlan::ParametersOf(const PlannedRun& run) const
{
    const ScenarioFile& file = ScenarioOf(run);
    return file.sweep ? file.sweep->PointAt(run.point).parameters
                      : std::vector<experiment::Parameter>();
}

std::uint64_t
RunPlan::RetriesOf(const PlannedRun& run) const
{
    constexpr std::uint64_t WHERE_COMPARED = 2;
    const experiment::Scenario& scenario = ScenarioOf(run).scenario;
    const bool isCompared =
        Has(run.scenario, experiment::World::Simulation) || scenario.beside || scenario.transport;
    return run.world == experiment::World::Testbed
               ? retries.value_or(isCompared ? WHERE_COMPARED : 0)
               : 0;
}

bool
RunPlan::Has(std::size_t scenario, experiment::World world) const
{
    return std::any_of(runs.begin(), runs.end(), [&](const PlannedRun& run) {
        return run.scenario == scenario && run.world == world;
    });
}

std::uint64_t
RunPlan::SeedsFor(std::size_t scenario) const
{
    return seeds.value_or(scenarios[scenario].scenario.seeds);
}

bool
RunPlan::HasPicture(const PlannedRun& run) const
{
    return hasPictures[run.scenario];
}

std::string
RunPlan::NameOf(const PlannedRun& run) const
{
    const ScenarioFile& file = ScenarioOf(run);
    return file.name + (run.world == experiment::World::Testbed ? "-testbed" : "") +
           (file.sweep ? "-point" + std::to_string(run.point + 1) : "") + "-seed" +
           std::to_string(run.seed);
}

std::string
RunPlan::TitleOf(const PlannedRun& run) const
{
    const ScenarioFile& file = ScenarioOf(run);
    std::string point;
    if (file.sweep)
    {
        point = " point " + std::to_string(run.point + 1) + " (" +
                Clipped(ToText(file.sweep->PointAt(run.point)), MOST_PARAMETER_COLUMNS, "~") + ")";
    }
    const bool isReal = run.world == experiment::World::Testbed;
    return file.name + point + (isReal ? " on the testbed, seed " : " seed ") +
           std::to_string(run.seed);
}

fs::path
RunPlan::FolderOf(const PlannedRun& run) const
{
    // Where the store has no ending, its own name is taken.
    const fs::path folder =
        store.has_extension() ? store.stem() : fs::path(store.filename()) += "-runs";
    return folder / NameOf(run);
}

fs::path
RunPlan::StoreFolder() const
{
    return store.has_parent_path() ? store.parent_path() : fs::path(".");
}

RunPlan
MakePlan(const RunOptions& options, std::vector<ScenarioFile> scenarios)
{
    RunPlan plan;
    plan.scenarios = EachOnce(std::move(scenarios));
    if (plan.scenarios.empty())
    {
        throw po::error("no scenario has the tag " + Joined(options.tags, " or ") +
                        "; kwiklab list shows which there are");
    }
    plan.lagBudget = options.lagBudget;
    plan.retries = options.retries;
    plan.recordLimit = options.recordLimit;
    plan.store = StorePath(options, plan.scenarios);
    if (!options.seeds.empty() && !options.isOneSeed)
    {
        plan.seeds = options.seeds.size();
    }
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
    {
        const ScenarioFile& file = plan.scenarios[i];
        plan.hasPictures.push_back(AreDrawn(file, file.Points() * SeedsOf(file, options).size()));
    }
    // All that can be done side by side first.
    for (const experiment::World world : BOTH)
    {
        for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
        {
            AddRuns(plan, i, world, options);
        }
    }
    const bool isReal = std::any_of(plan.runs.begin(), plan.runs.end(), [](const PlannedRun& run) {
        return run.world == experiment::World::Testbed;
    });
    if (options.hasLagBudget && !isReal)
    {
        throw po::error("--lag-budget: nothing is late in the simulation");
    }
    const bool isKwik = std::any_of(plan.scenarios.begin(),
                                    plan.scenarios.end(),
                                    [](const auto& one) { return !one.scenario.transport; });
    if (options.recordLimit > 0 && !(isReal && isKwik))
    {
        throw po::error(isReal ? "--record: only Kwik's hosts write records"
                               : "--record: a simulated run is repeated by its seed");
    }
    return plan;
}

} // namespace kwik::cli
