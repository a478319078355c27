#include "experiment/text/quantity.h"

#include "experiment/text/nearest-name.h"
#include "protocol-core/base/units.h"

#include <algorithm>
#include <array>
#include <optional>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view DIGITS = "0123456789";
constexpr std::size_t SIGNIFICANT_DIGITS = 4;

/// "12.5 ms" taken apart.
struct Written
{
    std::string_view whole;
    std::string_view fraction;
    std::string_view unit;
};

std::string
Expected(Dimension dimension)
{
    std::string text = "write for example '" + std::string(ExampleOf(dimension)) + "'";
    if (!UnitsOf(dimension).empty())
    {
        text += "; allowed: " + UnitList(dimension);
    }
    return text;
}

Refusal
NotA(std::string_view text, Dimension dimension)
{
    return {Quoted(text) + " is not " + std::string(NounOf(dimension)) + "; " +
            Expected(dimension)};
}

/// Everything about the shape of a number that does not depend on the dimension.
Parsed<Written>
TakeApart(std::string_view text, Dimension dimension)
{
    if (!text.empty() && text[0] == '-')
    {
        return Refusal{Quoted(text) + " is negative; " + Expected(dimension)};
    }
    const std::size_t wholeEnd = std::min(text.find_first_not_of(DIGITS), text.size());
    Written written{text.substr(0, wholeEnd), {}, text.substr(wholeEnd)};
    if (written.whole.empty())
    {
        return NotA(text, dimension);
    }
    if (written.whole.size() > 1 && written.whole[0] == '0')
    {
        return Refusal{Quoted(text) + " has a leading zero; " + Expected(dimension)};
    }
    if (written.unit.starts_with(','))
    {
        return Refusal{Quoted(text) + " has a comma; decimals follow a point, as in '0.5 ms'"};
    }
    if (written.unit.starts_with('.'))
    {
        written.unit.remove_prefix(1);
        const std::size_t end =
            std::min(written.unit.find_first_not_of(DIGITS), written.unit.size());
        written.fraction = written.unit.substr(0, end);
        written.unit.remove_prefix(end);
        if (written.fraction.empty())
        {
            return Refusal{Quoted(text) + " needs a digit after the point, as in '0.5 ms'"};
        }
    }
    if (written.unit.starts_with(' '))
    {
        written.unit.remove_prefix(1);
    }
    return written;
}

Parsed<Unit>
UnitIn(std::string_view text, const Written& written, Dimension dimension)
{
    if (written.unit.empty())
    {
        const std::string_view example = ExampleOf(dimension);
        return Refusal{Quoted(text) + " has no unit; write for example '" +
                       std::string(written.whole) + std::string(example.substr(example.find(' '))) +
                       "'; allowed: " + UnitList(dimension)};
    }
    if (written.unit.starts_with(' '))
    {
        return Refusal{Quoted(text) + " has more than one space before its unit; " +
                       Expected(dimension)};
    }
    Names symbols;
    for (const Unit& unit : UnitsOf(dimension))
    {
        if (unit.symbol == written.unit)
        {
            return unit;
        }
        symbols.emplace_back(unit.symbol);
    }
    return Refusal{Quoted(text) + " has the unknown unit " + Quoted(written.unit) +
                   DidYouMean(written.unit, symbols) + "; allowed: " + ListOf(symbols)};
}

Refusal
TooLarge(std::string_view text, Dimension dimension)
{
    return {Quoted(text) + " is too large; the largest value is " +
            ToText(Quantity{dimension, LARGEST_QUANTITY})};
}

/// The digits as a number, or nothing above LARGEST_QUANTITY.
std::optional<std::uint64_t>
NumberOf(std::string_view digits)
{
    WideNumber number = 0;
    for (const char digit : digits)
    {
        number = number * 10 + static_cast<unsigned>(digit - '0');
        if (number > LARGEST_QUANTITY)
        {
            return std::nullopt;
        }
    }
    return static_cast<std::uint64_t>(number);
}

