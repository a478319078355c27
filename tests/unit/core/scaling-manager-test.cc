#include "protocol-core/base/prng.h"
#include "tests/unit/core/scaled-session.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using enum ScalingTrigger;
using Triggers = std::vector<ScalingTrigger>;

BitRate
Megabits(std::uint64_t number)
{
    return {number * 1'000'000};
}

ScalingConfig
Automatic()
{
    ScalingConfig config;
    config.isAutomatic = true;
    return config;
}

const std::vector<BitRate> THREE(3, Megabits(10));

/// A session with one path whose capacity has been seen.
ScaledSession
Known(const ScalingConfig& config, const std::vector<BitRate>& capacities = THREE)
{
    ScaledSession session(config, capacities);
    session.Limit(1, 1);
    session.Live(3s, Megabits(12));
    session.Live(17s, Megabits(5)); // What was late is made up for.
    session.Limit(1, static_cast<std::uint32_t>(capacities.size()));
    return session;
}

} // namespace

TEST(ScalingManager, AddsAPathWhenTheDemandHasBeenAboveForTwoSeconds)
{
    ScaledSession session = Known(Automatic());
    session.Live(5s, BitRate{7'900'000});
    EXPECT_EQ(session.Triggers(), Triggers{});
    const Instant risen = session.Now();
    session.Live(5s, BitRate{8'100'000});
    ASSERT_EQ(session.Triggers(), Triggers{DemandIncrease});
    EXPECT_GE(session.Decisions()[0].at - risen, 2s);
    EXPECT_LE(session.Decisions()[0].at - risen, 3200ms);
    EXPECT_EQ(session.Paths(), 2U);
    EXPECT_EQ(session.Outcomes()[0].outcome, ScalingOutcome::Added);
    EXPECT_EQ(session.Outcomes()[0].paths, 2U);
}

TEST(ScalingManager, DoesNotAddForAPeakThatIsShorter)
{
    ScaledSession session = Known(Automatic());
    for (int i = 0; i < 10; ++i)
    {
        session.Live(1s, Megabits(9));
        session.Live(3s, Megabits(4));
    }
    EXPECT_EQ(session.Triggers(), Triggers{});
}

TEST(ScalingManager, RemovesAPathWhenTheDemandHasBeenBelowForSixtySeconds)
{
    ScaledSession session = Known(Automatic());
    session.Live(30s, Megabits(9));
    ASSERT_EQ(session.Paths(), 2U);
    const Instant fallen = session.Now();
    session.Live(59s, BitRate{5'900'000});
    EXPECT_EQ(session.Paths(), 2U);
    session.Live(10s, BitRate{5'900'000});
    ASSERT_EQ(session.Triggers(), (Triggers{DemandIncrease, DemandDecrease}));
    EXPECT_GE(session.Decisions()[1].at - fallen, 60s);
    EXPECT_LE(session.Decisions()[1].at - fallen, 62s);
    EXPECT_EQ(session.Decisions()[1].what.server, ScaledServer(2));
}

TEST(ScalingManager, KeepsAPathAtThirtyPercentAndOneThatTheRestCouldNotReplace)
{
    ScaledSession session = Known(Automatic());
    session.Live(30s, Megabits(9));
    session.Live(200s, BitRate{6'100'000});
    EXPECT_EQ(session.Triggers(), Triggers{DemandIncrease});
    // 8.5 are 28 % of 30, and 85 % of the ten that would be left.
    ScaledSession unequal = Known(Automatic(), {Megabits(10), Megabits(20)});
    unequal.Live(30s, Megabits(15));
    unequal.Live(200s, BitRate{8'500'000});
    EXPECT_EQ(unequal.Triggers(), Triggers{DemandIncrease});
}

TEST(ScalingManager, DoesNothingUnlessItIsAutomatic)
{
    ScaledSession session = Known(ScalingConfig{});
    session.Live(60s, Megabits(20));
    EXPECT_EQ(session.Triggers(), Triggers{});
    session.Command(3);
    session.Live(1s, Megabits(5));
    EXPECT_EQ(session.Paths(), 3U);
    session.Command(1);
    EXPECT_EQ(session.Paths(), 1U);
    EXPECT_EQ(session.Triggers(), (Triggers{Manual, Manual, Manual, Manual}));
}

TEST(ScalingManager, TellsALostCapacityFromAGrownDemand)
{
    ScaledSession session = Known(Automatic());
    session.SetCapacity(1, Megabits(5));
    session.Live(15s, Megabits(5));
    EXPECT_EQ(session.Triggers(), Triggers{PerformanceDegradation});
}

