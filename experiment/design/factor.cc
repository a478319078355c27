#include "experiment/design/factor.h"

#include "experiment/text/nearest-name.h"

#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace kwik::experiment
{

namespace
{

constexpr std::string_view NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_";

bool
IsName(std::string_view text)
{
    const bool startsWell = !text.empty() && text[0] >= 'a' && text[0] <= 'z';
    return startsWell && text.find_first_not_of(NAME_CHARACTERS) == std::string_view::npos;
}

std::optional<double>
NumberIn(std::string_view text)
{
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    const bool isNumber = error == std::errc() && rest == end && value - value == 0;
    return isNumber ? std::optional(value) : std::nullopt;
}

std::vector<std::string>
Columns(const DesignPlan& plan)
{
    std::vector<std::string> columns;
    for (std::size_t path = 0; path < plan.paths; ++path)
    {
        for (const Factor& factor : plan.factors)
        {
            columns.push_back(factor.name + (plan.paths == 1 ? "" : std::to_string(path)));
        }
    }
    return columns;
}

/// The point with path @p first before all others, which keep their order.
std::vector<std::string>
Row(const DesignPlan& plan, const DesignPoint& point, std::size_t first)
{
    std::vector<std::string> row;
    for (std::size_t place = 0; place < plan.paths; ++place)
    {
        const std::size_t path = (first + place) % plan.paths;
        for (std::size_t i = 0; i < plan.factors.size(); ++i)
        {
            const Factor& factor = plan.factors[i];
            const double share = point[path * plan.factors.size() + i];
            row.push_back(fmt::format("{:.3f}", factor.low + share * (factor.high - factor.low)));
        }
    }
    return row;
}

} // namespace

Parsed<Factor>
ParseFactor(std::string_view text)
{
    const std::string expected =
        " is no factor; write for example 'delay_ms=0.5..25', the smaller number first";
    const std::size_t equals = text.find('=');
    const std::size_t dots = text.find("..", equals == std::string_view::npos ? 0 : equals);
    if (equals == std::string_view::npos || dots == std::string_view::npos)
    {
        return Refusal{Quoted(text) + expected};
    }
    const std::string_view name = text.substr(0, equals);
    if (!IsName(name))
    {
        return Refusal{Quoted(name) + " is no name of a factor; allowed: a lower-case letter, then "
                                      "lower-case letters, digits and underscores"};
    }
    const auto low = NumberIn(text.substr(equals + 1, dots - equals - 1));
    const auto high = NumberIn(text.substr(dots + 2));
    if (!low || !high || *low >= *high)
    {
        return Refusal{Quoted(text) + expected};
    }
    return Factor{std::string(name), *low, *high};
}

DesignTable
MakeDesign(const DesignPlan& plan)
{
    DesignTable table{Columns(plan), {}};
    for (const DesignPoint& point :
         WspDesign(plan.points, plan.factors.size() * plan.paths, plan.seed))
    {
        for (std::size_t first = 0; first < plan.paths; ++first)
        {
            table.rows.push_back(Row(plan, point, first));
        }
    }
    return table;
}

std::string
ToCsv(const DesignTable& table)
{
    std::string text = fmt::format("{}\n", fmt::join(table.columns, ","));
    for (const std::vector<std::string>& row : table.rows)
    {
        text += fmt::format("{}\n", fmt::join(row, ","));
    }
    return text;
}

} // namespace kwik::experiment