/// The base units in 0.@p fraction of @p factor, or nothing when that is not a whole number.
std::optional<std::uint64_t>
ExactPart(std::string_view fraction, std::uint64_t factor)
{
    while (fraction.ends_with('0'))
    {
        fraction.remove_suffix(1);
    }
    WideNumber part = 0;
    WideNumber scale = 1;
    for (const char digit : fraction)
    {
        part = part * 10 + static_cast<unsigned>(digit - '0');
        scale *= 10;
        // Below a millionth of a millionth of a millionth nothing divides any of our factors.
        if (scale > LARGEST_QUANTITY)
        {
            return std::nullopt;
        }
    }
    const WideNumber product = part * factor;
    if (product % scale != 0)
    {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(product / scale);
}

Parsed<std::uint64_t>
ParseCount(std::string_view text)
{
    const Parsed<Written> written = TakeApart(text, Dimension::Count);
    if (!written.IsOk())
    {
        return Refusal{written.Why()};
    }
    if (!written.Value().unit.empty() || !written.Value().fraction.empty() || text.ends_with(' '))
    {
        return NotA(text, Dimension::Count);
    }
    const std::optional<std::uint64_t> number = NumberOf(written.Value().whole);
    if (!number)
    {
        return TooLarge(text, Dimension::Count);
    }
    return *number;
}

Parsed<std::uint64_t>
ParseFlag(std::string_view text)
{
    if (text == "yes" || text == "true")
    {
        return std::uint64_t{1};
    }
    if (text == "no" || text == "false")
    {
        return std::uint64_t{0};
    }
    return Refusal{Quoted(text) + " is neither yes nor no; allowed: yes, no, true, false"};
}

Parsed<std::uint64_t>
ParseWithUnit(std::string_view text, Dimension dimension)
{
    const Parsed<Written> written = TakeApart(text, dimension);
    if (!written.IsOk())
    {
        return Refusal{written.Why()};
    }
    const Parsed<Unit> unit = UnitIn(text, written.Value(), dimension);
    if (!unit.IsOk())
    {
        return Refusal{unit.Why()};
    }
    const std::uint64_t factor = unit.Value().factor;
    const std::optional<std::uint64_t> part = ExactPart(written.Value().fraction, factor);
    if (!part)
    {
        return Refusal{Quoted(text) + ": conversion would lose precision; the smallest step is " +
                       ToText(Quantity{dimension, 1})};
    }
    const std::optional<std::uint64_t> whole = NumberOf(written.Value().whole);
    if (!whole || static_cast<WideNumber>(*whole) * factor + *part > LARGEST_QUANTITY)
    {
        return TooLarge(text, dimension);
    }
    return *whole * factor + *part;
}

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

/// The largest unit that is a power of ten of the base and no larger than @p value.
Unit
RoundingUnit(const Quantity& quantity)
{
    const std::span<const Unit> units = UnitsOf(quantity.dimension);
    Unit best = units.front();
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

} // namespace

Parsed<std::uint64_t>
ParseQuantity(std::string_view text, Dimension dimension)
{
    switch (dimension)
    {
    case Dimension::Count:
        return ParseCount(text);
    case Dimension::Flag:
        return ParseFlag(text);
    default:
        return ParseWithUnit(text, dimension);
    }
}

Parsed<Quantity>
ParseAnyQuantity(std::string_view text)
{
    if (text == "yes" || text == "no" || text == "true" || text == "false")
    {
        return Quantity{Dimension::Flag, ParseFlag(text).Value()};
    }
    const Parsed<Written> written = TakeApart(text, Dimension::Size);
    if (!written.IsOk())
    {
        return Refusal{written.Why()};
    }
    const std::string_view unit = written.Value().unit;
    const std::optional<Dimension> dimension =
        unit.empty() ? std::optional(Dimension::Count) : DimensionOf(unit);
    if (!dimension)
    {
        return Refusal{Quoted(text) + " has the unknown unit " + Quoted(unit) + "; allowed: " +
                       UnitList(Dimension::Time) + ", " + UnitList(Dimension::Rate) + ", " +
                       UnitList(Dimension::Size) + ", " + UnitList(Dimension::Share)};
    }
    const Parsed<std::uint64_t> value = ParseQuantity(text, *dimension);
    if (!value.IsOk())
    {
        return Refusal{value.Why()};
    }
    return Quantity{*dimension, value.Value()};
}

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
