#ifndef KWIK_CLI_RANK_TABLE_H
#define KWIK_CLI_RANK_TABLE_H

#include "cli/output-style.h"
#include "cli/run-result.h"
#include "experiment/scenario/transfer-routes.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kwik::cli
{

/// The runs of one scenario with one upload scheduler.
struct RankedScheduler
{
    std::string name;
    std::vector<RunResult> runs; ///< In the order of the seeds.

    /// Whether every run brought every byte as it was sent.
    bool IsWhole() const;
};

/// What the schedulers are compared by, and what none of them can beat.
struct Ranking
{
    std::string title;
    std::vector<experiment::TransferRoute> routes;
    Duration optimum{}; ///< analysis::EarliestFinish over the routes.
    std::vector<RankedScheduler> schedulers;
};

/// The schedulers with those of the shortest median completion first, and those that did not
/// complete every run last; ties in the order given.
Ranking Sorted(Ranking ranking);

/// One table: for each scheduler the median of the completion time, between which values it lies,
/// its ratio to the optimum, the goodput, and what was sent twice, as a share of what was
/// delivered.
std::string RankTable(const Ranking& ranking, const OutputStyle& style);

/// The same as {title, optimum_ns, routes, schedulers}, with integers in base units.
nlohmann::ordered_json RankDocument(const Ranking& ranking);

} // namespace kwik::cli

#endif // KWIK_CLI_RANK_TABLE_H
