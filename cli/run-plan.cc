#include "cli/run-plan.h"

#include "cli/options.h"
#include "cli/wording.h"

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
    return scenarios.size() == 1 ? scenarios[0].name : "campaign";
}

fs::path
StorePath(const RunOptions& options, const std::vector<ScenarioFile>& scenarios)
{
    if (!options.store)
    {
        // What both worlds made of a scenario is not to be taken for one another.
        const bool isReal = options.world == experiment::World::Testbed;
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

/// All seeds of a point, then those of the next one. @p seeds are the scenario's own if empty.
void
AddRuns(RunPlan& plan, std::size_t scenario, const std::vector<std::uint64_t>& seeds)
{
    const ScenarioFile& file = plan.scenarios[scenario];
    std::vector<std::uint64_t> each = seeds;
    if (each.empty())
    {
        each.resize(file.scenario.seeds);
        std::iota(each.begin(), each.end(), 1);
    }
    for (std::size_t point = 0; point < file.Points(); ++point)
    {
        for (const std::uint64_t seed : each)
        {
            plan.runs.push_back({scenario, seed, point});
        }
    }
    plan.hasPictures.push_back(AreDrawn(file, file.Points() * each.size()));
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
    return file.name + (file.sweep ? "-point" + std::to_string(run.point + 1) : "") + "-seed" +
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
    return file.name + point + " seed " + std::to_string(run.seed);
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
    plan.world = options.world;
    plan.lagBudget = options.lagBudget;
    plan.recordLimit = options.recordLimit;
    plan.store = StorePath(options, plan.scenarios);
    if (!options.seeds.empty() && !options.isOneSeed)
    {
        plan.seeds = options.seeds.size();
    }
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
    {
        AddRuns(plan, i, options.seeds);
    }
    return plan;
}

} // namespace kwik::cli
