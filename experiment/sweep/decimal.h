#ifndef KWIK_EXPERIMENT_SWEEP_DECIMAL_H
#define KWIK_EXPERIMENT_SWEEP_DECIMAL_H

#include "experiment/text/parsed.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik::experiment
{

/// A number that is not negative, exactly as it was written: 250 with 2 decimals is "2.50".
struct Decimal
{
    std::uint64_t digits = 0;
    std::uint32_t decimals = 0;
    bool operator==(const Decimal&) const = default;
};

/// Reads digits, optionally a point and at most 9 more. Refused: a sign, an exponent, a leading
/// zero, and more than 18 digits.
Parsed<Decimal> ParseDecimal(std::string_view text);

/// ParseDecimal reads the same number back.
std::string ToText(const Decimal& number);

/// The same number with more decimals, or nothing when it gets too large.
/// @pre decimals >= number.decimals
Parsed<Decimal> WithDecimals(Decimal number, std::uint32_t decimals);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SWEEP_DECIMAL_H
