#ifndef KWIK_ANALYSIS_STATISTICS_NEAREST_RANK_H
#define KWIK_ANALYSIS_STATISTICS_NEAREST_RANK_H

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace kwik::analysis
{

/// Parts of a thousand.
using PerMille = std::size_t;

/// The smallest value that so many per mille of the values do not exceed: one of them, never one in
/// between. @pre there is a value, and rank is not above 1000
template <typename T>
T
NearestRank(std::vector<T> values, PerMille rank)
{
    KWIK_ASSERT(!values.empty() && rank <= 1000);
    const std::size_t place = std::max<std::size_t>(1, (values.size() * rank + 999) / 1000);
    const auto wanted = values.begin() + static_cast<std::ptrdiff_t>(place - 1);
    std::nth_element(values.begin(), wanted, values.end());
    return *wanted;
}

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_STATISTICS_NEAREST_RANK_H
