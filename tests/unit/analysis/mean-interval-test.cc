#include "analysis/statistics/mean-interval.h"
#include "protocol-core/base/prng.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

namespace
{

/// About a standard normal value: the sum of twelve uniform ones has variance 1.
double
NormalFrom(Prng& prng)
{
    constexpr std::uint64_t STEPS = 1ULL << 32;
    double sum = -6;
    for (int i = 0; i < 12; ++i)
    {
        sum += static_cast<double>(prng.Below(STEPS)) / static_cast<double>(STEPS);
    }
    return sum;
}

} // namespace

// The t quantiles are those of the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
TEST(MeanInterval, IsWhatTheTablesSay)
{
    const MeanInterval two = MeanOf({1, 3});
    EXPECT_DOUBLE_EQ(two.mean, 2);
    EXPECT_NEAR(*two.halfWidth, 12.706, 0.001);
    const MeanInterval five = MeanOf({5, 1, 4, 2, 3});
    EXPECT_DOUBLE_EQ(five.mean, 3);
    EXPECT_EQ(five.n, 5U);
    EXPECT_NEAR(*five.halfWidth, 2.776 * 0.70711, 0.001);
}

TEST(MeanInterval, OfOneValueHasNoWidth)
{
    const MeanInterval one = MeanOf({42});
    EXPECT_EQ(one.n, 1U);
    EXPECT_DOUBLE_EQ(one.mean, 42);
    EXPECT_FALSE(one.halfWidth);
}

TEST(MeanInterval, OfEqualValuesIsAPoint)
{
    const MeanInterval equal = MeanOf({7, 7, 7});
    EXPECT_DOUBLE_EQ(equal.mean, 7);
    EXPECT_DOUBLE_EQ(*equal.halfWidth, 0);
}

TEST(MeanInterval, HoldsTheTrueMeanNineteenTimesInTwenty)
{
    constexpr int INTERVALS = 20'000;
    constexpr std::uint64_t SEED = 7;
    RecordProperty("seed", static_cast<int>(SEED));
    Prng prng(SEED);
    int hits = 0;
    for (int i = 0; i < INTERVALS; ++i)
    {
        const MeanInterval interval =
            MeanOf({NormalFrom(prng), NormalFrom(prng), NormalFrom(prng), NormalFrom(prng)});
        hits += std::abs(interval.mean) <= *interval.halfWidth ? 1 : 0;
    }
    // Three standard deviations of the share are 0.5 %.
    EXPECT_NEAR(static_cast<double>(hits) / INTERVALS, 0.95, 0.005);
}

} // namespace kwik::analysis::test
