#include "cli/compare-stores.h"

#include "cli/validation-table.h"
#include "experiment/store/store.h"

#include <algorithm>
#include <boost/program_options/errors.hpp>
#include <iostream>
#include <map>
#include <unistd.h>
#include <utility>

namespace kwik::cli
{

namespace
{

using experiment::World;

/// The runs of a scenario in all stores that may count.
class FoundRuns
{
  public:
    explicit FoundRuns(std::string hash)
        : m_hash(std::move(hash))
    {
    }

    void LookIn(experiment::Store& store)
    {
        for (const experiment::RunRow& row : store.Runs())
        {
            if (row.key.scenarioHash == m_hash && row.state == experiment::RunState::Ok)
            {
                m_runs.insert_or_assign({row.key.world, row.key.seed}, ReadResult(store, row.id));
            }
        }
    }

    bool Has(World world) const
    {
        return std::any_of(m_runs.begin(), m_runs.end(), [world](const auto& run) {
            return run.first.first == world;
        });
    }

    std::vector<RunResult> All() const
    {
        std::vector<RunResult> all;
        for (const auto& [place, run] : m_runs)
        {
            all.push_back(run);
        }
        return all;
    }

  private:
    std::string m_hash;
    std::map<std::pair<World, std::uint64_t>, RunResult> m_runs;
};

FoundRuns
RunsOf(const ScenarioFile& file, std::vector<experiment::Store>& stores)
{
    FoundRuns found(file.HashOfRuns());
    for (experiment::Store& store : stores)
    {
        found.LookIn(store);
    }
    for (const World world : {World::Simulation, World::Testbed})
    {
        if (!found.Has(world))
        {
            throw boost::program_options::error(
                file.path + ": no store that was given has a finished run of it " +
                (world == World::Simulation ? "in the simulation" : "on the testbed") +
                "; a scenario that was changed since is another one");
        }
    }
    return found;
}

} // namespace

ExitCode
CompareStores(const RunOptions& options, const std::vector<ScenarioFile>& scenarios)
{
    std::vector<experiment::Store> stores;
    for (const std::string& path : options.stores)
    {
        stores.push_back(experiment::Store::OpenExisting(path));
    }
    auto documents = nlohmann::ordered_json::array();
    std::string text;
    std::size_t unmet = 0;
    for (const ScenarioFile& file : scenarios)
    {
        const Validation validation = Validate(file, RunsOf(file, stores).All());
        unmet += validation.CountUnmet();
        const OutputStyle style = StyleOf(STDOUT_FILENO);
        text += Painted(file.scenario.title, Colour::Strong, style) + "\n" +
                ValidationTable(validation, style) + "\n";
        for (const nlohmann::ordered_json& row : DocumentOf(validation))
        {
            documents.push_back(row);
        }
    }
    if (options.form == OutputForm::Json)
    {
        PrintJson({{"validations", documents}});
    }
    else
    {
        std::cout << text << std::flush;
    }
    return unmet == 0 ? EXIT_OK : EXIT_UNMET;
}

} // namespace kwik::cli
