#ifndef KWIK_CLI_EXPECTATION_TABLE_H
#define KWIK_CLI_EXPECTATION_TABLE_H

#include "cli/output-style.h"
#include "cli/run-result.h"

#include <string>
#include <vector>

namespace kwik::cli
{

/// What was expected, what was measured (over several runs: the smallest and the largest value),
/// and which seeds did not meet it.
/// @pre the runs are of one scenario, and there is one
std::string ExpectationTable(const std::vector<RunResult>& runs, const OutputStyle& style);

} // namespace kwik::cli

#endif // KWIK_CLI_EXPECTATION_TABLE_H
