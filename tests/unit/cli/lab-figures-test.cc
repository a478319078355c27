#include "cli/lab/lab-figures.h"

#include <gtest/gtest.h>

namespace kwik::lab::test
{

using namespace std::chrono_literals;

namespace
{

/// A run of one link that was as true as can be.
class LabFiguresTest : public testing::Test
{
  protected:
    LabFiguresTest()
    {
        scenario.links.resize(1);
        scenario.links[0].between = {"client", "server"};
        testbed::DirectionCalibration found;
        found.where = {0, 1};
        found.asked.rate = BitRate{10'000'000};
        found.asked.delay = 20ms;
        found.rate = found.asked.rate;
        found.delayP50 = found.asked.delay;
        found.sent = found.arrived = 50;
        figures.calibration.push_back(found);
        figures.lags["client"] = {100, 1ms, 10ms, 50ms};
        figures.lags[EMULATOR] = {100, 1us, 5ms, 50ms};
    }

    std::string Why() const
    {
        return Unfitness(scenario, figures, LagBudget(10ms));
    }

    testbed::DirectionCalibration& Link()
    {
        return figures.calibration[0];
    }

    experiment::Scenario scenario;
    LabFigures figures;
};

} // namespace

TEST_F(LabFiguresTest, ARunAtTheEdgeOfTheBudgetCounts)
{
    EXPECT_EQ(Why(), "");
}

TEST_F(LabFiguresTest, AHostThatIsLaterDoesNot)
{
    figures.lags["client"].p99 += 1us;
    EXPECT_EQ(Why(),
              "client was late by 10 ms in one of 100 cases (at most 50 ms), and 10 ms is borne");
}

TEST_F(LabFiguresTest, TheEmulatorMayBeHalfAsLate)
{
    figures.lags[EMULATOR].p99 = 6ms;
    EXPECT_EQ(Why(),
              "the emulator was late by 6 ms in one of 100 cases (at most 50 ms), and 5 ms is "
              "borne");
}

TEST_F(LabFiguresTest, ADelayThatIsWrongIsNamedWithItsLink)
{
    Link().delayP50 = 22ms;
    EXPECT_EQ(Why(), "");
    Link().delayP50 = 23ms;
    EXPECT_EQ(Why(), "the delay of server>client is 23 ms, not 20 ms");
    Link().asked.jitter = 1ms;
    EXPECT_EQ(Why(), "");
    Link().delayP50 = 17ms;
    EXPECT_EQ(Why(), "the delay of server>client is 17 ms, not 20 ms");
}

TEST_F(LabFiguresTest, ARateThatIsWrongIsNamedWithItsLink)
{
    Link().rate = BitRate{10'500'000};
    EXPECT_EQ(Why(), "");
    Link().rate = BitRate{10'600'000};
    EXPECT_EQ(Why(), "the rate of server>client is 10.6 Mbit/s, not 10 Mbit/s");
    Link().rate = BitRate{9'400'000};
    EXPECT_EQ(Why(), "the rate of server>client is 9.4 Mbit/s, not 10 Mbit/s");
    Link().rate = BitRate{}; // It could not be told.
    EXPECT_EQ(Why(), "");
}

TEST_F(LabFiguresTest, ALinkThatIsSilentOrAMachineThatDropsIsUnfit)
{
    Link().arrived = 0;
    figures.portDrops = 3;
    EXPECT_EQ(Why(), "nothing arrives over server>client; this machine was too slow for 3 packets");
    Link().asked.lossPpm = 1'000'000;
    figures.portDrops = 0;
    EXPECT_EQ(Why(), "");
}

TEST_F(LabFiguresTest, WhoBearsMoreLagBearsLargerErrors)
{
    Link().rate = BitRate{10'900'000};
    Link().delayP50 = 23ms;
    figures.lags["client"].p99 = 20ms;
    EXPECT_EQ(Unfitness(scenario, figures, LagBudget(20ms)), "");
    EXPECT_NE(Unfitness(scenario, figures, LagBudget(10ms)), "");
}

} // namespace kwik::lab::test
