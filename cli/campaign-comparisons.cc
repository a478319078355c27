#include "cli/campaign-comparisons.h"

#include "cli/baseline-plan.h"
#include "cli/validation-table.h"
#include "cli/wording.h"

#include <algorithm>
#include <set>

namespace kwik::cli
{

namespace
{

using experiment::World;

Contender
ContenderOf(const std::string& name,
            const std::string& source,
            const std::vector<RunResult>& results)
{
    Contender contender{name, source, {}};
    for (const RunResult& run : results)
    {
        const bool isReal = run.row.key.world == World::Testbed;
        if (isReal && run.row.state == experiment::RunState::Ok)
        {
            contender.runs.push_back(run);
        }
        else if (isReal)
        {
            contender.uncounted += 1;
        }
    }
    return contender;
}

} // namespace

CampaignComparisons::CampaignComparisons(const RunPlan& plan,
                                         const std::vector<std::vector<RunResult>>& results)
    : m_plan(plan),
      m_areForAnother(plan.scenarios.size())
{
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
    {
        const bool isOne = !plan.scenarios[i].sweep;
        if (isOne && plan.Has(i, World::Simulation) && plan.Has(i, World::Testbed))
        {
            m_validations.emplace(i, Validate(plan.scenarios[i], results[i]));
        }
        if (plan.scenarios[i].scenario.beside)
        {
            CompareTransports(i, results);
        }
    }
}

void
CampaignComparisons::CompareTransports(std::size_t scenario,
                                       const std::vector<std::vector<RunResult>>& results)
{
    const ScenarioFile& file = m_plan.scenarios[scenario];
    Baselines baselines = BaselinesOf(file.scenario);
    baselines.contenders.push_back(ContenderOf("kwik", "Kwik", results[scenario]));
    std::set<std::string> seen;
    for (const experiment::BesideSpec& beside : *file.scenario.beside)
    {
        const std::string name = NameOf(beside.transport);
        const auto variant = std::find_if(
            m_plan.scenarios.begin(),
            m_plan.scenarios.end(),
            [&](const ScenarioFile& one) { return one.name == file.name + "-" + name; });
        if (variant != m_plan.scenarios.end() && seen.insert(name).second)
        {
            const auto place = static_cast<std::size_t>(variant - m_plan.scenarios.begin());
            m_areForAnother[place] = true;
            baselines.contenders.push_back(
                ContenderOf(name, SourceOf(beside.transport), results[place]));
        }
    }
    if (!seen.empty())
    {
        std::vector<BesideRow> rows = JudgeBeside(*file.scenario.beside, baselines.contenders);
        m_besides.emplace(scenario, Besides{std::move(baselines), std::move(rows)});
    }
}

std::size_t
CampaignComparisons::CountUnmetValidations() const
{
    std::size_t count = 0;
    for (const auto& [scenario, validation] : m_validations)
    {
        count += validation.CountUnmet();
    }
    return count;
}

std::size_t
CampaignComparisons::CountUnmetBesides() const
{
    std::size_t count = 0;
    for (const auto& [scenario, besides] : m_besides)
    {
        count += static_cast<std::size_t>(
            std::count_if(besides.rows.begin(), besides.rows.end(), [](const BesideRow& row) {
                return row.verdict != BesideVerdict::Met;
            }));
    }
    return count;
}

std::size_t
CampaignComparisons::CountUnmet() const
{
    return CountUnmetValidations() + CountUnmetBesides();
}

bool
CampaignComparisons::AreWorldsCompared(std::size_t scenario) const
{
    return m_validations.contains(scenario);
}

bool
CampaignComparisons::IsForAnother(std::size_t scenario) const
{
    return m_areForAnother[scenario];
}

std::string
CampaignComparisons::TablesOf(std::size_t scenario, const OutputStyle& style) const
{
    std::string text;
    const auto validation = m_validations.find(scenario);
    if (validation != m_validations.end())
    {
        text += ValidationTable(validation->second, style) + "\n";
    }
    const auto besides = m_besides.find(scenario);
    if (besides != m_besides.end())
    {
        text += BaselineTable(besides->second.baselines, style) + "\n" +
                BesideTable(besides->second.rows, style) + "\n";
    }
    return text;
}

std::string
CampaignComparisons::Line() const
{
    std::size_t metrics = 0;
    for (const auto& [scenario, validation] : m_validations)
    {
        metrics += validation.rows.size();
    }
    std::size_t besides = 0;
    for (const auto& [scenario, compared] : m_besides)
    {
        besides += compared.rows.size();
    }
    std::string line;
    if (metrics > 0)
    {
        line += "; " + std::to_string(metrics - CountUnmetValidations()) + " of " +
                Counted(metrics, "metric") + " equivalent in both worlds";
    }
    if (besides > 0)
    {
        line += "; " + std::to_string(besides - CountUnmetBesides()) + " of " +
                Counted(besides, "comparison") + " with other transports met";
    }
    return line;
}

void
CampaignComparisons::AddTo(nlohmann::ordered_json& document) const
{
    for (const auto& [scenario, validation] : m_validations)
    {
        auto& list = document["validations"];
        for (const nlohmann::ordered_json& row : DocumentOf(validation))
        {
            list.push_back(row);
        }
    }
    for (const auto& [scenario, besides] : m_besides)
    {
        auto& list = document["besides"];
        for (const auto& row : BesideDocument(besides.rows, m_plan.scenarios[scenario].name))
        {
            list.push_back(row);
        }
    }
}

} // namespace kwik::cli
