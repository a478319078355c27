#ifndef KWIK_EXPERIMENT_TEXT_POSITION_H
#define KWIK_EXPERIMENT_TEXT_POSITION_H

#include <compare>
#include <cstdint>

namespace kwik::experiment
{

/// A place in a text. Lines and columns count from 1, columns in bytes; line 0 is the whole file.
struct Position
{
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    auto operator<=>(const Position&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_POSITION_H
