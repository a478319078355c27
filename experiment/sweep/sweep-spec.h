#ifndef KWIK_EXPERIMENT_SWEEP_SWEEP_SPEC_H
#define KWIK_EXPERIMENT_SWEEP_SWEEP_SPEC_H

#include "experiment/sweep/decimal.h"
#include "experiment/sweep/row-choice.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// One axis of a sweep, as a scenario file states it: the rows of a table, or one parameter with
/// values that are written out or drawn at random.
struct SweepSpec
{
    std::optional<std::string> csv; ///< Path, relative to the scenario file.
    std::optional<RowChoice> rows;
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> values;
    std::optional<std::array<Decimal, 2>> uniform; ///< Both ends included.
    std::optional<std::uint32_t> count;
    std::optional<std::uint32_t> seed; ///< Absent: 1.
    bool operator==(const SweepSpec&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_SWEEP_SPEC_H
