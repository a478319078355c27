#ifndef KWIK_ANALYSIS_STATISTICS_MEDIAN_RANGE_H
#define KWIK_ANALYSIS_STATISTICS_MEDIAN_RANGE_H

#include <cstddef>
#include <vector>

namespace kwik::analysis
{

/// The middle of a few values, and between which it lies.
struct MedianRange
{
    std::size_t n = 0;
    double median = 0; ///< The mean of the two in the middle when n is even.
    /// The smallest and the largest value: an interval that holds the median of what the values
    /// were drawn from with probability 1 - 2^(1 - n), whatever its distribution (David and
    /// Nagaraja, "Order Statistics", section 7.1).
    double low = 0;
    double high = 0;
};

/// @pre there is a value
MedianRange MedianOf(std::vector<double> values);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_STATISTICS_MEDIAN_RANGE_H
