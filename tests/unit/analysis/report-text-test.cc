#include "analysis/report/gnuplot-script.h"
#include "analysis/report/report-text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using testing::HasSubstr;
using testing::Not;

TEST(ReportText, WritesValuesInTheUnitThatSuitsThem)
{
    EXPECT_EQ(QuantityText("bps", 38'260'000), "38.26 Mbit/s");
    EXPECT_EQ(QuantityText("ns", -1'500'000), "-1.5 ms");
    EXPECT_EQ(QuantityText("flag", 1), "yes");
    EXPECT_EQ(QuantityText("flag", 2), "2") << "not every store is ours";
    EXPECT_EQ(QuantityText("ppm", 455'000), "45.5 %");
}

TEST(ReportText, WritesDifferencesOfSharesInPoints)
{
    EXPECT_EQ(DifferenceText("ppm", -1'000), "-0.1 points");
    EXPECT_EQ(DifferenceText("ns", 1'000'000), "1 ms");
}

TEST(ReportText, EscapesWhatMarkdownWouldTakeForItsOwn)
{
    EXPECT_EQ(MarkdownText("a|b <img> `c` [d](e) f_g\nh"), R"(a\|b \<img\> \`c\` \[d\](e) f\_g?h)");
}

TEST(GnuplotScript, QuotesTextsSoThatNothingInThemIsRun)
{
    EXPECT_EQ(Quoted("it's `touch x` $(y) \"z\"\n"), "'it''s `touch x` $(y) \"z\"?'");
}

TEST(GnuplotScript, HasItsDataInBlocks)
{
    GnuplotScript script(FigureForm::Svg);
    const std::string data = script.AddData({{1, 2.5}, {}, {3, 0.001}});
    script.Plot(data + " using 1:2 with lines");
    script.Label("x", "time", "s");
    const std::string text = script.Text();
    EXPECT_THAT(text, HasSubstr(data + " << END_OF_DATA\n1 2.5\n\n3 0.001\nEND_OF_DATA\n"));
    EXPECT_THAT(text, HasSubstr("set xlabel 'time (s)' noenhanced\n"));
    EXPECT_THAT(text, HasSubstr("plot " + data + " using 1:2 with lines\n"));
    EXPECT_THAT(text, Not(HasSubstr("set output")));
}

} // namespace kwik::analysis::test
