#include "experiment/sweep/decimal.h"

#include "experiment/text/nearest-name.h"
#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

constexpr std::size_t MOST_DECIMALS = 9;
constexpr std::size_t MOST_DIGITS = 18; // They fit a signed integer.
constexpr std::uint64_t LARGEST = 999'999'999'999'999'999;

bool
AreDigits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Parsed<Decimal>
ParseDecimal(std::string_view text)
{
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part =
        point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
    const bool hasLeadingZero = whole.size() > 1 && whole[0] == '0';
    if (!AreDigits(whole) || !AreDigits(part) || hasLeadingZero)
    {
        return Refusal{Quoted(text) + " is not a number; write for example '500' or '0.25'"};
    }
    Decimal number;
    number.decimals = point == std::string_view::npos ? 0 : static_cast<std::uint32_t>(part.size());
    if (number.decimals > MOST_DECIMALS || whole.size() + number.decimals > MOST_DIGITS)
    {
        return Refusal{Quoted(text) + " has too many digits; allowed: 18, of which 9 may stand "
                                      "behind the point"};
    }
    const std::string digits = std::string(whole) + std::string(part.substr(0, number.decimals));
    for (const char c : digits)
    {
        number.digits = number.digits * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
}

std::string
ToText(const Decimal& number)
{
    std::string text = std::to_string(number.digits);
    if (number.decimals == 0)
    {
        return text;
    }
    if (text.size() <= number.decimals)
    {
        text.insert(0, number.decimals + 1 - text.size(), '0');
    }
    return text.insert(text.size() - number.decimals, ".");
}

Parsed<Decimal>
WithDecimals(Decimal number, std::uint32_t decimals)
{
    KWIK_ASSERT(decimals >= number.decimals);
    while (number.decimals < decimals)
    {
        if (number.digits > LARGEST / 10)
        {
            return Refusal{Quoted(ToText(number)) + " has too many digits beside the other bound"};
        }
        number.digits *= 10;
        ++number.decimals;
    }
    return number;
}

} // namespace kwik::experiment
