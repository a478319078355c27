#ifndef KWIK_ANALYSIS_STATISTICS_BOOTSTRAP_INTERVAL_H
#define KWIK_ANALYSIS_STATISTICS_BOOTSTRAP_INTERVAL_H

#include "protocol-core/base/prng.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace kwik::analysis
{

/// Places in a sample, each drawn at random, with repetitions.
using Resample = std::vector<std::size_t>;

/// The statistic of the values at these places; nothing when it is not defined for them.
using ResampledStatistic = std::function<std::optional<std::uint64_t>(const Resample& places)>;

/**
 * The 95 % confidence interval of a statistic by the percentile bootstrap (Efron 1979): the 2.5th
 * and the 97.5th percentile of what it is for 2,000 samples that are drawn from the sample itself.
 * It assumes that the values are independent, and is too narrow for a handful of them and for
 * extremes. The same sequence of random numbers gives the same interval on every machine.
 *
 * Nothing for fewer than two values, and when the statistic is not defined for one of the samples.
 */
std::optional<std::array<std::uint64_t, 2>> BootstrapInterval(std::size_t values,
                                                              Prng prng,
                                                              const ResampledStatistic& statistic);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_STATISTICS_BOOTSTRAP_INTERVAL_H
