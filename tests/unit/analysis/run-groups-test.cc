#include "analysis/report/run-groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::analysis::test
{

using testing::ElementsAre;
using testing::SizeIs;
using Json = nlohmann::ordered_json;

namespace
{

ReportRun
RunOf(const std::string& title, const std::string& parameters, std::uint64_t seed)
{
    ReportRun run;
    run.row.title = title;
    run.row.key = {title + parameters, seed, {"commit", ""}, "Release"};
    run.parameters = Json::parse(parameters);
    return run;
}

} // namespace

TEST(RunGroups, PutThePointsOfASweepTogether)
{
    const auto groups = GroupRuns({RunOf("Loss of 0.5 %", R"({"loss":0.5})", 2),
                                   RunOf("Loss of 1 %", R"({"loss":1})", 1),
                                   RunOf("Loss of 0.5 %", R"({"loss":0.5})", 1)});
    ASSERT_THAT(groups, SizeIs(1));
    EXPECT_EQ(groups[0].title, "Loss of ${loss} %");
    EXPECT_THAT(groups[0].parameters, ElementsAre("loss"));
    ASSERT_THAT(groups[0].points, SizeIs(2));
    EXPECT_THAT(groups[0].points[0].runs, ElementsAre(2, 0)) << "by their seeds";
    EXPECT_EQ(groups[0].points[1].values, Json::array({1}));
}

TEST(RunGroups, KeepScenariosApart)
{
    EXPECT_THAT(GroupRuns({RunOf("One", "{}", 1), RunOf("Other", "{}", 1)}), SizeIs(2));
    EXPECT_THAT(GroupRuns({RunOf("One", R"({"a":1})", 1), RunOf("One", R"({"b":1})", 1)}),
                SizeIs(2));
}

TEST(RunGroups, DoNotTakeAPartOfANumberForAValue)
{
    const auto groups = GroupRuns({RunOf("10 links, loss 1 %, 1.5 s", R"({"loss":1})", 1)});
    EXPECT_EQ(groups[0].title, "10 links, loss ${loss} %, 1.5 s");
}

TEST(RunGroups, KnowParametersOfEqualValues)
{
    const auto groups =
        GroupRuns({RunOf("3 to 3", R"({"a":3,"b":3})", 1), RunOf("3 to 4", R"({"a":3,"b":4})", 1)});
    EXPECT_THAT(groups, SizeIs(1));
}

TEST(RunGroups, KeepWorldsApartWithinAGroup)
{
    ReportRun real = RunOf("One", "{}", 1);
    real.row.key.world = experiment::World::Testbed;
    const auto groups = GroupRuns({RunOf("One", "{}", 1), real});
    ASSERT_THAT(groups, SizeIs(1));
    EXPECT_THAT(groups[0].points, SizeIs(2));
    EXPECT_TRUE(groups[0].HasBothWorlds());
}

TEST(RunGroups, TakeARankedSchedulerForAParameter)
{
    ReportRun one = RunOf("ecf: An upload", "{}", 1);
    one.scenarioText = "  upload: {scheduler: ecf, weights: []}\n";
    ReportRun other = RunOf("weighted: An upload", "{}", 1);
    other.scenarioText = "  upload:\n    scheduler: weighted\n";
    ReportRun neither = RunOf("note: An upload", "{}", 1);
    neither.scenarioText = one.scenarioText;
    const auto groups = GroupRuns({one, other, neither});
    ASSERT_THAT(groups, SizeIs(2));
    EXPECT_EQ(groups[0].title, "An upload");
    EXPECT_THAT(groups[0].parameters, ElementsAre("scheduler"));
    EXPECT_EQ(groups[0].points[1].values, Json::array({"weighted"}));
    EXPECT_EQ(groups[1].title, "note: An upload");
}

} // namespace kwik::analysis::test
