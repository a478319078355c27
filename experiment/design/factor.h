#ifndef KWIK_EXPERIMENT_DESIGN_FACTOR_H
#define KWIK_EXPERIMENT_DESIGN_FACTOR_H

#include "experiment/design/wsp-design.h"
#include "experiment/text/parsed.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

/// A number that a design varies between two bounds. It has no unit: the scenario gives it one.
struct Factor
{
    std::string name;
    double low = 0;
    double high = 0;
};

/// Reads "delay_ms=0.5..25": a lower-case name, two decimal numbers, the smaller one first.
Parsed<Factor> ParseFactor(std::string_view text);

/// What a design is to vary.
struct DesignPlan
{
    std::size_t points = 0;
    std::uint64_t seed = 1;
    /// Every factor is there once for each path, as "delay_ms0" and "delay_ms1"; with 1 path under
    /// its own name. Each point comes once for every path that can be the first.
    std::size_t paths = 1;
    std::vector<Factor> factors;
};

struct DesignTable
{
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows; ///< Numbers with three decimals.
};

/// @pre every field is set
DesignTable MakeDesign(const DesignPlan& plan);

/// A line of names, then a line for each point.
std::string ToCsv(const DesignTable& table);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_DESIGN_FACTOR_H
