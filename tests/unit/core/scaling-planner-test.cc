#include "protocol-core/scaling/scaling-planner.h"
#include "protocol-core/scaling/server-availability.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Servers = std::vector<Address>;

constexpr BitRate TEN{10'000'000};

Address
Server(std::uint32_t number)
{
    return Ipv4(number, 1);
}

BitRate
Megabits(std::uint64_t number)
{
    return {number * 1'000'000};
}

ServerChoice
Carrying(std::uint32_t number, BitRate capacity)
{
    return {Server(number), number == 1, true, true, true, capacity, 20ms};
}

ServerChoice
Spare(std::uint32_t number, BitRate capacity)
{
    return {Server(number), false, false, false, true, capacity, {}};
}

/// A primary of 10 Mbit/s with one more carrying path, and two spare servers.
ScalingSituation
TwoOfFour()
{
    ScalingSituation situation;
    situation.servers = {Carrying(1, TEN), Carrying(2, TEN), Spare(3, TEN), Spare(4, TEN)};
    situation.capacity = Megabits(20);
    situation.maxPaths = 4;
    situation.neededFor = 60s;
    situation.roundTrip = 20ms;
    return situation;
}

} // namespace

TEST(CostModel, IsWorthItFromTwiceTheHandshakeOn)
{
    // 16,000 bytes in the second after two round trips.
    EXPECT_TRUE(CostModel::IsWorthIt(BitRate{128'000}, 1040ms, 20ms));
    EXPECT_FALSE(CostModel::IsWorthIt(BitRate{127'999}, 1040ms, 20ms));
    EXPECT_FALSE(CostModel::IsWorthIt(BitRate{128'000}, 1040ms - 1us, 20ms));
    EXPECT_FALSE(CostModel::IsWorthIt(Megabits(1'000), 40ms, 20ms));
    EXPECT_EQ(CostModel::SetupTime(20ms), 40ms);
}

TEST(ServerAvailability, RestsLongerWithEveryFailureUntilItIsReached)
{
    ServerAvailability servers;
    const Instant start(1s);
    EXPECT_TRUE(servers.IsAvailable(start, Server(1)));
    servers.OnFailed(start, Server(1));
    EXPECT_FALSE(servers.IsAvailable(start + 30s - 1ns, Server(1)));
    EXPECT_TRUE(servers.IsAvailable(start + 30s, Server(1)));
    servers.OnFailed(start + 30s, Server(1));
    EXPECT_FALSE(servers.IsAvailable(start + 90s - 1ns, Server(1)));
    EXPECT_TRUE(servers.IsAvailable(start + 90s, Server(1)));
    servers.OnReached(Server(1));
    servers.OnFailed(start + 100s, Server(1));
    EXPECT_TRUE(servers.IsAvailable(start + 130s, Server(1)));
    EXPECT_TRUE(servers.IsAvailable(start, Server(2)));
}

TEST(ServerAvailability, RestsNoLongerThanFiveMinutes)
{
    ServerAvailability servers;
    for (int i = 0; i < 100; ++i)
    {
        servers.OnFailed(Instant(1s), Server(1));
    }
    EXPECT_FALSE(servers.IsAvailable(Instant(301s) - 1ns, Server(1)));
    EXPECT_TRUE(servers.IsAvailable(Instant(301s), Server(1)));
    servers.OnVain(Instant(400s), Server(1));
    EXPECT_FALSE(servers.IsAvailable(Instant(700s) - 1ns, Server(1)));
    EXPECT_TRUE(servers.IsAvailable(Instant(700s), Server(1)));
}

TEST(ScalingPlanner, HasItsThresholdsAtEightyAndThirtyPercent)
{
    const ScalingPlanner planner{ScalingConfig{}};
    EXPECT_TRUE(planner.IsAbove(Megabits(8), TEN));
    EXPECT_FALSE(planner.IsAbove(BitRate{7'999'999}, TEN));
    EXPECT_FALSE(planner.IsBelow(Megabits(3), TEN));
    EXPECT_TRUE(planner.IsBelow(BitRate{2'999'999}, TEN));
}

TEST(ScalingPlanner, AddsOnePathAndAggressivelyAsManyAsTheDemandTakes)
{
    ScalingConfig config;
    EXPECT_EQ(ScalingPlanner(config).Additions(TwoOfFour(), Megabits(28)), Servers{Server(3)});
    config.isAggressive = true;
    // 28 of 30 is still above 80 %, 28 of 40 is not; 23.9 of 30 neither.
    EXPECT_EQ(ScalingPlanner(config).Additions(TwoOfFour(), Megabits(28)),
              (Servers{Server(3), Server(4)}));
    EXPECT_EQ(ScalingPlanner(config).Additions(TwoOfFour(), BitRate{23'900'000}),
              Servers{Server(3)});
}

TEST(ScalingPlanner, AddsNothingBeyondTheMostNorWhatIsNotWorthIt)
{
    const ScalingPlanner planner{ScalingConfig{}};
    ScalingSituation situation = TwoOfFour();
    situation.maxPaths = 2;
    EXPECT_EQ(planner.Additions(situation, Megabits(40)), Servers{});
    EXPECT_EQ(planner.AdditionsTo(situation, 4), Servers{});
    situation = TwoOfFour();
    situation.neededFor = 45ms; // Of which 40 are the handshake.
    EXPECT_EQ(planner.Additions(situation, Megabits(40)), Servers{});
    EXPECT_EQ(planner.AdditionsTo(situation, 3), Servers{Server(3)});
}

TEST(ScalingPlanner, AddsTheCheapestThenTheStrongestThenTheFirstServerThatIsThere)
{
    ScalingConfig config;
    ScalingSituation situation = TwoOfFour();
    EXPECT_EQ(ScalingPlanner(config).Additions(situation, Megabits(20)), Servers{Server(3)});
    situation.servers[3].capacity = Megabits(11);
    EXPECT_EQ(ScalingPlanner(config).Additions(situation, Megabits(20)), Servers{Server(4)});
    config.prices = {{Server(4), 1}};
    EXPECT_EQ(ScalingPlanner(config).Additions(situation, Megabits(20)), Servers{Server(3)});
    situation.servers[2].isAvailable = false;
    EXPECT_EQ(ScalingPlanner(config).Additions(situation, Megabits(20)), Servers{Server(4)});
}

TEST(ScalingPlanner, RemovesAPathOnlyIfTheRestIsUsedBelowEightyPercent)
{
    const ScalingPlanner planner{ScalingConfig{}};
    EXPECT_EQ(planner.Removal(TwoOfFour(), BitRate{7'999'999}), Server(2));
    EXPECT_EQ(planner.Removal(TwoOfFour(), Megabits(8)), std::nullopt);
}

TEST(ScalingPlanner, RemovesNeitherThePrimaryNorBelowTheLeast)
{
    const ScalingPlanner planner{ScalingConfig{}};
    ScalingSituation situation = TwoOfFour();
    situation.minPaths = 2;
    EXPECT_EQ(planner.Removal(situation, BitRate{}), std::nullopt);
    EXPECT_EQ(planner.RemovalsTo(situation, 1), Servers{});
    situation.minPaths = 1;
    EXPECT_EQ(planner.RemovalsTo(situation, 1), Servers{Server(2)});
    situation.servers = {Carrying(1, TEN), Spare(2, TEN)};
    EXPECT_EQ(planner.Removal(situation, BitRate{}), std::nullopt);
}

TEST(ScalingPlanner, RemovesTheDearestThenTheWeakestThenTheFarthestPath)
{
    ScalingConfig config;
    ScalingSituation situation = TwoOfFour();
    situation.servers[2] = Carrying(3, TEN);
    situation.servers[2].roundTrip = 30ms;
    EXPECT_EQ(ScalingPlanner(config).Removal(situation, Megabits(1)), Server(3));
    situation.servers[1].capacity = Megabits(9);
    EXPECT_EQ(ScalingPlanner(config).Removal(situation, Megabits(1)), Server(2));
    EXPECT_EQ(ScalingPlanner(config).Saving(situation, Megabits(1)), std::nullopt);
    config.prices = {{Server(3), 2}};
    EXPECT_EQ(ScalingPlanner(config).Removal(situation, Megabits(1)), Server(3));
    EXPECT_EQ(ScalingPlanner(config).Saving(situation, Megabits(1)), Server(3));
}

} // namespace kwik::test
