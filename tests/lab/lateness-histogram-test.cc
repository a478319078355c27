#include "testbed/lab/lateness-histogram.h"

#include <gtest/gtest.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

TEST(LatenessHistogram, IsEmptyAtFirstAndAfterItWasCleared)
{
    LatenessHistogram histogram;
    EXPECT_EQ(histogram.Report().count, 0U);
    histogram.Note(5ms);
    histogram.Clear();
    EXPECT_EQ(histogram.Report().count, 0U);
    EXPECT_EQ(histogram.Report().p99, 0ns);
    EXPECT_EQ(histogram.Report().max, 0ns);
}

TEST(LatenessHistogram, QuantilesAreAboveTheTruthByLittle)
{
    LatenessHistogram histogram;
    for (int i = 1; i <= 1000; ++i)
    {
        histogram.Note(i * 10us);
    }
    const LagReport report = histogram.Report();
    EXPECT_EQ(report.count, 1000U);
    EXPECT_GE(report.p50, 5000us);
    EXPECT_LE(report.p50, 5350us);
    EXPECT_GE(report.p99, 9900us);
    EXPECT_LE(report.p99, 10'000us);
    EXPECT_EQ(report.max, 10ms);
}

TEST(LatenessHistogram, EverySizeIsWithinItsBucket)
{
    for (Duration late = 1us; late < 2h; late = late * 9 / 8 + 1ns)
    {
        LatenessHistogram histogram;
        histogram.Note(late);
        histogram.Note(3h);
        const Duration p50 = histogram.Report().p50;
        EXPECT_GE(p50, late);
        EXPECT_LE(p50, late + 1us + late / 15) << late.count();
    }
}

TEST(LatenessHistogram, EarlyIsInTimeAndOneOfAHundredIsNotTheNinetyNinth)
{
    LatenessHistogram histogram;
    for (int i = 0; i < 99; ++i)
    {
        histogram.Note(-5us);
    }
    histogram.Note(1s);
    EXPECT_EQ(histogram.Report().p99, 1us);
    EXPECT_EQ(histogram.Report().max, 1s);
    histogram.Note(1s);
    EXPECT_EQ(histogram.Report().p99, 1s);
}

} // namespace kwik::testbed
