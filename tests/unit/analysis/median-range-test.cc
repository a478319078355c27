#include "analysis/statistics/median-range.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

TEST(MedianRange, IsTheMiddleOfTheSortedValuesAndTheirEnds)
{
    const MedianRange range = MedianOf({5, 1, 3});
    EXPECT_EQ(range.n, 3U);
    EXPECT_EQ(range.median, 3);
    EXPECT_EQ(range.low, 1);
    EXPECT_EQ(range.high, 5);
}

TEST(MedianRange, OfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle)
{
    EXPECT_EQ(MedianOf({8, 1, 2, 4}).median, 3);
    EXPECT_EQ(MedianOf({7}).median, 7);
}

} // namespace kwik::analysis::test
