#include "experiment/metrics/paths-alone.h"

#include <gtest/gtest.h>

namespace kwik::experiment
{
namespace
{

using namespace std::chrono_literals;

PathAlone
Path(bool isOrigin, std::optional<Duration> completion, std::vector<Arrival> arrivals = {})
{
    return {isOrigin ? "origin" : "other",
            isOrigin,
            BitRate{1'000'000},
            completion,
            100ms,
            std::move(arrivals)};
}

PathsAlone
TwoAndThreeSeconds()
{
    return PathsAlone({Path(true, 3s), Path(false, 2s)});
}

TEST(PathsAlone, BenefitIsFromTheBestPathToTheSumOfAll)
{
    // Goodputs 1/3 and 1/2: the sum of both takes 1.2 s.
    const PathsAlone alone = TwoAndThreeSeconds();
    EXPECT_EQ(alone.Benefit(2s), 0U);
    EXPECT_EQ(alone.Benefit(1200ms), 1'000'000U);
    EXPECT_EQ(alone.Benefit(1600ms), 375'000U); // 5/8 is 3/8 of the way from 1/2 to 5/6.
    EXPECT_EQ(alone.Benefit(1s), 1'500'000U);
    EXPECT_EQ(alone.Benefit(4s), 0U);
}

TEST(PathsAlone, SpeedupAndExcessCompareWithTheFastest)
{
    const PathsAlone alone = TwoAndThreeSeconds();
    EXPECT_EQ(alone.Best(), 2s);
    EXPECT_EQ(alone.Speedup(1600ms), 1'250'000U);
    EXPECT_EQ(alone.Speedup(2500ms), 800'000U);
    EXPECT_EQ(alone.Excess(1600ms), 0s);
    EXPECT_EQ(alone.Excess(2100ms), 100ms);
    EXPECT_EQ(alone.ExcessRoundTrips(2100ms), 2'000'000U); // A round trip is 50 ms.
    EXPECT_EQ(alone.ExcessRoundTrips(1s), 0U);
}

TEST(PathsAlone, OnePathHasNothingToGain)
{
    const PathsAlone alone({Path(true, 3s)});
    EXPECT_EQ(alone.Benefit(3s), std::nullopt);
    EXPECT_EQ(alone.Speedup(3s), 1'000'000U);
}

TEST(PathsAlone, APathThatDidNotCompleteBringsNothing)
{
    const PathsAlone alone({Path(true, std::nullopt), Path(false, 2s)});
    EXPECT_EQ(alone.Best(), 2s);
    EXPECT_EQ(alone.Benefit(1s), std::nullopt);
    const PathsAlone none({Path(true, std::nullopt)});
    EXPECT_EQ(none.Best(), std::nullopt);
    EXPECT_EQ(none.Speedup(1s), std::nullopt);
    EXPECT_EQ(none.Excess(1s), std::nullopt);
    EXPECT_EQ(none.ExcessRoundTrips(1s), std::nullopt);
}

TEST(PathsAlone, TheCeilingAddsWhatArrivedWithTheOthersLaterByTheOriginsHandshake)
{
    const PathsAlone alone({
        Path(true, 4s, {{Instant(2s), ByteCount{10}}, {Instant(5s), ByteCount{30}}}),
        Path(false, 3s, {{Instant(2s), ByteCount{15}}, {Instant(4s), ByteCount{30}}}),
    });
    EXPECT_EQ(alone.Ceiling(Instant(1s), ByteCount{10}), 1s);
    EXPECT_EQ(alone.Ceiling(Instant(1s), ByteCount{11}), 1100ms);
    EXPECT_EQ(alone.Ceiling(Instant(1s), ByteCount{25}), 1100ms);
    EXPECT_EQ(alone.Ceiling(Instant(1s), ByteCount{40}), 3100ms);
    EXPECT_EQ(alone.Ceiling(Instant(1s), ByteCount{60}), 4s);
    EXPECT_EQ(alone.Ceiling(Instant(1s), ByteCount{61}), std::nullopt);
    EXPECT_EQ(PathsAlone({Path(false, 3s)}).Ceiling(Instant(1s), ByteCount{1}), std::nullopt);
}

TEST(PathsAlone, GoodputsAreAddedUp)
{
    EXPECT_FALSE(PathsAlone().AreMeasured());
    EXPECT_TRUE(TwoAndThreeSeconds().AreMeasured());
    EXPECT_EQ(TwoAndThreeSeconds().SumOfGoodputs(), BitRate{2'000'000});
}

} // namespace
} // namespace kwik::experiment
