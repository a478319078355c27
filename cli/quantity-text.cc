#include "cli/quantity-text.h"

#include "experiment/text/quantity.h"

namespace kwik::cli
{

std::string
RoundedText(experiment::Dimension dimension, std::uint64_t value)
{
    return experiment::ToRoundedText({dimension, value});
}

std::string
ExactText(experiment::Dimension dimension, std::uint64_t bound)
{
    const std::string text = RoundedText(dimension, bound);
    const auto read = experiment::ParseQuantity(text, dimension);
    const bool isExact = read.IsOk() && read.Value() == bound;
    return isExact ? text : experiment::ToText({dimension, bound});
}

std::string
RangeText(const std::string& first, const std::string& last)
{
    const std::size_t unit = first.find(' ');
    const bool isShared = unit != std::string::npos && last.ends_with(first.substr(unit));
    return (isShared ? first.substr(0, unit) : first) + " .. " + last;
}

} // namespace kwik::cli
