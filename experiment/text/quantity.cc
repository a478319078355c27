#include "experiment/text/quantity.h"

#include "experiment/text/nearest-name.h"
#include "protocol-core/base/units.h"

#include <algorithm>
#include <optional>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view DIGITS = "0123456789";

/// "12.5 ms" taken apart.
struct Written
{
    std::string_view whole;
    std::string_view fraction;
    std::string_view unit;
};

std::string
Expected(Dimension dimension, std::string_view example)
{
    std::string text = "write for example '" + std::string(example) + "'";
    if (!UnitsOf(dimension).empty())
    {
        text += "; allowed: " + UnitList(dimension);
    }
    return text;
}

std::string
Expected(Dimension dimension)
{
    return Expected(dimension, ExampleOf(dimension));
}

/// The example of the dimension with the number that was written, if that is a likely one.
std::string
ExampleWith(const Written& written, Dimension dimension)
{
    const std::string_view example = ExampleOf(dimension);
    const bool isLikely = written.fraction.empty() && written.whole.size() <= 3;
    return isLikely ? std::string(written.whole) + std::string(example.substr(example.find(' ')))
                    : std::string(example);
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
        return Refusal{Quoted(text) + " has no unit; " +
                       Expected(dimension, ExampleWith(written, dimension))};
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

} // namespace kwik::experiment
