#include "experiment/text/quantity.h"
#include "protocol-core/base/units.h"

#include <algorithm>
#include <cstddef>
#include <span>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t SIGNIFICANT_DIGITS = 4;

/// @p value in units of @p factor with as many decimals as it takes to be exact.
std::string
ExactDecimal(std::uint64_t value, std::uint64_t factor)
{
    std::string text = std::to_string(value / factor);
    std::uint64_t rest = value % factor;
    if (rest != 0)
    {
        text += '.';
    }
    while (rest != 0)
    {
        const WideNumber shifted = static_cast<WideNumber>(rest) * 10;
        text += static_cast<char>('0' + static_cast<unsigned>(shifted / factor));
        rest = static_cast<std::uint64_t>(shifted % factor);
    }
    return text;
}

std::string
WithoutUnit(const Quantity& quantity)
{
    if (quantity.dimension == Dimension::Flag)
    {
        return quantity.value == 0 ? "no" : "yes";
    }
    return std::to_string(quantity.value);
}

/// Zero looks the same in every unit; these are the ones a reader expects.
std::string_view
ZeroUnit(Dimension dimension)
{
    return dimension == Dimension::Time ? "s" : UnitsOf(dimension).front().symbol;
}

std::uint64_t
PowerOfTen(std::size_t exponent)
{
    std::uint64_t power = 1;
    for (std::size_t i = 0; i < exponent; ++i)
    {
        power *= 10;
    }
    return power;
}

} // namespace

std::string
ToText(const Quantity& quantity)
{
    const std::span<const Unit> units = UnitsOf(quantity.dimension);
    if (units.empty())
    {
        return WithoutUnit(quantity);
    }
    if (quantity.value == 0)
    {
        return "0 " + std::string(ZeroUnit(quantity.dimension));
    }
    Unit best = units.front();
    for (const Unit& unit : units)
    {
        best = quantity.value % unit.factor == 0 ? unit : best;
    }
    return ExactDecimal(quantity.value, best.factor) + " " + std::string(best.symbol);
}

Unit
RoundingUnit(const Quantity& quantity)
{
    const std::span<const Unit> units = UnitsOf(quantity.dimension);
    Unit best = units.empty() ? Unit{"", 1} : units.front();
    for (const Unit& unit : units)
    {
        const bool isDecimal = PowerOfTen(std::to_string(unit.factor).size() - 1) == unit.factor;
        if (isDecimal && unit.factor <= quantity.value)
        {
            best = unit;
        }
    }
    return best;
}

std::string
ToRoundedText(const Quantity& quantity)
{
    if (UnitsOf(quantity.dimension).empty() || quantity.value == 0)
    {
        return ToText(quantity);
    }
    const Unit unit = RoundingUnit(quantity);
    const std::uint64_t whole = quantity.value / unit.factor;
    const std::size_t wholeDigits = whole == 0 ? 0 : std::to_string(whole).size();
    const std::size_t unitDigits = std::to_string(unit.factor).size() - 1;
    const std::size_t decimals =
        std::min(unitDigits, SIGNIFICANT_DIGITS - std::min(wholeDigits, SIGNIFICANT_DIGITS));
    const std::uint64_t step = unit.factor / PowerOfTen(decimals);
    const WideNumber steps = (static_cast<WideNumber>(quantity.value) + step / 2) / step;
    const auto rounded = static_cast<std::uint64_t>(steps * step);
    return ExactDecimal(rounded, unit.factor) + " " + std::string(unit.symbol);
}

} // namespace kwik::experiment
