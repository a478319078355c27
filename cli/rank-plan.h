#ifndef KWIK_CLI_RANK_PLAN_H
#define KWIK_CLI_RANK_PLAN_H

#include "cli/rank-table.h"
#include "cli/scenario-files.h"

#include <vector>

namespace kwik::cli
{

/// What `kwiklab rank` compares: a ranking that has its optimum and no runs yet, and for each of
/// its schedulers the scenario that differs in nothing else.
struct RankPlan
{
    Ranking ranking;
    std::vector<ScenarioFile> variants; ///< In the order of the ranking's schedulers.
};

/**
 * The variants expect nothing: what is expected of one scheduler need not hold for others. Where
 * the scenario has no weights, the scheduler weighted gets the rates of the ways, as a plan that
 * knows them would say.
 *
 * Throws boost::program_options::error when the scenario cannot be ranked: its workload is not one
 * upload, its timeline changes the links, or its ways share one.
 */
RankPlan PlanRanking(const ScenarioFile& file);

} // namespace kwik::cli

#endif // KWIK_CLI_RANK_PLAN_H
