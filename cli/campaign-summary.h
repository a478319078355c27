#ifndef KWIK_CLI_CAMPAIGN_SUMMARY_H
#define KWIK_CLI_CAMPAIGN_SUMMARY_H

#include "cli/campaign-comparisons.h"
#include "cli/campaign.h"
#include "cli/command.h"
#include "cli/judge-conclusions.h"
#include "cli/output-style.h"
#include "cli/run-table.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What a campaign amounts to: the tables, the document, and the exit code.
class CampaignSummary
{
  public:
    /// Reads the results from the keeper's store, and adds to it what is concluded from them. The
    /// plan outlives the summary.
    CampaignSummary(const RunPlan& plan, CampaignReport report, RunKeeper& keeper);

    /// What was interrupted counts more than what failed, and that more than what was not met.
    ExitCode Status() const;
    std::string Text(const OutputStyle& style) const;
    nlohmann::ordered_json Document() const;

  private:
    struct Entry
    {
        RunReport report;
        std::optional<RunResult> result; ///< Absent when the run never began.
        std::string picture;             ///< Empty when there is none.
        std::string records;             ///< Of hosts, with a star; empty when there are none.
    };

    /// Judges what can be, and adds it to the store.
    void Judge(RunKeeper& keeper);
    std::vector<RunResult> ResultsOf(std::size_t scenario) const;
    std::vector<RunResult> ResultsOf(std::size_t scenario, experiment::World world) const;
    /// What is concluded from: the simulation, where there is one.
    std::vector<RunResult> ConcludedFrom(std::size_t scenario) const;
    std::string TablesOf(std::size_t scenario, const OutputStyle& style) const;
    std::vector<std::vector<RunResult>> AllResults() const;
    std::string ConclusionLine() const;
    std::string VerifiedText(const OutputStyle& style) const;
    std::string PlacesText(const OutputStyle& style) const;
    std::string BottomLine(const OutputStyle& style) const;
    std::size_t CountBroken() const;
    std::size_t CountInvalid() const;
    std::size_t CountMissing() const;

    const RunPlan& m_plan;
    bool m_wasInterrupted;
    std::vector<Entry> m_entries;
    std::vector<std::vector<ConclusionResult>> m_conclusions; ///< Of each scenario.
    std::optional<CampaignComparisons> m_comparisons;         ///< Always, when it was made.
};

} // namespace kwik::cli

#endif // KWIK_CLI_CAMPAIGN_SUMMARY_H
