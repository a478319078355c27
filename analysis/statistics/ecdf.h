#ifndef KWIK_ANALYSIS_STATISTICS_ECDF_H
#define KWIK_ANALYSIS_STATISTICS_ECDF_H

#include <cstddef>
#include <vector>

namespace kwik::analysis
{

/// From this value on, up to the next step, the share of values that are not larger.
struct EcdfStep
{
    double value = 0;
    double share = 0;
    double low = 0;  ///< Of the 95 % confidence band.
    double high = 0; ///< Of the 95 % confidence band.
    bool operator==(const EcdfStep&) const = default;
};

/**
 * How far the distribution that @p n independent values were drawn from is at most from their
 * empirical distribution, everywhere at once, with 95 % confidence: the inequality of Dvoretzky,
 * Kiefer and Wolfowitz with Massart's constant (Ann. Probab. 18, 1990), sqrt(ln(2 / 0.05) / (2 n)).
 * It holds for every n and every distribution. @pre n > 0
 */
double BandHalfWidth(std::size_t n);

/// The empirical distribution function, a step for each value that occurs, the smallest first.
std::vector<EcdfStep> EcdfOf(std::vector<double> values);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_STATISTICS_ECDF_H
