#ifndef KWIK_CLI_SWEEP_TABLE_H
#define KWIK_CLI_SWEEP_TABLE_H

#include "cli/output-style.h"
#include "cli/run-table.h"

#include <string>

namespace kwik::cli
{

/**
 * The results of a sweep: up to 20 runs one by one, with their parameters; of more what is usual
 * and what is extreme of every metric, and of how many runs. Then the expectations, and the runs
 * that failed. There is no mean: the points are different experiments.
 *
 * @pre the scenario has a sweep
 */
std::string SweepTable(const ScenarioResults& results, const OutputStyle& style);

} // namespace kwik::cli

#endif // KWIK_CLI_SWEEP_TABLE_H
