#ifndef KWIK_ANALYSIS_PICTURE_AXIS_H
#define KWIK_ANALYSIS_PICTURE_AXIS_H

#include <cstddef>
#include <string>
#include <vector>

namespace kwik::analysis
{

/// Where an axis from 0 has its labels.
struct Ticks
{
    std::vector<double> values; ///< Multiples of 1, 2 or 5 times a power of ten, from 0.
    double top = 1;             ///< The axis ends here: the last tick, or the largest value.
    int decimals = 0;           ///< That tell neighbours apart.

    std::string LabelOf(double value) const;
};

/// Ticks up to the first one that is not below @p largest; @p most intervals at most.
Ticks TicksAround(double largest, std::size_t most);

/// Ticks up to the last one that is not above @p largest, which is where the axis ends.
Ticks TicksWithin(double largest, std::size_t most);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_AXIS_H
