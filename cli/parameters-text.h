#ifndef KWIK_CLI_PARAMETERS_TEXT_H
#define KWIK_CLI_PARAMETERS_TEXT_H

#include "experiment/sweep/sweep-grid.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kwik::cli
{

/// `{"loss": 0.5, "scheduler": "blest"}`: what is written as a decimal number is one, so that SQL
/// can compare it, unless it has more digits than a JSON reader keeps.
nlohmann::ordered_json DocumentOf(const std::vector<experiment::Parameter>& parameters);

/// The same in one line, as the store has it.
std::string ParametersText(const std::vector<experiment::Parameter>& parameters);

} // namespace kwik::cli

#endif // KWIK_CLI_PARAMETERS_TEXT_H
