#ifndef KWIK_EXPERIMENT_TEXT_QUANTITY_H
#define KWIK_EXPERIMENT_TEXT_QUANTITY_H

#include "experiment/text/dimension.h"
#include "experiment/text/parsed.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// A number and what it measures, in the base unit of its dimension.
struct Quantity
{
    Dimension dimension = Dimension::Count;
    std::uint64_t value = 0;
    auto operator<=>(const Quantity&) const = default;
};

/// The largest value of any quantity, so that every one fits SQLite's and std::chrono's integers.
inline constexpr std::uint64_t LARGEST_QUANTITY = 0x7fff'ffff'ffff'ffff;

/**
 * Reads a quantity as scenario files write it: digits, optionally a point and more digits, at most
 * one space, and a unit of the dimension (none for Count; yes, no, true or false for Flag).
 *
 * Nothing is rounded: "0.5 ms" is 500,000 ns, "0.5 ns" is refused. Also refused, each with its own
 * sentence: a missing or unknown unit, a sign, a leading zero, an overflow of LARGEST_QUANTITY.
 */
Parsed<std::uint64_t> ParseQuantity(std::string_view text, Dimension dimension);

/// The same for a text whose unit decides the dimension.
Parsed<Quantity> ParseAnyQuantity(std::string_view text);

/// The shortest exact way to write @p quantity; ParseQuantity reads the same value back.
std::string ToText(const Quantity& quantity);

/// The largest decimal unit that is no larger than @p quantity, else the smallest one; without a
/// symbol for Count and Flag.
Unit RoundingUnit(const Quantity& quantity);

/// @p quantity for people: four significant digits and a decimal unit, rounded half up.
std::string ToRoundedText(const Quantity& quantity);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_TEXT_QUANTITY_H
