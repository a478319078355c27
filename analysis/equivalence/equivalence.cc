#include "analysis/equivalence/equivalence.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace kwik::analysis
{

namespace
{

/// Of each of the two tests.
constexpr double ONE_TAIL = 0.05;
/// Of a mean; a standard error below it is the rounding of floating point.
constexpr double NO_WIDTH = 1e-12;

/// A mean, and what it may be off.
struct Estimate
{
    double mean = 0;
    double variance = 0; ///< Of the mean: that of the sample, over n.
    double freedom = 0;  ///< n - 1.
};

Estimate
EstimateOf(const std::vector<double>& values)
{
    const auto n = static_cast<double>(values.size());
    Estimate estimate{std::accumulate(values.begin(), values.end(), 0.0) / n, 0, n - 1};
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - estimate.mean) * (value - estimate.mean);
    }
    estimate.variance = values.size() < 2 ? 0 : squares / estimate.freedom / n;
    return estimate;
}

/// Half of the interval's width.
double
HalfWidth(const Estimate& one, const Estimate& other)
{
    const double variance = one.variance + other.variance;
    const double error = std::sqrt(variance);
    if (error <= NO_WIDTH * (std::abs(one.mean) + std::abs(other.mean)))
    {
        return 0;
    }
    // Welch and Satterthwaite.
    const double freedom = variance * variance /
                           (one.variance * one.variance / one.freedom +
                            other.variance * other.variance / other.freedom);
    const boost::math::students_t distribution(freedom);
    return error * boost::math::quantile(boost::math::complement(distribution, ONE_TAIL));
}

EquivalenceVerdict
VerdictOf(const std::array<double, 2>& interval, double margin)
{
    if (interval[0] >= -margin && interval[1] <= margin)
    {
        return EquivalenceVerdict::Equivalent;
    }
    return interval[0] > margin || interval[1] < -margin ? EquivalenceVerdict::Different
                                                         : EquivalenceVerdict::Undecided;
}

} // namespace

double
Equivalence::Difference() const
{
    return testedMean - referenceMean;
}

Equivalence
TestEquivalence(const std::vector<double>& reference,
                const std::vector<double>& tested,
                const Margin& margin)
{
    KWIK_ASSERT(!reference.empty() && !tested.empty());
    const Estimate one = EstimateOf(reference);
    const Estimate other = EstimateOf(tested);
    Equivalence result{one.mean,
                       other.mean,
                       std::max(margin.relative * std::abs(one.mean), margin.absolute),
                       std::nullopt,
                       EquivalenceVerdict::Undecided};
    if (reference.size() > 1 && tested.size() > 1)
    {
        const double half = HalfWidth(one, other);
        result.interval = {result.Difference() - half, result.Difference() + half};
        result.verdict = VerdictOf(*result.interval, result.margin);
    }
    return result;
}

} // namespace kwik::analysis