TEST(ScalingManager, ReplacesALostPathAtOnceWhenItIsNeeded)
{
    ScaledSession session = Known(Automatic());
    session.Live(30s, Megabits(9));
    ASSERT_EQ(session.Paths(), 2U);
    session.Lose(2);
    session.Live(200ms, Megabits(9));
    EXPECT_EQ(session.Triggers(), (Triggers{DemandIncrease, ServerFailure}));
    EXPECT_EQ(session.Decisions().back().what.server, ScaledServer(3));
    ScaledSession idle = Known(Automatic());
    idle.Live(30s, Megabits(9));
    idle.Live(10s, Megabits(2));
    idle.Lose(2);
    idle.Live(20s, Megabits(2));
    EXPECT_EQ(idle.Triggers(), Triggers{DemandIncrease});
}

TEST(ScalingManager, AddsOnePathForPoorQualityAndWaitsForWhatItBrings)
{
    ScaledSession session = Known(ScalingConfig{});
    for (Duration passed{}; passed < 9900ms; passed += 100ms)
    {
        session.Complain();
        session.Live(100ms, Megabits(5));
    }
    EXPECT_EQ(session.Triggers(), Triggers{PerformanceDegradation});
    session.Complain();
    session.Live(300ms, Megabits(5));
    session.Complain();
    session.Live(300ms, Megabits(5));
    EXPECT_EQ(session.Triggers(), (Triggers{PerformanceDegradation, PerformanceDegradation}));
}

TEST(ScalingManager, DoesWithoutAPathThatCostsSomethingWhenTheOthersAreEnough)
{
    ScalingConfig config = Automatic();
    config.prices = {{ScaledServer(2), 1}, {ScaledServer(3), 1}};
    ScaledSession session = Known(config);
    session.Live(30s, Megabits(9));
    ASSERT_EQ(session.Paths(), 2U);
    session.Live(62s, Megabits(7)); // 35 % of both, 70 % of the free one.
    EXPECT_EQ(session.Triggers(), (Triggers{DemandIncrease, CostOptimization}));
    EXPECT_EQ(session.Paths(), 1U);
}

TEST(ScalingManager, RemovesAPathThatAddsNothingAndTriesNoOtherForFiveMinutes)
{
    ScaledSession session(Automatic(), THREE);
    session.SetBottleneck(Megabits(10));
    session.Live(20s, Megabits(12));
    EXPECT_EQ(session.Triggers(), (Triggers{DemandIncrease, CostOptimization}));
    EXPECT_EQ(session.Paths(), 1U);
    session.Live(270s, Megabits(12));
    EXPECT_EQ(session.Paths(), 1U);
    session.Live(60s, Megabits(12));
    EXPECT_GT(session.Triggers().size(), 2U);
}

TEST(ScalingManager, KeepsAPathThatBringsWhatItShould)
{
    ScaledSession session(Automatic(), THREE);
    session.Live(30s, Megabits(19));
    EXPECT_EQ(session.Triggers(), (Triggers{DemandIncrease, DemandIncrease}));
}

TEST(ScalingManager, LeavesAServerAloneThatCannotBeReached)
{
    ScaledSession session = Known(Automatic());
    session.SetReachable(2, false);
    session.Live(5s, Megabits(9));
    ASSERT_EQ(session.Outcomes().size(), 1U);
    EXPECT_EQ(session.Outcomes()[0].outcome, ScalingOutcome::Failed);
    EXPECT_EQ(session.Outcomes()[0].paths, 1U);
    session.Live(15s, Megabits(9));
    ASSERT_EQ(session.Decisions().size(), 2U);
    EXPECT_EQ(session.Decisions()[1].what.server, ScaledServer(3));
}

TEST(ScalingManager, IsThereBeforeThePeakThatItHasSeenTwice)
{
    ScaledSession session = Known(Automatic()); // Until 20 s.
    for (int i = 0; i < 2; ++i)
    {
        session.Live(80s, Megabits(1));
        session.Live(20s, Megabits(12));
    }
    ASSERT_EQ(session.Triggers(), (Triggers{DemandIncrease, DemandDecrease, DemandIncrease}));
    session.Live(80s, Megabits(1));
    ASSERT_EQ(session.Triggers().size(), 5U);
    EXPECT_TRUE(session.Decisions()[4].what.isPredicted);
    EXPECT_EQ(session.Paths(), 2U);
    // Demand is seen within a second, and remembered in steps of one.
    EXPECT_GE(session.Now() - session.Decisions()[4].at, 3s);
    EXPECT_LE(session.Now() - session.Decisions()[4].at, 6s);
}

TEST(ScalingManager, AddsAggressivelyInAQuarterOfTheTime)
{
    ScalingConfig config = Automatic();
    config.isAggressive = true;
    ScaledSession session = Known(config);
    const Instant risen = session.Now();
    session.Live(3s, Megabits(28));
    ASSERT_EQ(session.Triggers(), (Triggers{DemandIncrease, DemandIncrease}));
    EXPECT_EQ(session.Decisions()[0].at, session.Decisions()[1].at);
    EXPECT_LE(session.Decisions()[0].at - risen, 1300ms);
}

} // namespace kwik::test
