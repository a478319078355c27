#ifndef KWIK_CLI_RUN_TABLE_H
#define KWIK_CLI_RUN_TABLE_H

#include "cli/output-style.h"
#include "cli/run-result.h"
#include "cli/scenario-files.h"

#include <string>
#include <vector>

namespace kwik::cli
{

/// The results of one scenario, seed by seed, for people.
struct ScenarioResults
{
    const ScenarioFile* file; ///< Never null.
    std::vector<RunResult> runs;
    std::string where = ""; ///< "on the testbed", where both worlds are shown.
};

/**
 * The results in tables of at most about 100 columns: each seed with goodput, completion time and
 * the gap at a fault; the bytes over each path; the expectations. With several seeds there are
 * means with their 95 % confidence intervals, of what every run has a value for. Runs whose
 * workloads did not complete are named with what they delivered. Runs that failed say why and count
 * nowhere.
 */
std::string RunTable(const ScenarioResults& results, const OutputStyle& style);

} // namespace kwik::cli

#endif // KWIK_CLI_RUN_TABLE_H
