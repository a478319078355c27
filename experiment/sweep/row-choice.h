#ifndef KWIK_EXPERIMENT_SWEEP_ROW_CHOICE_H
#define KWIK_EXPERIMENT_SWEEP_ROW_CHOICE_H

#include "experiment/text/parsed.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::experiment
{

/// Which rows of a table are taken. Rows count from 1, without the header.
struct RowChoice
{
    static constexpr std::uint64_t TO_THE_END = std::numeric_limits<std::uint64_t>::max();

    std::uint64_t first = 1;
    std::uint64_t last = TO_THE_END;
    std::uint64_t step = 1;
    bool operator==(const RowChoice&) const = default;

    /// The places, from 0, of the rows that are taken of @p count.
    std::vector<std::size_t> Of(std::size_t count) const;
};

/// Reads `all`, `every 10` (rows 1, 11, 21, ...), `5..20`, or `5..20 every 3`.
Parsed<RowChoice> ParseRowChoice(std::string_view text);

/// ParseRowChoice reads the same choice back.
std::string ToText(const RowChoice& choice);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_ROW_CHOICE_H
