#include "analysis/report/report-text.h"

#include "experiment/text/printable.h"
#include "experiment/text/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace kwik::analysis
{

namespace
{

using experiment::Dimension;
using experiment::Quantity;

constexpr std::array<Dimension, 6> DIMENSIONS{Dimension::Time,
                                              Dimension::Rate,
                                              Dimension::Size,
                                              Dimension::Share,
                                              Dimension::Count,
                                              Dimension::Flag};

Dimension
DimensionWith(std::string_view unit)
{
    const auto* const found =
        std::find_if(DIMENSIONS.begin(), DIMENSIONS.end(), [unit](Dimension one) {
            return experiment::BaseUnitOf(one) == unit;
        });
    return found == DIMENSIONS.end() ? Dimension::Count : *found;
}

Quantity
Rounded(std::string_view unit, double size)
{
    const auto value = static_cast<std::uint64_t>(std::llround(size));
    const Dimension dimension = DimensionWith(unit);
    // A mean of flags, or a store that is not ours.
    const bool isNoFlag = dimension == Dimension::Flag && value > 1;
    return {isNoFlag ? Dimension::Count : dimension, value};
}

} // namespace

std::string
QuantityText(std::string_view unit, double value)
{
    const Quantity quantity = Rounded(unit, std::abs(value));
    const bool isFlag = quantity.dimension == Dimension::Flag;
    const std::string text =
        isFlag ? experiment::ToText(quantity) : experiment::ToRoundedText(quantity);
    return (value < 0 ? "-" : "") + text;
}

std::string
DifferenceText(std::string_view unit, double difference)
{
    std::string text = QuantityText(unit, difference);
    if (text.ends_with(" %"))
    {
        text.replace(text.size() - 1, 1, "points");
    }
    return text;
}

std::string
MarkdownText(std::string_view text)
{
    constexpr std::string_view SPECIAL = "\\`*_{}[]<>#|!&~";
    std::string escaped;
    for (const char letter : experiment::Printable(text))
    {
        if (SPECIAL.find(letter) != std::string_view::npos)
        {
            escaped.push_back('\\');
        }
        escaped.push_back(letter);
    }
    return escaped;
}

FigureUnit
FigureUnitOf(std::string_view unit, double largest)
{
    const Dimension dimension = DimensionWith(unit);
    if (dimension == Dimension::Count || dimension == Dimension::Flag)
    {
        return {1, ""};
    }
    if (dimension == Dimension::Share)
    {
        return {1e4, "%"};
    }
    const experiment::Unit chosen = experiment::RoundingUnit(Rounded(unit, std::abs(largest)));
    return {static_cast<double>(chosen.factor), std::string(chosen.symbol)};
}

} // namespace kwik::analysis
