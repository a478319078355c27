#include "cli/run-plan.h"

#include "cli/options.h"
#include "cli/wording.h"

#include <map>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;
namespace po = boost::program_options;

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
        return fs::path("results") / (StoreName(options, scenarios) + ".sqlite");
    }
    const fs::path store = fs::path(*options.store).lexically_normal();
    if (!store.has_filename() || store == "." || store == ".." || fs::is_directory(store))
    {
        throw po::error("--store '" + *options.store +
                        "': write the name of a file, for example results/lossy.sqlite");
    }
    return store;
}

} // namespace

const ScenarioFile&
RunPlan::ScenarioOf(const PlannedRun& run) const
{
    return scenarios[run.scenario];
}

std::string
RunPlan::NameOf(const PlannedRun& run) const
{
    return ScenarioOf(run).name + "-seed" + std::to_string(run.seed);
}

std::string
RunPlan::TitleOf(const PlannedRun& run) const
{
    return ScenarioOf(run).name + " seed " + std::to_string(run.seed);
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
    plan.store = StorePath(options, plan.scenarios);
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
    {
        const std::uint64_t last = options.seeds.empty() ? plan.scenarios[i].scenario.seeds : 0;
        for (std::uint64_t seed = 1; seed <= last; ++seed)
        {
            plan.runs.push_back({i, seed});
        }
        for (const std::uint64_t seed : options.seeds)
        {
            plan.runs.push_back({i, seed});
        }
    }
    return plan;
}

} // namespace kwik::cli
