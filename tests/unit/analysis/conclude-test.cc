#include "analysis/conclusion/conclude.h"
#include "analysis/statistics/bootstrap-interval.h"
#include "analysis/statistics/nearest-rank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

namespace
{

using Values = std::vector<std::uint64_t>;

experiment::ConclusionValue
ValueOf(std::string_view text)
{
    return experiment::ParseConclusionValue(text).Value();
}

std::vector<Measured>
PointsOf(const Values& values)
{
    std::vector<Measured> points;
    for (const std::uint64_t value : values)
    {
        points.push_back({value, std::nullopt});
    }
    return points;
}

std::optional<std::uint64_t>
Measure(std::string_view text, const Values& values)
{
    return Conclude(ValueOf(text), PointsOf(values)).measured;
}

Values
UpTo(std::uint64_t last)
{
    Values values;
    for (std::uint64_t value = last; value > 0; --value)
    {
        values.push_back(value);
    }
    return values;
}

} // namespace

TEST(NearestRank, IsAlwaysOneOfTheValues)
{
    EXPECT_EQ(NearestRank(Values{7}, 0), 7U);
    EXPECT_EQ(NearestRank(Values{7}, 1000), 7U);
    EXPECT_EQ(NearestRank(UpTo(10), 0), 1U);
    EXPECT_EQ(NearestRank(UpTo(10), 100), 1U);
    EXPECT_EQ(NearestRank(UpTo(10), 101), 2U);
    EXPECT_EQ(NearestRank(UpTo(10), 500), 5U);
    EXPECT_EQ(NearestRank(UpTo(11), 500), 6U);
    EXPECT_EQ(NearestRank(UpTo(10), 900), 9U);
    EXPECT_EQ(NearestRank(UpTo(1000), 990), 990U);
}

TEST(Conclude, ComputesEveryStatistic)
{
    EXPECT_EQ(Measure("median(goodput)", UpTo(100)), 50U);
    EXPECT_EQ(Measure("p10(goodput)", UpTo(100)), 10U);
    EXPECT_EQ(Measure("p90(goodput)", UpTo(100)), 90U);
    EXPECT_EQ(Measure("p99(goodput)", UpTo(100)), 99U);
    EXPECT_EQ(Measure("min(goodput)", UpTo(100)), 1U);
    EXPECT_EQ(Measure("max(goodput)", UpTo(100)), 100U);
    EXPECT_EQ(Measure("mean(goodput)", UpTo(100)), 51U);
    EXPECT_EQ(Measure("mean(goodput)", {1, 1, 2}), 1U);
}

TEST(Conclude, SharesAreMillionthsOfThePoints)
{
    EXPECT_EQ(Measure("share(failover_gap <= 1 ns)", {1, 2, 3}), 333'333U);
    EXPECT_EQ(Measure("share(failover_gap > 1 ns)", {1, 2, 3}), 666'667U);
    EXPECT_EQ(Measure("share(failover_gap < 1 ns)", {1, 2, 3}), 0U);
    EXPECT_EQ(Measure("share(failover_gap >= 1 ns)", {1, 2, 3}), 1'000'000U);
}

TEST(Conclude, ARatioIsOfTwoStatisticsAndNotTheStatisticOfRatios)
{
    const std::vector<Measured> points{{10, 40}, {20, 10}, {30, 20}};
    const auto value = ValueOf("median(goodput) / max(steady_goodput)");
    EXPECT_EQ(Conclude(value, points).measured, 500'000U);
    EXPECT_EQ(Conclude(value, {{130, 100}}).measured, 1'300'000U);
    EXPECT_EQ(Conclude(value, {{1, 0}}).measured, std::nullopt);
}

TEST(Conclude, MeasuresNothingWhereAPointLacksAValue)
{
    const Conclusion plain =
        Conclude(ValueOf("share(failover_gap > 1 s)"), {{1, {}}, {{}, {}}, {2, {}}});
    EXPECT_EQ(plain.points, 3U);
    EXPECT_EQ(plain.valueless, 1U);
    EXPECT_EQ(plain.measured, std::nullopt);
    EXPECT_EQ(plain.interval, std::nullopt);
    const Conclusion ratio = Conclude(ValueOf("max(goodput) / max(goodput)"), {{1, 1}, {1, {}}});
    EXPECT_EQ(ratio.valueless, 1U);
    EXPECT_EQ(Conclude(ValueOf("max(goodput)"), {}).measured, std::nullopt);
}

TEST(Conclude, ASeedWithoutAValueTakesItFromThePoint)
{
    EXPECT_EQ(MedianOf({{3, {}}, {1, {}}, {2, {}}}).value, 2U);
    EXPECT_EQ(MedianOf({{4, {}}, {1, {}}, {2, {}}, {3, {}}}).value, 2U);
    EXPECT_EQ(MedianOf({{3, 1}, {{}, 2}}).value, std::nullopt);
    EXPECT_EQ(MedianOf({{3, 1}, {{}, 2}}).divisor, 1U);
}

TEST(Conclude, IntervalsAreTheSameEachTimeAndHoldTheMedian)
{
    const auto value = ValueOf("median(goodput)");
    const Conclusion first = Conclude(value, PointsOf(UpTo(99)));
    ASSERT_TRUE(first.interval);
    EXPECT_EQ(first.interval, Conclude(value, PointsOf(UpTo(99))).interval);
    // By the binomial distribution the median of 99 lies between the 40th and the 60th.
    EXPECT_NEAR(static_cast<double>(first.interval->at(0)), 40, 2);
    EXPECT_NEAR(static_cast<double>(first.interval->at(1)), 60, 2);
    EXPECT_EQ(Conclude(value, PointsOf({5})).interval, std::nullopt);
}

TEST(Conclude, RatiosAreDrawnPointByPoint)
{
    std::vector<Measured> points;
    for (std::uint64_t i = 1; i <= 50; ++i)
    {
        points.push_back({2 * i, i});
    }
    const Conclusion drawn = Conclude(ValueOf("median(goodput) / median(goodput)"), points);
    EXPECT_THAT(*drawn.interval, testing::ElementsAre(2'000'000, 2'000'000));
}

TEST(BootstrapInterval, CoversTheMeanAboutNineteenTimesOfTwenty)
{
    int covered = 0;
    constexpr int TRIALS = 200;
    for (int trial = 0; trial < TRIALS; ++trial)
    {
        Prng draw = Prng(static_cast<std::uint64_t>(trial)).Fork("values");
        Values values(40);
        for (std::uint64_t& value : values)
        {
            value = draw.Below(2'001);
        }
        const auto interval = Conclude(ValueOf("mean(goodput)"), PointsOf(values)).interval;
        covered += interval->at(0) <= 1'000 && interval->at(1) >= 1'000 ? 1 : 0;
    }
    EXPECT_GE(covered, 0.90 * TRIALS);
    EXPECT_LE(covered, 0.99 * TRIALS);
}

TEST(BootstrapInterval, IsAbsentWhereTheStatisticIsNotAlwaysDefined)
{
    const auto undefined = [](const Resample&) { return std::optional<std::uint64_t>(); };
    const auto defined = [](const Resample&) { return std::optional<std::uint64_t>(1); };
    EXPECT_EQ(BootstrapInterval(9, Prng(1), undefined), std::nullopt);
    EXPECT_NE(BootstrapInterval(2, Prng(1), defined), std::nullopt);
    EXPECT_EQ(BootstrapInterval(1, Prng(1), defined), std::nullopt);
}

} // namespace kwik::analysis::test
