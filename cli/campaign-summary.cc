#include "cli/campaign-summary.h"

#include "cli/conclusion-rows.h"
#include "cli/conclusion-table.h"
#include "cli/run-document.h"
#include "cli/wording.h"

#include <algorithm>
#include <filesystem>

namespace kwik::cli
{

namespace
{

namespace fs = std::filesystem;
using experiment::RunState;
using experiment::World;

/// As many pictures, and as many records, as are named one by one.
constexpr std::size_t MOST_PATHS = 3;

/// Conclusions of all scenarios.
struct ConclusionCount
{
    std::size_t all = 0;
    std::size_t judged = 0;
    std::size_t unmet = 0;
};

ConclusionCount
CountConclusions(const std::vector<std::vector<ConclusionResult>>& conclusions)
{
    ConclusionCount count;
    for (const std::vector<ConclusionResult>& ofScenario : conclusions)
    {
        for (const ConclusionResult& conclusion : ofScenario)
        {
            ++count.all;
            count.judged += conclusion.IsJudged() ? 1U : 0U;
            count.unmet += conclusion.IsJudged() && !conclusion.IsMet() ? 1U : 0U;
        }
    }
    return count;
}

bool
IsDifferent(const RunReport& report)
{
    return report.comparison && !report.comparison->AreEqual();
}

/// One a line, but the empty ones; of many only where they are.
std::string
PathLines(const std::string& title, std::vector<std::string> paths)
{
    std::erase(paths, "");
    if (paths.size() > MOST_PATHS)
    {
        const fs::path folder = fs::path(paths[0]).parent_path().parent_path();
        const std::size_t count = paths.size();
        paths = {(folder / "*" / fs::path(paths[0]).filename()).string() + " (" +
                 std::to_string(count) + ")"};
    }
    std::string text;
    for (const std::string& path : paths)
    {
        text += (text.empty() ? title : std::string(title.size(), ' ')) + path + "\n";
    }
    return text;
}

} // namespace

CampaignSummary::CampaignSummary(const RunPlan& plan, CampaignReport report, RunKeeper& keeper)
    : m_plan(plan),
      m_wasInterrupted(report.wasInterrupted)
{
    for (RunReport& run : report.runs)
    {
        Entry entry{std::move(run), {}, {}, {}};
        entry.records = keeper.RecordsOf(entry.report.run);
        if (entry.report.kept)
        {
            entry.result = ReadResult(keeper.TheStore(), entry.report.kept->id);
            entry.result->point = entry.report.run.point;
        }
        if (entry.result && entry.result->row.state == RunState::Ok &&
            plan.HasPicture(entry.report.run))
        {
            entry.picture = keeper.PictureOf(entry.report.run).string();
        }
        m_entries.push_back(std::move(entry));
    }
    Judge(keeper);
    m_comparisons.emplace(plan, AllResults());
}

void
CampaignSummary::Judge(RunKeeper& keeper)
{
    for (std::size_t i = 0; i < m_plan.scenarios.size(); ++i)
    {
        const ScenarioFile& file = m_plan.scenarios[i];
        const std::vector<ConclusionResult>& results = m_conclusions.emplace_back(
            JudgeConclusions(file, ConcludedFrom(i), m_plan.SeedsFor(i)));
        if (!results.empty() && results[0].IsJudged())
        {
            keeper.TheStore().Add(RowsOf(results, file));
        }
    }
}

std::size_t
CampaignSummary::CountBroken() const
{
    return static_cast<std::size_t>(
        std::count_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) {
            return !entry.report.againFailure.empty() ||
                   (entry.result && entry.result->row.state != RunState::Ok);
        }));
}

std::size_t
CampaignSummary::CountInvalid() const
{
    return static_cast<std::size_t>(
        std::count_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) {
            return entry.result && entry.result->row.state == RunState::Invalid;
        }));
}

std::size_t
CampaignSummary::CountMissing() const
{
    return static_cast<std::size_t>(
        std::count_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) {
            return !entry.result || entry.result->row.state == RunState::Killed;
        }));
}

ExitCode
CampaignSummary::Status() const
{
    if (m_wasInterrupted)
    {
        return EXIT_STOPPED;
    }
    if (CountBroken() > 0)
    {
        return EXIT_BROKEN;
    }
    const bool isUnmet = std::any_of(m_entries.begin(), m_entries.end(), [](const Entry& entry) {
        return IsDifferent(entry.report) || (entry.result && entry.result->CountUnmet() > 0);
    });
    const bool isGood = CountConclusions(m_conclusions).unmet + m_comparisons->CountUnmet() == 0;
    return isUnmet || !isGood ? EXIT_UNMET : EXIT_OK;
}

std::vector<RunResult>
CampaignSummary::ResultsOf(std::size_t scenario) const
{
    std::vector<RunResult> results;
    for (const Entry& entry : m_entries)
    {
        if (entry.report.run.scenario == scenario && entry.result)
        {
            results.push_back(*entry.result);
        }
    }
    return results;
}

std::vector<std::vector<RunResult>>
CampaignSummary::AllResults() const
{
    std::vector<std::vector<RunResult>> all;
    for (std::size_t i = 0; i < m_plan.scenarios.size(); ++i)
    {
        all.push_back(ResultsOf(i));
    }
    return all;
}

std::vector<RunResult>
CampaignSummary::ResultsOf(std::size_t scenario, World world) const
{
    std::vector<RunResult> results = ResultsOf(scenario);
    std::erase_if(results, [world](const auto& run) { return run.row.key.world != world; });
    return results;
}

