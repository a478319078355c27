#include "analysis/statistics/mean-interval.h"

#include "protocol-core/base/assert.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace kwik::analysis
{

namespace
{

constexpr double ONE_TAIL = 0.025;

/// Of the sample: divided by n - 1.
double
StandardDeviation(const std::vector<double>& values, double mean)
{
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

} // namespace

MeanInterval
MeanOf(const std::vector<double>& values)
{
    KWIK_ASSERT(!values.empty());
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() == 1)
    {
        return {1, mean, std::nullopt};
    }
    const boost::math::students_t distribution(n - 1);
    const double t = boost::math::quantile(boost::math::complement(distribution, ONE_TAIL));
    return {values.size(), mean, t * StandardDeviation(values, mean) / std::sqrt(n)};
}

} // namespace kwik::analysis
