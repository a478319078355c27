#include "analysis/report/number-column.h"

#include <gtest/gtest.h>

namespace kwik::analysis::test
{

TEST(NumberColumn, IsARangeWhenAllDistancesAreEqual)
{
    const auto column = ColumnOf({100, 200, 300});
    EXPECT_EQ(column["form"], "range");
    EXPECT_EQ(column["count"], 3);
    EXPECT_EQ(column["first"], 100.0);
    EXPECT_EQ(column["step"], 100.0);
    EXPECT_EQ(ColumnOf({7})["form"], "range");
    EXPECT_EQ(ColumnOf({})["count"], 0);
}

TEST(NumberColumn, HasWholeNumbersIn32BitsUpToTheLargest)
{
    const auto column = ColumnOf({1, 0, 4'294'967'295});
    EXPECT_EQ(column["form"], "u32");
    EXPECT_EQ(column["data"], "AQAAAAAAAAD/////");
    EXPECT_NE(ColumnOf({1, 0, 4'294'967'296})["form"], "u32");
}

TEST(NumberColumn, HasLargeNumbersThatRiseAsDistances)
{
    const auto column = ColumnOf({5'000'000'000, 5'000'000'001, 5'000'000'003});
    EXPECT_EQ(column["form"], "delta");
    EXPECT_EQ(column["first"], 5e9);
    EXPECT_EQ(column["data"], "AQAAAAIAAAA=");
    EXPECT_EQ(ColumnOf({5'000'000'003, 5'000'000'001, 5'000'000'000})["form"], "f64");
    EXPECT_EQ(ColumnOf({0, 1, 4'294'967'297})["form"], "f64") << "a distance needs 33 bits";
}

TEST(NumberColumn, KeepsWhatIsNotWholeOrNegativeAsDoubles)
{
    const auto column = ColumnOf({0.5, 1});
    EXPECT_EQ(column["form"], "f64");
    EXPECT_EQ(column["data"], "AAAAAAAA4D8AAAAAAADwPw==");
    EXPECT_EQ(ColumnOf({-1, 2, 1})["form"], "f64");
    EXPECT_EQ(ColumnOf({18'014'398'509'481'984.0, 1, 2})["form"], "f64")
        << "beyond 2^53 distances are not exact";
}

TEST(NumberColumn, WritesBase64OfRfc4648)
{
    EXPECT_EQ(Base64(""), "");
    EXPECT_EQ(Base64("f"), "Zg==");
    EXPECT_EQ(Base64("foobar"), "Zm9vYmFy");
}

} // namespace kwik::analysis::test
