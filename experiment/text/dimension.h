#ifndef KWIK_EXPERIMENT_TEXT_DIMENSION_H
#define KWIK_EXPERIMENT_TEXT_DIMENSION_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// What a number measures. Inside KwikLab each dimension has one base unit and integers only.
enum class Dimension : std::uint8_t
{
    Time,  ///< Nanoseconds.
    Rate,  ///< Bits a second.
    Size,  ///< Bytes.
    Share, ///< Millionths of the whole.
    Count, ///< Whole things; written without a unit.
    Flag,  ///< 1 is yes, 0 is no; written as those words.
};

/// One way to write a quantity. Symbols are case-sensitive and belong to one dimension only.
struct Unit
{
    std::string_view symbol;
    std::uint64_t factor; ///< Base units in one of it.
};

/// The units of a dimension, smallest first; none for Count and Flag.
std::span<const Unit> UnitsOf(Dimension dimension);

/// The dimension that a unit symbol belongs to.
std::optional<Dimension> DimensionOf(std::string_view symbol);

/// With its article, as an error message says it: "a duration".
std::string_view NounOf(Dimension dimension);

/// A quantity as one would write it: "50 ms".
std::string_view ExampleOf(Dimension dimension);

/// The suffix of a raw number of this dimension in SQL, JSON and CSV: "ns".
std::string_view BaseUnitOf(Dimension dimension);

/// The allowed unit symbols, separated by commas.
std::string UnitList(Dimension dimension);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_DIMENSION_H
