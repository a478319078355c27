#include "experiment/design/factor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

TEST(WspDesign, FillsTheCubeWithAsManyPointsAsAreWanted)
{
    for (const std::size_t count : {1U, 2U, 10U, 100U})
    {
        const std::vector<DesignPoint> points = WspDesign(count, 4, 7);
        ASSERT_EQ(points.size(), count);
        for (const DesignPoint& point : points)
        {
            ASSERT_EQ(point.size(), 4U);
            for (const double coordinate : point)
            {
                EXPECT_GE(coordinate, 0);
                EXPECT_LT(coordinate, 1);
            }
        }
    }
}

TEST(WspDesign, IsTheSameForASeedAndAnotherForAnother)
{
    EXPECT_EQ(WspDesign(20, 2, 1), WspDesign(20, 2, 1));
    EXPECT_NE(WspDesign(20, 2, 1), WspDesign(20, 2, 2));
}

TEST(WspDesign, KeepsPointsApart)
{
    // A square grid of 100 points has distance 0.1, the densest packing of them about 0.11. Of 100
    // random points two are expected to be closer than 0.01.
    for (const std::uint64_t seed : {1U, 2U, 3U})
    {
        const double distance = SmallestDistance(WspDesign(100, 2, seed));
        EXPECT_GT(distance, 0.06) << seed;
        EXPECT_LT(distance, 0.115) << seed;
    }
}

TEST(WspDesign, LeavesNoLargeHole)
{
    const std::vector<DesignPoint> points = WspDesign(100, 2, 1);
    for (double x = 0.05; x < 1; x += 0.1)
    {
        for (double y = 0.05; y < 1; y += 0.1)
        {
            double nearest = 2;
            for (const DesignPoint& point : points)
            {
                nearest = std::min(nearest, SmallestDistance({point, {x, y}}));
            }
            EXPECT_LT(nearest, 0.16) << x << " " << y;
        }
    }
}

TEST(Factor, IsANameAndTwoBounds)
{
    const Parsed<Factor> factor = ParseFactor("delay_ms=0.5..25");
    ASSERT_TRUE(factor.IsOk());
    EXPECT_EQ(factor.Value().name, "delay_ms");
    EXPECT_EQ(factor.Value().low, 0.5);
    EXPECT_EQ(factor.Value().high, 25);
    EXPECT_EQ(ParseFactor("x=-1..1").Value().low, -1);
}

TEST(Factor, RefusesEverythingElse)
{
    for (const char* text : {"",
                             "x",
                             "x=1",
                             "x=..",
                             "x=1..",
                             "x=..1",
                             "x=2..1",
                             "x=1..1",
                             "=1..2",
                             "X=1..2",
                             "0x=1..2",
                             "x y=1..2",
                             "x=1..2 ms",
                             "x=1e3..2e3",
                             "x=nan..1",
                             "x=0..inf",
                             "x=1...2",
                             "x..y=1"})
    {
        const Parsed<Factor> factor = ParseFactor(text);
        ASSERT_FALSE(factor.IsOk()) << text;
        EXPECT_THAT(factor.Why(), HasSubstr("is no ")) << text;
    }
}

TEST(MakeDesign, HasEveryFactorForEachPathAndLetsEachPathBeFirst)
{
    const DesignTable table = MakeDesign({3, 1, 2, {{"rate", 10, 20}, {"delay", 0, 1}}});
    EXPECT_THAT(table.columns, ElementsAre("rate0", "delay0", "rate1", "delay1"));
    ASSERT_EQ(table.rows.size(), 6U);
    for (std::size_t i = 0; i < table.rows.size(); i += 2)
    {
        const std::vector<std::string>& row = table.rows[i];
        EXPECT_THAT(table.rows[i + 1], ElementsAre(row[2], row[3], row[0], row[1]));
        EXPECT_GE(std::stod(row[0]), 10);
        EXPECT_LE(std::stod(row[0]), 20);
        EXPECT_LE(std::stod(row[1]), 1);
    }
}

TEST(MakeDesign, NamesTheFactorsOfOnePathAsTheyAre)
{
    const DesignTable table = MakeDesign({2, 1, 1, {{"loss", 0, 2.5}}});
    EXPECT_THAT(table.columns, ElementsAre("loss"));
    EXPECT_EQ(ToCsv(table), "loss\n" + table.rows[0][0] + "\n" + table.rows[1][0] + "\n");
}

} // namespace
} // namespace kwik::experiment
