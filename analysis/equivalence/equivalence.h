#ifndef KWIK_ANALYSIS_EQUIVALENCE_EQUIVALENCE_H
#define KWIK_ANALYSIS_EQUIVALENCE_EQUIVALENCE_H

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace kwik::analysis
{

/// How far two means may be apart; the larger of both counts.
struct Margin
{
    double relative = 0; ///< A part of the reference's mean.
    double absolute = 0; ///< In the unit of the values.
};

/// What two samples say of it.
enum class EquivalenceVerdict : std::uint8_t
{
    Equivalent, ///< The interval lies within the margin.
    Undecided,  ///< It reaches beyond: more values would tell.
    Different,  ///< It lies outside.
};

struct Equivalence
{
    double referenceMean = 0;
    double testedMean = 0;
    double margin = 0; ///< In the unit of the values.
    /// 90 % confidence interval of the tested mean less the reference's; absent where a sample has
    /// one value only.
    std::optional<std::array<double, 2>> interval;
    EquivalenceVerdict verdict = EquivalenceVerdict::Undecided;

    double Difference() const;
};

/**
 * Two one-sided tests, each at 5 % (Schuirmann 1987, "A comparison of the two one-sided tests
 * procedure and the power approach", J. Pharmacokin. Biopharm. 15): the means are equivalent when
 * the 90 % confidence interval of their difference lies within the margin. The interval is Welch's
 * ("The generalization of 'Student's' problem", Biometrika 34, 1947): the values are independent
 * and about normal when they are few, and the variances may differ, as that of a simulation without
 * chance does.
 *
 * Of samples that do not vary at all the difference is known.
 * @pre neither is empty
 */
Equivalence TestEquivalence(const std::vector<double>& reference,
                            const std::vector<double>& tested,
                            const Margin& margin);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_EQUIVALENCE_EQUIVALENCE_H
