#include "testbed/kwikd/metrics-page.h"

#include <gtest/gtest.h>

namespace kwik::testbed
{

TEST(MetricsPage, WritesFamiliesWithTheirSamples)
{
    MetricsPage page;
    page.Family("a_total", MetricType::Counter, "How often.");
    page.Sample(3);
    page.Family("b", MetricType::Gauge, "How much.");
    page.Sample(0.5, {{"one", "x"}, {"two", "y"}});
    EXPECT_EQ(page.Text(),
              "# HELP a_total How often.\n# TYPE a_total counter\na_total 3\n"
              "# HELP b How much.\n# TYPE b gauge\nb{one=\"x\",two=\"y\"} 0.5\n");
}

TEST(MetricsPage, EscapesWhatWouldEndALineOrALabel)
{
    MetricsPage page;
    page.Family("a", MetricType::Gauge, "a \"b\" \\ c\nd");
    page.Sample(1, {{"l", "a \"b\" \\ c\nd"}});
    EXPECT_EQ(page.Text(),
              "# HELP a a \"b\" \\\\ c\\nd\n# TYPE a gauge\na{l=\"a \\\"b\\\" \\\\ c\\nd\"} 1\n");
}

TEST(MetricsPage, KeepsEveryBitOfACounter)
{
    MetricsPage page;
    page.Family("a_total", MetricType::Counter, "A.");
    page.Sample(9007199254740991.0);
    EXPECT_TRUE(page.Text().ends_with("a_total 9007199254740991\n"));
}

} // namespace kwik::testbed
