#include "cli/report-fidelity.h"

#include "cli/scenario-catalogue.h"
#include "cli/this-program.h"
#include "cli/validation.h"

#include <map>
#include <utility>

namespace kwik::cli
{

namespace
{

using analysis::ReportRun;
using experiment::World;

/// The runs of one scenario that count.
class ScenarioRuns
{
  public:
    void Add(const ReportRun& run)
    {
        m_title = run.row.title;
        m_text = run.scenarioText;
        m_runs[{run.row.key.world, run.row.key.seed}] = run.row.id;
        (run.row.key.world == World::Simulation ? m_hasSimulated : m_hasReal) = true;
    }

    bool HasBothWorlds() const
    {
        return m_hasSimulated && m_hasReal;
    }

    const std::string& Title() const
    {
        return m_title;
    }

    const std::string& Text() const
    {
        return m_text;
    }

    std::vector<RunResult> Results(experiment::Store& store) const
    {
        std::vector<RunResult> results;
        for (const auto& [place, run] : m_runs)
        {
            results.push_back(ReadResult(store, run));
        }
        return results;
    }

  private:
    std::string m_title;
    std::string m_text;
    std::map<std::pair<World, std::uint64_t>, experiment::RunId> m_runs;
    bool m_hasSimulated{false};
    bool m_hasReal{false};
};

std::map<std::string, ScenarioRuns>
InBothWorlds(const std::vector<ReportRun>& runs)
{
    std::map<std::string, ScenarioRuns> found;
    for (const ReportRun& run : runs)
    {
        if (run.IsOk())
        {
            found[run.row.key.scenarioHash].Add(run);
        }
    }
    std::erase_if(found, [](const auto& entry) { return !entry.second.HasBothWorlds(); });
    return found;
}

/// A scenario with tolerances of its own, or with the usual ones.
struct Judge
{
    ScenarioFile file;
    std::string tolerances;
};

/// Files of the catalogue that state tolerances, by the hash of their runs.
std::map<std::string, ScenarioFile>
FilesWithTolerances()
{
    std::map<std::string, ScenarioFile> files;
    for (ScenarioFile& file : LoadAll(CatalogueFiles(CatalogueFolders(ThisProgram()))).files)
    {
        if (!file.sweep && file.scenario.validate)
        {
            files.emplace(file.HashOfRuns(), std::move(file));
        }
    }
    return files;
}

std::optional<Judge>
JudgeOf(const std::string& hash,
        const ScenarioRuns& runs,
        const std::map<std::string, ScenarioFile>& files)
{
    const auto file = files.find(hash);
    if (file != files.end())
    {
        return Judge{file->second, "tolerances of " + file->second.name};
    }
    auto loaded = experiment::ReadScenario(experiment::SourceText("store", runs.Text()));
    if (!loaded.scenario || !loaded.diagnostics.empty())
    {
        return std::nullopt;
    }
    return Judge{{"", "", std::move(*loaded.scenario)}, "the usual tolerances"};
}

analysis::FidelityRow
RowOf(const ValidationRow& row)
{
    return {row.metric,
            std::string(experiment::BaseUnitOf(row.dimension)),
            row.simulated.values,
            row.real.values,
            row.theory,
            row.tested};
}

} // namespace

std::vector<analysis::Fidelity>
FidelityOf(experiment::Store& store, const analysis::ReportContent& content)
{
    const std::map<std::string, ScenarioRuns> scenarios = InBothWorlds(content.runs);
    if (scenarios.empty())
    {
        return {};
    }
    const std::map<std::string, ScenarioFile> files = FilesWithTolerances();
    std::vector<analysis::Fidelity> all;
    for (const auto& [hash, runs] : scenarios)
    {
        const std::optional<Judge> judge = JudgeOf(hash, runs, files);
        if (!judge)
        {
            continue;
        }
        analysis::Fidelity fidelity{runs.Title(), judge->tolerances, {}};
        for (const ValidationRow& row : Validate(judge->file, runs.Results(store)).rows)
        {
            fidelity.rows.push_back(RowOf(row));
        }
        all.push_back(std::move(fidelity));
    }
    return all;
}

} // namespace kwik::cli
