#include "cli/wording.h"

#include <gtest/gtest.h>

namespace kwik::cli::test
{

using namespace std::chrono_literals;

TEST(Wording, CountsInTheSingularAndThePlural)
{
    EXPECT_EQ(Counted(0, "seed"), "0 seeds");
    EXPECT_EQ(Counted(1, "seed"), "1 seed");
    EXPECT_EQ(Counted(2, "seed"), "2 seeds");
}

TEST(Wording, DrawsThreeAndMoreNeighboursTogether)
{
    EXPECT_EQ(NumberList({}), "");
    EXPECT_EQ(NumberList({4}), "4");
    EXPECT_EQ(NumberList({1, 2}), "1, 2");
    EXPECT_EQ(NumberList({1, 2, 3}), "1..3");
    EXPECT_EQ(NumberList({1, 2, 5, 6, 7, 9}), "1, 2, 5..7, 9");
}

TEST(Wording, CountsCharactersAsColumns)
{
    EXPECT_EQ(ColumnsOf(""), 0U);
    EXPECT_EQ(ColumnsOf("35 ± 1"), 6U);
    EXPECT_EQ(ColumnsOf("━━…"), 3U);
}

TEST(Wording, ClipsOnlyWhatIsTooLong)
{
    EXPECT_EQ(Clipped("abcd", 4, "…"), "abcd");
    EXPECT_EQ(Clipped("abcd", 3, "…"), "ab…");
    EXPECT_EQ(Clipped("abcd", 1, "…"), "…");
    EXPECT_EQ(Clipped("abcd", 0, "…"), "");
}

TEST(Wording, ClipsBetweenCharacters)
{
    EXPECT_EQ(Clipped("±±±±", 3, "~"), "±±~");
}

TEST(Wording, RoundsTimeUp)
{
    EXPECT_EQ(RoughTime(0s), "0 s");
    EXPECT_EQ(RoughTime(1ms), "1 s");
    EXPECT_EQ(RoughTime(59s), "59 s");
    EXPECT_EQ(RoughTime(59s + 1ns), "1 min");
    EXPECT_EQ(RoughTime(3599s), "59 min 59 s");
    EXPECT_EQ(RoughTime(3600s), "1 h");
    EXPECT_EQ(RoughTime(3601s), "1 h 1 min");
    EXPECT_EQ(RoughTime(50h), "50 h");
}

TEST(Wording, QuotesWordsForAShellWhereTheyNeedIt)
{
    EXPECT_EQ(ShellWord("results/failover-2.sqlite"), "results/failover-2.sqlite");
    EXPECT_EQ(ShellWord("my runs/$x.sqlite"), "'my runs/$x.sqlite'");
    EXPECT_EQ(ShellWord("it's"), "'it'\\''s'");
    EXPECT_EQ(ShellWord(""), "''");
}

} // namespace kwik::cli::test
