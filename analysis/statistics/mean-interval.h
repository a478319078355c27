#ifndef KWIK_ANALYSIS_STATISTICS_MEAN_INTERVAL_H
#define KWIK_ANALYSIS_STATISTICS_MEAN_INTERVAL_H

#include <cstddef>
#include <optional>
#include <vector>

namespace kwik::analysis
{

/// What is known of the mean that a sample was drawn from.
struct MeanInterval
{
    std::size_t n = 0;
    double mean = 0; ///< Of the sample.
    /// The 95 % confidence interval is mean -+ this; absent for a single value.
    std::optional<double> halfWidth;
};

/// Student's t interval: the values are independent, and about normal when they are few.
/// @pre there is a value
MeanInterval MeanOf(const std::vector<double>& values);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_STATISTICS_MEAN_INTERVAL_H
