#ifndef KWIK_CLI_THEORY_TEXT_H
#define KWIK_CLI_THEORY_TEXT_H

#include "experiment/scenario/scenario.h"

#include <string>

namespace kwik::cli
{

/**
 * What theory alone says of a metric, from the links of the scenario: "<= 47.72 Mbit/s". See
 * analysis/oracle for the formulas. Empty where it says nothing: of other metrics, of more than one
 * transfer, where the timeline changes something, and where ways share a link.
 */
std::string TheoryText(const experiment::Scenario& scenario, const experiment::MetricCall& metric);

} // namespace kwik::cli

#endif // KWIK_CLI_THEORY_TEXT_H
