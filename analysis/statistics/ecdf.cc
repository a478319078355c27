#include "analysis/statistics/ecdf.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <cmath>

namespace kwik::analysis
{

double
BandHalfWidth(std::size_t n)
{
    KWIK_ASSERT(n > 0);
    constexpr double ALPHA = 0.05;
    return std::sqrt(std::log(2 / ALPHA) / (2 * static_cast<double>(n)));
}

std::vector<EcdfStep>
EcdfOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    std::vector<EcdfStep> steps;
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        if (i + 1 < values.size() && values[i] == values[i + 1])
        {
            continue;
        }
        const double share = static_cast<double>(i + 1) / static_cast<double>(values.size());
        const double half = BandHalfWidth(values.size());
        steps.push_back(
            {values[i], share, std::max(0.0, share - half), std::min(1.0, share + half)});
    }
    return steps;
}

} // namespace kwik::analysis
