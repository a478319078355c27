#include "analysis/picture/axis.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kwik::analysis
{

namespace
{

/// The smallest 1, 2 or 5 times a power of ten that is no smaller than @p least.
double
NiceStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
    {
        // A hair of tolerance: 0.1 is no sum of powers of two.
        if (factor * power >= least * (1 - 1e-9))
        {
            return factor * power;
        }
    }
    return 10 * power;
}

Ticks
TicksOf(double step, std::size_t intervals)
{
    Ticks ticks;
    for (std::size_t i = 0; i <= intervals; ++i)
    {
        ticks.values.push_back(static_cast<double>(i) * step);
    }
    ticks.top = ticks.values.back();
    ticks.decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    return ticks;
}

} // namespace

std::string
Ticks::LabelOf(double value) const
{
    return fmt::format("{:.{}f}", value, decimals);
}

Ticks
TicksAround(double largest, std::size_t most)
{
    const double reach = largest > 0 ? largest : 1;
    const double step = NiceStep(reach / static_cast<double>(most));
    return TicksOf(step, static_cast<std::size_t>(std::ceil(reach / step - 1e-9)));
}

Ticks
TicksWithin(double largest, std::size_t most)
{
    const double reach = largest > 0 ? largest : 1;
    const double step = NiceStep(reach / static_cast<double>(most));
    Ticks ticks = TicksOf(step, static_cast<std::size_t>(std::floor(reach / step + 1e-9)));
    ticks.top = reach;
    return ticks;
}

} // namespace kwik::analysis
