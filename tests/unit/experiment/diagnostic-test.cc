#include "experiment/text/diagnostic-printer.h"
#include "experiment/text/diagnostics.h"
#include "experiment/text/nearest-name.h"
#include "experiment/text/printable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

TEST(Diagnostics, PrintFileLineColumnSentenceSourceAndCaret)
{
    const SourceText source("a.yaml", "title: x\r\ndelay: 50\r\n");
    Diagnostics diagnostics;
    diagnostics.Add({2, 8}, "delay: '50' has no unit");
    EXPECT_EQ(Render(diagnostics.Sorted(), source, {}),
              "a.yaml:2:8: error: delay: '50' has no unit\n"
              "  2 | delay: 50\n"
              "    |        ^\n");
}

TEST(Diagnostics, CountCharactersAndNotBytes)
{
    const SourceText source("a.yaml", "\xc3\xa9t\xc3\xa9: 50");
    EXPECT_EQ(Render({{{1, 8}, "wrong"}}, source, {}),
              "a.yaml:1:6: error: wrong\n"
              "  1 | \xc3\xa9t\xc3\xa9: 50\n"
              "    |      ^\n");
}

TEST(Diagnostics, CutLongLinesAroundTheCaret)
{
    const SourceText source("a.yaml", std::string(500, 'x') + "!" + std::string(500, 'y'));
    const std::string text = Render({{{1, 501}, "wrong"}}, source, {});
    const std::string shown = "..." + std::string(90, 'x') + "!" + std::string(59, 'y') + "...";
    EXPECT_EQ(text,
              "a.yaml:1:501: error: wrong\n  1 | " + shown + "\n    | " + std::string(93, ' ') +
                  "^\n");
}

TEST(Diagnostics, NeverLetAFileWriteControlCharactersToTheTerminal)
{
    const SourceText source("evil\x1b.yaml", "a: \x1b[31m\xff\tb");
    Diagnostics diagnostics;
    diagnostics.Add({1, 4}, "bad \x1b\x07 \xc2\x9b value");
    const std::string text = Render(diagnostics.Sorted(), source, {});
    EXPECT_EQ(text,
              "evil?.yaml:1:4: error: bad ?? ? value\n"
              "  1 | a: ?[31m??b\n"
              "    |    ^\n");
}

TEST(Diagnostics, AreSortedUniqueAndBounded)
{
    Diagnostics diagnostics;
    diagnostics.Add({3, 1}, "late");
    diagnostics.Add({1, 9}, "early");
    diagnostics.Add({1, 9}, "early");
    for (std::uint32_t i = 3; i < Diagnostics::LIMIT + 5; ++i)
    {
        diagnostics.Add({9, i}, "more");
    }
    const std::vector<Diagnostic> sorted = diagnostics.Sorted();
    ASSERT_EQ(sorted.size(), Diagnostics::LIMIT);
    EXPECT_EQ(sorted[0].message, "early");
    EXPECT_EQ(sorted[1].message, "late");
    EXPECT_EQ(sorted.back().message, "and 5 more errors");
    EXPECT_EQ(sorted.back().position, Position{});
}

TEST(Diagnostics, AreColouredOnlyWhenTheCallerGivesColours)
{
    const SourceText source("a.yaml", "x");
    const std::string text =
        Render({{{1, 1}, "wrong"}}, source, {"<b>", "<red>", "<green>", "<0>"});
    EXPECT_EQ(text,
              "<b>a.yaml:1:1:<0> <red>error:<0> wrong\n"
              "  1 | x\n"
              "    | <green>^<0>\n");
}

TEST(Diagnostics, PointPastTheEndOfTheTextWithoutReadingIt)
{
    const SourceText source("a.yaml", "");
    EXPECT_EQ(Render({{{1, 1}, "is empty"}}, source, {}),
              "a.yaml:1:1: error: is empty\n  1 | \n    | ^\n");
    EXPECT_EQ(Render({{{7, 70}, "gone"}}, source, {}),
              "a.yaml:7:1: error: gone\n  7 | \n    | ^\n");
}

TEST(NearestName, IsOneEditAwayInThreeLettersAndIgnoresCase)
{
    const Names names{"delay", "rate", "queue", "loss"};
    EXPECT_EQ(DidYouMean("dleay", names), " (did you mean 'delay'?)");
    EXPECT_EQ(DidYouMean("Rate", names), " (did you mean 'rate'?)");
    EXPECT_EQ(DidYouMean("ueue", names), " (did you mean 'queue'?)");
    EXPECT_EQ(DidYouMean("losss", names), " (did you mean 'loss'?)");
    EXPECT_EQ(DidYouMean("bandwidth", names), "");
    EXPECT_EQ(DidYouMean("ra", names), "");
    EXPECT_EQ(DidYouMean("", names), "");
    EXPECT_EQ(DidYouMean(std::string(1'000'000, 'x'), names), "");
}

TEST(Printable, FindsTheFirstByteThatIsNotUtf8)
{
    EXPECT_EQ(FirstInvalidUtf8("plain \xc3\xa9 \xe2\x82\xac \xf0\x9f\x8d\x95"), std::nullopt);
    EXPECT_EQ(FirstInvalidUtf8("ab\xff"), 2U);
    EXPECT_EQ(FirstInvalidUtf8("ab\xc3"), 2U);
    EXPECT_EQ(FirstInvalidUtf8("\xc0\x80"), 0U);     // An overlong NUL.
    EXPECT_EQ(FirstInvalidUtf8("\xed\xa0\x80"), 0U); // A surrogate.
    EXPECT_EQ(FirstInvalidUtf8("\xed\x9f\xbf"), std::nullopt);
    EXPECT_EQ(FirstInvalidUtf8("\xf4\x90\x80\x80"), 0U); // Above U+10FFFF.
    EXPECT_EQ(FirstInvalidUtf8("\xe0\x9f\xbf"), 0U);
}

} // namespace kwik::experiment::test