std::vector<RunResult>
CampaignSummary::ConcludedFrom(std::size_t scenario) const
{
    const bool isSimulated = m_plan.Has(scenario, World::Simulation);
    return ResultsOf(scenario, isSimulated ? World::Simulation : World::Testbed);
}

std::string
CampaignSummary::TablesOf(std::size_t scenario, const OutputStyle& style) const
{
    if (m_comparisons->IsForAnother(scenario))
    {
        return "";
    }
    const bool areBoth = m_comparisons->AreWorldsCompared(scenario);
    std::string text;
    for (const World world : {World::Simulation, World::Testbed})
    {
        const std::string where = world == World::Testbed ? "on the testbed" : "simulated";
        const ScenarioResults results{&m_plan.scenarios[scenario],
                                      ResultsOf(scenario, world),
                                      areBoth ? where : ""};
        text += results.runs.empty() ? "" : RunTable(results, style) + "\n";
    }
    const std::vector<ConclusionResult>& conclusions = m_conclusions[scenario];
    text += conclusions.empty() ? "" : ConclusionTable(conclusions, style) + "\n";
    return text + m_comparisons->TablesOf(scenario, style);
}

std::string
CampaignSummary::Text(const OutputStyle& style) const
{
    std::string text;
    for (std::size_t i = 0; i < m_plan.scenarios.size(); ++i)
    {
        text += TablesOf(i, style);
    }
    return text + VerifiedText(style) + PlacesText(style) + BottomLine(style);
}

std::string
CampaignSummary::VerifiedText(const OutputStyle& style) const
{
    std::size_t runs = 0;
    std::size_t files = 0;
    std::string differences;
    for (const Entry& entry : m_entries)
    {
        if (!entry.report.comparison)
        {
            continue;
        }
        ++runs;
        files += entry.report.comparison->files;
        for (const std::string& difference : entry.report.comparison->differences)
        {
            differences += Painted("DIFFERENT  ", Colour::Bad, style) +
                           m_plan.TitleOf(entry.report.run) + ": " + difference + "\n";
        }
    }
    if (runs == 0 || !differences.empty())
    {
        return differences;
    }
    return "verified  " + Counted(runs, "run") + " done twice: the same fingerprints" +
           (files > 0 ? ", and " + Counted(files, "trace file") + " byte by byte" : "") + "\n";
}

std::string
CampaignSummary::PlacesText(const OutputStyle& style) const
{
    std::vector<std::string> pictures;
    std::vector<std::string> records;
    for (const Entry& entry : m_entries)
    {
        pictures.push_back(entry.picture);
        records.push_back(entry.records);
    }
    const std::string recordLines = PathLines("records   ", records);
    return PathLines("picture   ", pictures) + recordLines +
           (recordLines.empty() ? "" : "          kwiklab replay FILE plays one\n") + "store     " +
           Painted(m_plan.store.string(), Colour::Accent, style) + "\nreport    kwiklab report " +
           ShellWord(m_plan.store.string()) + "\n";
}

std::string
CampaignSummary::BottomLine(const OutputStyle& style) const
{
    if (m_wasInterrupted)
    {
        return Painted("interrupted", Colour::Bad, style) + ": " + std::to_string(CountMissing()) +
               " of " + Counted(m_entries.size(), "run") +
               " missing; the same command with --resume does the rest\n";
    }
    if (CountBroken() > 0)
    {
        return Painted(std::to_string(CountBroken()) + " of " + Counted(m_entries.size(), "run") +
                           " failed" + (CountInvalid() > 0 ? " or INVALID" : ""),
                       Colour::Bad,
                       style) +
               "\n";
    }
    std::size_t all = 0;
    std::size_t unmet = 0;
    for (const Entry& entry : m_entries)
    {
        all += entry.result->expectations.size();
        unmet += entry.result->CountUnmet();
    }
    const std::string line = std::to_string(all - unmet) + " of " + Counted(all, "expectation") +
                             " met in " + Counted(m_entries.size(), "run");
    const bool isGood =
        unmet + CountConclusions(m_conclusions).unmet + m_comparisons->CountUnmet() == 0;
    return Painted(line + ConclusionLine() + m_comparisons->Line(),
                   isGood ? Colour::Good : Colour::Bad,
                   style) +
           "\n";
}

std::string
CampaignSummary::ConclusionLine() const
{
    const ConclusionCount count = CountConclusions(m_conclusions);
    if (count.all == 0)
    {
        return "";
    }
    if (count.judged == 0)
    {
        return "; " + Counted(count.all, "conclusion") + " not judged";
    }
    return "; " + std::to_string(count.judged - count.unmet) + " of " +
           Counted(count.all, "conclusion") + " met";
}

nlohmann::ordered_json
CampaignSummary::Document() const
{
    auto runs = nlohmann::ordered_json::array();
    for (const Entry& entry : m_entries)
    {
        if (entry.result)
        {
            RunFacts facts{m_plan.ScenarioOf(entry.report.run).name, entry.picture, {}, {}};
            facts.parameters = m_plan.ParametersOf(entry.report.run);
            if (entry.report.comparison)
            {
                facts.isVerified = entry.report.comparison->AreEqual();
            }
            runs.push_back(DocumentOf(*entry.result, facts));
        }
    }
    auto conclusions = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < m_plan.scenarios.size(); ++i)
    {
        for (const ConclusionResult& conclusion : m_conclusions[i])
        {
            conclusions.push_back(DocumentOf(conclusion, m_plan.scenarios[i].name));
        }
    }
    nlohmann::ordered_json document{{"store", m_plan.store.string()},
                                    {"runs", runs},
                                    {"conclusions", conclusions}};
    m_comparisons->AddTo(document);
    return document;
}

} // namespace kwik::cli
