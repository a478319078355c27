#include "experiment/metrics/series-summary.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace kwik::experiment
{

namespace
{

/// The smallest value that at least @p percent percent of the sorted values do not exceed.
std::int64_t
Percentile(const std::vector<std::int64_t>& sorted, std::size_t percent)
{
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return sorted[rank - 1];
}

double
MeanOf(const std::vector<std::int64_t>& values)
{
    double sum = 0;
    for (const std::int64_t value : values)
    {
        sum += static_cast<double>(value);
    }
    return sum / static_cast<double>(values.size());
}

double
DeviationOf(const std::vector<std::int64_t>& values, double mean)
{
    if (values.size() < 2)
    {
        return 0;
    }
    double squares = 0;
    for (const std::int64_t value : values)
    {
        const double distance = static_cast<double>(value) - mean;
        squares += distance * distance;
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

} // namespace

SeriesSummary
Summarise(std::string metric, std::string subject, std::vector<std::int64_t> values)
{
    KWIK_ASSERT(!values.empty());
    std::sort(values.begin(), values.end());
    const double mean = MeanOf(values);
    return {std::move(metric),
            std::move(subject),
            values.size(),
            mean,
            DeviationOf(values, mean),
            values.front(),
            Percentile(values, 50),
            Percentile(values, 90),
            Percentile(values, 99),
            values.back()};
}

} // namespace kwik::experiment
