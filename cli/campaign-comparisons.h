#ifndef KWIK_CLI_CAMPAIGN_COMPARISONS_H
#define KWIK_CLI_CAMPAIGN_COMPARISONS_H

#include "cli/beside.h"
#include "cli/run-plan.h"
#include "cli/validation.h"

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What the runs of a campaign are held against beside their own expectations: the other world, and
/// other transports over the same links.
class CampaignComparisons
{
  public:
    /// @p results by the place of the scenario in the plan, which outlives this.
    CampaignComparisons(const RunPlan& plan, const std::vector<std::vector<RunResult>>& results);

    /// Comparisons that were not as they should be.
    std::size_t CountUnmet() const;
    bool AreWorldsCompared(std::size_t scenario) const;
    /// Whether the scenario is run for the sake of another one, whose table has it.
    bool IsForAnother(std::size_t scenario) const;
    /// Its tables; empty when nothing is compared.
    std::string TablesOf(std::size_t scenario, const OutputStyle& style) const;
    /// For the last line: "; 3 of 4 metrics equivalent in both worlds".
    std::string Line() const;
    /// The keys `validations` and `besides`, where there are some.
    void AddTo(nlohmann::ordered_json& document) const;

  private:
    /// Kwik and the transports beside which it has to do well.
    struct Besides
    {
        Baselines baselines;
        std::vector<BesideRow> rows;
    };

    void CompareTransports(std::size_t scenario,
                           const std::vector<std::vector<RunResult>>& results);
    std::size_t CountUnmetBesides() const;
    std::size_t CountUnmetValidations() const;

    const RunPlan& m_plan;
    std::map<std::size_t, Validation> m_validations; ///< By the place of the scenario.
    std::map<std::size_t, Besides> m_besides;
    std::vector<bool> m_areForAnother;
};

} // namespace kwik::cli

#endif // KWIK_CLI_CAMPAIGN_COMPARISONS_H
