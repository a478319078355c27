#include "analysis/picture/axis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

namespace
{

std::vector<std::string>
LabelsOf(const Ticks& ticks)
{
    std::vector<std::string> labels;
    for (const double value : ticks.values)
    {
        labels.push_back(ticks.LabelOf(value));
    }
    return labels;
}

} // namespace

using testing::ElementsAre;

TEST(Axis, TicksAroundReachTheLargestValueInRoundSteps)
{
    EXPECT_THAT(LabelsOf(TicksAround(77, 6)), ElementsAre("0", "20", "40", "60", "80"));
    EXPECT_THAT(LabelsOf(TicksAround(80, 6)), ElementsAre("0", "20", "40", "60", "80"));
    EXPECT_THAT(LabelsOf(TicksAround(80.1, 5)), ElementsAre("0", "20", "40", "60", "80", "100"));
    EXPECT_DOUBLE_EQ(TicksAround(77, 6).top, 80);
}

TEST(Axis, TicksWithinStopBeforeTheEnd)
{
    const Ticks ticks = TicksWithin(11.24, 6);
    EXPECT_THAT(LabelsOf(ticks), ElementsAre("0", "2", "4", "6", "8", "10"));
    EXPECT_DOUBLE_EQ(ticks.top, 11.24);
}

TEST(Axis, SmallStepsHaveTheDecimalsThatTellThemApart)
{
    EXPECT_THAT(LabelsOf(TicksWithin(0.3, 6)),
                ElementsAre("0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"));
}

TEST(Axis, OfNothingIsStillAnAxis)
{
    EXPECT_GE(TicksAround(0, 6).values.size(), 2U);
    EXPECT_GT(TicksAround(0, 6).top, 0);
}

} // namespace kwik::analysis::test
