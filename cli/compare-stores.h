#ifndef KWIK_CLI_COMPARE_STORES_H
#define KWIK_CLI_COMPARE_STORES_H

#include "cli/command.h"
#include "cli/run-options.h"
#include "cli/scenario-files.h"

#include <vector>

namespace kwik::cli
{

/// Compares the worlds by the runs that the stores have of each scenario, whatever build did them;
/// of one seed and world the last one counts. Prints what came of it. Throws a StoreError, or
/// boost::program_options::error when a scenario has no run in one of the worlds.
ExitCode CompareStores(const RunOptions& options, const std::vector<ScenarioFile>& scenarios);

} // namespace kwik::cli

#endif // KWIK_CLI_COMPARE_STORES_H
