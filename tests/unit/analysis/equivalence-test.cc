#include "analysis/equivalence/equivalence.h"
#include "protocol-core/base/prng.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

namespace
{

/// Between -1/2 and 1/2.
double
UniformFrom(Prng& prng)
{
    constexpr std::uint64_t STEPS = 1ULL << 32;
    return static_cast<double>(prng.Below(STEPS)) / static_cast<double>(STEPS) - 0.5;
}

/// About normal: the sum of twelve uniform ones.
std::vector<double>
SampleOf(std::size_t n, double mean, double sd, Prng& prng)
{
    std::vector<double> values(n, mean);
    for (double& value : values)
    {
        for (int i = 0; i < 12; ++i)
        {
            value += sd * UniformFrom(prng);
        }
    }
    return values;
}

/// How many of 2,000 pairs of samples whose means differ by @p difference are called equivalent
/// within 1.
int
EquivalentAt(double difference, double sdOfReference)
{
    Prng prng(7);
    int equivalent = 0;
    for (int i = 0; i < 2000; ++i)
    {
        const auto reference = SampleOf(5, 100, sdOfReference, prng);
        const auto tested = SampleOf(8, 100 + difference, 0.4, prng);
        const Equivalence result = TestEquivalence(reference, tested, {0, 1});
        equivalent += result.verdict == EquivalenceVerdict::Equivalent ? 1 : 0;
    }
    return equivalent;
}

} // namespace

// The t quantiles are those of the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
TEST(Equivalence, HasWelchsInterval)
{
    const Equivalence constant = TestEquivalence({10, 10, 10}, {9, 10, 11}, {0, 2});
    EXPECT_DOUBLE_EQ(constant.Difference(), 0);
    EXPECT_NEAR((*constant.interval)[0], -2.920 * 0.57735, 0.001);
    EXPECT_NEAR((*constant.interval)[1], 2.920 * 0.57735, 0.001);
    const Equivalence both = TestEquivalence({1, 3}, {2, 4}, {0, 2});
    EXPECT_DOUBLE_EQ(both.Difference(), 1);
    EXPECT_NEAR((*both.interval)[1], 1 + 2.920 * 1.41421, 0.001);
}

TEST(Equivalence, TakesTheLargerMargin)
{
    EXPECT_DOUBLE_EQ(TestEquivalence({200}, {200}, {0.1, 5}).margin, 20);
    EXPECT_DOUBLE_EQ(TestEquivalence({20}, {20}, {0.1, 5}).margin, 5);
    EXPECT_DOUBLE_EQ(TestEquivalence({0, 0}, {0, 0}, {0.1, 0}).margin, 0);
}

TEST(Equivalence, IsThereOnlyWhenTheWholeIntervalLiesWithinTheMargin)
{
    using enum EquivalenceVerdict;
    EXPECT_EQ(TestEquivalence({10, 10, 10}, {9, 10, 11}, {0, 1.7}).verdict, Equivalent);
    EXPECT_EQ(TestEquivalence({10, 10, 10}, {9, 10, 11}, {0, 1.6}).verdict, Undecided);
    EXPECT_EQ(TestEquivalence({10, 10, 10}, {19, 20, 21}, {0, 8}).verdict, Different);
    EXPECT_EQ(TestEquivalence({10, 10, 10}, {-1, 0, 1}, {0, 8}).verdict, Different);
    EXPECT_EQ(TestEquivalence({10, 10, 10}, {19, 20, 21}, {0, 9}).verdict, Undecided);
}

TEST(Equivalence, OfSamplesThatDoNotVaryIsKnown)
{
    using enum EquivalenceVerdict;
    EXPECT_EQ(TestEquivalence({5, 5}, {5, 5}, {0, 0}).verdict, Equivalent);
    EXPECT_EQ(TestEquivalence({5, 5}, {6, 6}, {0, 1}).verdict, Equivalent);
    EXPECT_EQ(TestEquivalence({5, 5}, {6, 6}, {0, 0.9}).verdict, Different);
}

TEST(Equivalence, IsNotKnownFromOneValue)
{
    const Equivalence one = TestEquivalence({5}, {5, 5}, {1, 1});
    EXPECT_FALSE(one.interval);
    EXPECT_EQ(one.verdict, EquivalenceVerdict::Undecided);
}

TEST(Equivalence, IsFalselyFoundInOneOfTwentyCasesAtMost)
{
    // At the margin 5 % are expected: 100 +- 10; where one does not vary as well.
    EXPECT_LE(EquivalentAt(1, 0.3), 130);
    EXPECT_GE(EquivalentAt(1, 0.3), 60);
    EXPECT_LE(EquivalentAt(-1, 0), 130);
    EXPECT_GE(EquivalentAt(-1, 0), 60);
}

TEST(Equivalence, IsFoundWhereItIs)
{
    EXPECT_GE(EquivalentAt(0, 0.3), 1800);
}

} // namespace kwik::analysis::test
