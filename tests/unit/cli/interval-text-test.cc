#include "cli/interval-text.h"

#include <gtest/gtest.h>

namespace kwik::cli::test
{

using experiment::Dimension;

namespace
{

std::string
Text(double mean, double halfWidth, Dimension dimension)
{
    return IntervalText({3, mean, halfWidth}, dimension, {});
}

} // namespace

TEST(IntervalText, WritesBothInTheUnitOfTheMean)
{
    EXPECT_EQ(Text(35'120'400, 412'000, Dimension::Rate), "35.12 ± 0.41 Mbit/s");
    EXPECT_EQ(Text(86e6, 66e6, Dimension::Time), "86 ± 66 ms");
    EXPECT_EQ(Text(457'000, 13'000, Dimension::Share), "45.7 ± 1.3 %");
    EXPECT_EQ(Text(123'456, 1, Dimension::Size), "123.46 ± 0.00 kB");
}

TEST(IntervalText, GivesTheHalfWidthTwoDigitsWithinFiveOfTheMean)
{
    EXPECT_EQ(Text(5e9, 99e6, Dimension::Time), "5.000 ± 0.099 s");
    EXPECT_EQ(Text(5e9, 100e6, Dimension::Time), "5.00 ± 0.10 s");
    EXPECT_EQ(Text(5e9, 1, Dimension::Time), "5.0000 ± 0.0000 s");
    EXPECT_EQ(Text(5e6, 7e9, Dimension::Time), "5 ± 7000 ms");
}

TEST(IntervalText, WritesCountsWithoutAUnit)
{
    EXPECT_EQ(Text(1.5, 0.98, Dimension::Count), "1.50 ± 0.98");
}

TEST(IntervalText, OfEqualValuesIsTheValue)
{
    EXPECT_EQ(Text(6'628'000'000, 0, Dimension::Time), "6.628 s");
    EXPECT_EQ(Text(6'628'000'000, 1e-6, Dimension::Time), "6.628 s");
    EXPECT_EQ(Text(0, 0, Dimension::Size), "0 B");
}

TEST(IntervalText, OfOneValueIsTheValue)
{
    EXPECT_EQ(IntervalText({1, 35'120'400, {}}, Dimension::Rate, {}), "35.12 Mbit/s");
}

TEST(IntervalText, IsPlainAsciiWhereItMustBe)
{
    OutputStyle style;
    style.isUtf8 = false;
    EXPECT_EQ(IntervalText({2, 5e6, 1e6}, Dimension::Time, style), "5.0 +- 1.0 ms");
}

} // namespace kwik::cli::test
