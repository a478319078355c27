#ifndef KWIK_CLI_EXPECTATION_TABLE_H
#define KWIK_CLI_EXPECTATION_TABLE_H

#include "cli/output-style.h"
#include "cli/run-result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kwik::cli
{

/// What runs are told apart by.
enum class CountedBy : std::uint8_t
{
    Seed,
    Point, ///< Of a sweep.
};

/// What was expected, what was measured (over several runs: the smallest and the largest value),
/// and which seeds or points did not meet it. Bounds that a sweep varies are not shown.
/// @pre the runs are of one scenario, and there is one
std::string ExpectationTable(const std::vector<RunResult>& runs,
                             const OutputStyle& style,
                             CountedBy by = CountedBy::Seed);

} // namespace kwik::cli

#endif // KWIK_CLI_EXPECTATION_TABLE_H
