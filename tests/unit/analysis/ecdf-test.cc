#include "analysis/statistics/ecdf.h"
#include "protocol-core/base/prng.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using testing::DoubleNear;
using testing::Each;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Ecdf, HasOneStepForEachValueThatOccurs)
{
    const auto steps = EcdfOf({3, 1, 3, 2});
    ASSERT_THAT(steps, SizeIs(3));
    EXPECT_EQ(steps[0].value, 1);
    EXPECT_EQ(steps[0].share, 0.25);
    EXPECT_EQ(steps[1].share, 0.5);
    EXPECT_EQ(steps[2].value, 3);
    EXPECT_EQ(steps[2].share, 1);
}

TEST(Ecdf, OfNothingIsNothing)
{
    EXPECT_THAT(EcdfOf({}), IsEmpty());
}

// sqrt(ln(40) / (2 n)); 1.3581 / sqrt(n), as in tables of Kolmogorov's asymptotic distribution.
TEST(Ecdf, HasTheBandOfMassartsConstant)
{
    EXPECT_THAT(BandHalfWidth(1), DoubleNear(1.3581, 1e-4));
    EXPECT_THAT(BandHalfWidth(100), DoubleNear(0.13581, 1e-5));
    const auto steps = EcdfOf({1, 2});
    EXPECT_THAT(steps, Each(Field(&EcdfStep::low, DoubleNear(0.0198, 0.0199))));
    EXPECT_THAT(steps, Each(Field(&EcdfStep::high, 1.0)));
}

/// Whether the band of @p n uniform values holds the line from (0, 0) to (1, 1) everywhere. Between
/// two steps the line is farthest from the band at their ends.
bool
HoldsTheTruth(Prng& prng, std::size_t n)
{
    constexpr std::uint64_t WHOLE = 1ULL << 40;
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i)
    {
        values.push_back(static_cast<double>(prng.Below(WHOLE)) / static_cast<double>(WHOLE));
    }
    double lowBefore = 0;
    double highBefore = BandHalfWidth(n);
    for (const EcdfStep& step : EcdfOf(values))
    {
        if (step.value < lowBefore || step.value > highBefore || step.value < step.low)
        {
            return false;
        }
        lowBefore = step.low;
        highBefore = step.high;
    }
    return lowBefore <= 1;
}

TEST(Ecdf, BandHoldsTheTruthIn95OfHundredSamples)
{
    constexpr int SAMPLES = 2'000;
    Prng prng(20'260'101);
    int held = 0;
    for (int i = 0; i < SAMPLES; ++i)
    {
        held += HoldsTheTruth(prng, 50) ? 1 : 0;
    }
    // Massart's constant is a bound, a little wide for small n: 95 to 97 % are held. The standard
    // deviation of the count is 10.
    EXPECT_GE(held, SAMPLES * 95 / 100 - 30);
    EXPECT_LE(held, SAMPLES * 98 / 100);
}

} // namespace kwik::analysis::test
