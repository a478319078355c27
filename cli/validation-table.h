#ifndef KWIK_CLI_VALIDATION_TABLE_H
#define KWIK_CLI_VALIDATION_TABLE_H

#include "cli/output-style.h"
#include "cli/validation.h"

#include <nlohmann/json.hpp>
#include <string>

namespace kwik::cli
{

/**
 * How far the testbed is from the simulation: a row for each metric with both means, their
 * difference, its 90 % confidence interval and the tolerance (in percent of the simulated mean, or
 * in the metric's unit where that is what the tolerance is), what theory says, and the verdict.
 */
std::string ValidationTable(const Validation& validation, const OutputStyle& style);

/// A list with a document for each row, in base units; docs/cli.md describes it.
nlohmann::ordered_json DocumentOf(const Validation& validation);

} // namespace kwik::cli

#endif // KWIK_CLI_VALIDATION_TABLE_H
