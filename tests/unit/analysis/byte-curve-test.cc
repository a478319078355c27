#include "analysis/picture/byte-curve.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Duration PERIOD = 100ms;

Instant
At(Duration time)
{
    return Instant(time);
}

} // namespace

TEST(ByteCurve, RisesStraightBetweenSamplesAndIsLevelOutsideThem)
{
    const ByteCurve curve({{At(1s), 1000}, {At(2s), 3000}}, PERIOD);
    EXPECT_DOUBLE_EQ(curve.At(At(0s)), 0);
    EXPECT_DOUBLE_EQ(curve.At(At(900ms)), 0);
    EXPECT_DOUBLE_EQ(curve.At(At(950ms)), 500);
    EXPECT_DOUBLE_EQ(curve.At(At(1s)), 1000);
    EXPECT_DOUBLE_EQ(curve.At(At(1500ms)), 2000);
    EXPECT_DOUBLE_EQ(curve.At(At(5s)), 3000);
}

TEST(ByteCurve, RateIsInBitsASecondOfTheWindowBefore)
{
    const ByteCurve curve({{At(1s), 0}, {At(2s), 1'000'000}}, PERIOD);
    EXPECT_DOUBLE_EQ(curve.RateBefore(At(2s), 1s), 8e6);
    EXPECT_DOUBLE_EQ(curve.RateBefore(At(2500ms), 1s), 4e6);
    EXPECT_DOUBLE_EQ(curve.RateBefore(At(4s), 1s), 0);
}

TEST(ByteCurve, CountsANewSessionFromZero)
{
    const ByteCurve curve({{At(1s), 1000}, {At(2s), 200}, {At(3s), 300}}, PERIOD);
    EXPECT_DOUBLE_EQ(curve.At(At(2s)), 1200);
    EXPECT_DOUBLE_EQ(curve.At(At(3s)), 1300);
}

TEST(ByteCurve, WithoutSamplesIsZero)
{
    const ByteCurve curve({}, PERIOD);
    EXPECT_DOUBLE_EQ(curve.At(At(3s)), 0);
    EXPECT_DOUBLE_EQ(curve.RateBefore(At(3s), 1s), 0);
}

TEST(ByteCurve, PeriodIsTheCommonDistanceThoughStepsOfTheTimelineAddSamples)
{
    const Series samples{{At(100ms), 0},
                         {At(130ms), 0},
                         {At(200ms), 0},
                         {At(300ms), 0},
                         {At(400ms), 0}};
    EXPECT_EQ(PeriodOf(samples, 1s), 100ms);
    EXPECT_EQ(PeriodOf({}, 1s), 1s);
}

} // namespace kwik::analysis::test
