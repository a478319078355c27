#include "experiment/metrics/conclusion-value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

std::string
WhyNot(std::string_view text)
{
    const Parsed<ConclusionValue> parsed = ParseConclusionValue(text);
    EXPECT_FALSE(parsed.IsOk()) << text;
    return parsed.IsOk() ? "" : parsed.Why();
}

Dimension
DimensionOfText(std::string_view text)
{
    return DimensionOf(ParseConclusionValue(text).Value());
}

} // namespace

TEST(ConclusionValue, IsWrittenAsItIsRead)
{
    for (const char* text : {"median(goodput)",
                             "p10(goodput(2 s..3 s))",
                             "mean(completion_time)",
                             "share(failover_gap <= 1 s)",
                             "share(session_closed_cleanly = yes)",
                             "share(goodput >= 10 Mbit/s) / share(goodput > 5 Mbit/s)",
                             "p99(failover_gap(0)) / min(failover_gap_limit)",
                             "max(bytes_from(mirror-a)) / p90(delivered_bytes)"})
    {
        const Parsed<ConclusionValue> parsed = ParseConclusionValue(text);
        ASSERT_TRUE(parsed.IsOk()) << parsed.Why();
        EXPECT_EQ(ToText(parsed.Value()), text);
    }
    EXPECT_EQ(ToText(ParseConclusionValue(" median( goodput )/max(goodput)").Value()),
              "median(goodput) / max(goodput)");
    EXPECT_EQ(ToText(ParseConclusionValue("share(goodput<9 Mbit/s)").Value()),
              "share(goodput < 9 Mbit/s)");
}

TEST(ConclusionValue, IsWhatItsMetricIsUnlessItIsAShareOrARatio)
{
    EXPECT_EQ(DimensionOfText("median(goodput)"), Dimension::Rate);
    EXPECT_EQ(DimensionOfText("max(failovers)"), Dimension::Count);
    EXPECT_EQ(DimensionOfText("share(failovers = 0)"), Dimension::Share);
    EXPECT_EQ(DimensionOfText("median(goodput) / max(goodput)"), Dimension::Share);
    EXPECT_EQ(DimensionOfText("median(goodput(1 s..2 s)) / max(goodput)"), Dimension::Share);
}

TEST(ConclusionValue, RefusesWhatMakesNoSense)
{
    using testing::HasSubstr;
    EXPECT_THAT(WhyNot(""), HasSubstr("is not how a conclusion is written"));
    EXPECT_THAT(WhyNot("goodput"), HasSubstr("is not how a conclusion is written"));
    EXPECT_THAT(WhyNot("median(goodput"), HasSubstr("is not how a conclusion is written"));
    EXPECT_THAT(WhyNot("median(goodput) /"), HasSubstr("is not how a conclusion is written"));
    EXPECT_THAT(WhyNot("median(a) / median(b) / c"), HasSubstr("'a' is not a metric"));
    EXPECT_THAT(WhyNot("median(goodput) / max(goodput) / max(goodput)"), testing::Ne(""));
    EXPECT_THAT(WhyNot("p95(goodput)"), HasSubstr("'p95' is not a statistic"));
    EXPECT_THAT(WhyNot("median(goodput > 1 bit/s)"), HasSubstr("is not a metric"));
    EXPECT_THAT(WhyNot("share(goodput)"), HasSubstr("nothing to compare with"));
    EXPECT_THAT(WhyNot("share(goodput <= 1 s)"), HasSubstr("unknown unit 's'"));
    EXPECT_THAT(WhyNot("share(goodput == 1 bit/s)"), HasSubstr("= 1 bit/s"));
    EXPECT_THAT(WhyNot("mean(paths_used)"), HasSubstr("take the median or a share"));
    EXPECT_THAT(WhyNot("median(goodput) / median(failovers)"),
                HasSubstr("only a ratio of the same makes sense"));
    EXPECT_THAT(WhyNot(std::string(100'000, '(')), HasSubstr("is not how a conclusion"));
}

TEST(ConclusionValue, ConditionsIncludeTheirBoundOnlyWhereTheySaySo)
{
    const Quantity bound{Dimension::Count, 5};
    const auto holds = [&bound](Comparison comparison) {
        std::string held;
        for (const std::uint64_t value : {4U, 5U, 6U})
        {
            held += Holds({comparison, bound}, value) ? std::to_string(value) : "";
        }
        return held;
    };
    EXPECT_EQ(holds(Comparison::Below), "4");
    EXPECT_EQ(holds(Comparison::AtMost), "45");
    EXPECT_EQ(holds(Comparison::Equal), "5");
    EXPECT_EQ(holds(Comparison::AtLeast), "56");
    EXPECT_EQ(holds(Comparison::Above), "6");
}

} // namespace kwik::experiment::test
