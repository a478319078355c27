#include "analysis/statistics/median-range.h"

#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik::analysis
{

MedianRange
MedianOf(std::vector<double> values)
{
    KWIK_ASSERT(!values.empty());
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    const double median = (values[(n - 1) / 2] + values[n / 2]) / 2;
    return {n, median, values.front(), values.back()};
}

} // namespace kwik::analysis
