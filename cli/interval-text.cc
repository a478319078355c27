#include "cli/interval-text.h"

#include "experiment/text/quantity.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kwik::cli
{

namespace
{

constexpr int MOST_DIGITS = 5; ///< Of the mean.
/// Of the mean; what a half width below it has is the rounding of floating point.
constexpr double NO_WIDTH = 1e-12;

/// Digits before the point; 1 for what is below 10.
int
WholeDigits(double value)
{
    return value < 10 ? 1 : static_cast<int>(std::floor(std::log10(value))) + 1;
}

/// So many that @p value keeps two significant digits.
int
DecimalsFor(double value)
{
    return value > 0 ? 1 - static_cast<int>(std::floor(std::log10(value))) : 0;
}

} // namespace

std::string
IntervalText(const analysis::MeanInterval& interval,
             experiment::Dimension dimension,
             const OutputStyle& style)
{
    const auto rounded = static_cast<std::uint64_t>(std::llround(interval.mean));
    if (!interval.halfWidth || *interval.halfWidth <= NO_WIDTH * interval.mean)
    {
        return experiment::ToRoundedText({dimension, rounded});
    }
    const experiment::Unit unit = experiment::RoundingUnit({dimension, rounded});
    const double mean = interval.mean / static_cast<double>(unit.factor);
    const double halfWidth = *interval.halfWidth / static_cast<double>(unit.factor);
    const int decimals =
        std::clamp(DecimalsFor(halfWidth), 0, std::max(0, MOST_DIGITS - WholeDigits(mean)));
    return fmt::format("{:.{}f} {} {:.{}f}{}{}",
                       mean,
                       decimals,
                       style.isUtf8 ? "±" : "+-",
                       halfWidth,
                       decimals,
                       unit.symbol.empty() ? "" : " ",
                       unit.symbol);
}

} // namespace kwik::cli
