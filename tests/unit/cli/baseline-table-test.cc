#include "cli/baseline-table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using experiment::Dimension;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

RunResult
RunWith(double goodput, double gap)
{
    RunResult run;
    run.row.state = experiment::RunState::Ok;
    run.metrics["completion_time"] = {Dimension::Time, 10e9};
    run.metrics["corrupted_bytes"] = {Dimension::Size, 0};
    run.metrics["goodput_before_fault"] = {Dimension::Rate, goodput};
    run.metrics["failover_gap"] = {Dimension::Time, gap};
    return run;
}

Baselines
TwoContenders()
{
    return {"Two links",
            BitRate{50'000'000},
            BitRate{20'000'000},
            {{"kwik", "Kwik", {RunWith(40e6, 1e8), RunWith(45e6, 2e8), RunWith(44e6, 3e8)}},
             {"iperf3-mptcp-cubic", "iperf3", {RunWith(25e6, 5e8)}, 1}}};
}

} // namespace

TEST(BaselineTable, HasMediansWithTheirShareOfTheLinksAndBelowWhereTheyLie)
{
    const std::string table = BaselineTable(TwoContenders(), {});
    EXPECT_THAT(table, ContainsRegex("kwik +10 s +44 Mbit/s = 88 % +200 ms +3 +Kwik"));
    EXPECT_THAT(table, ContainsRegex("\n +10 .. 10 s +40 .. 45 Mbit/s +100 .. 300 ms"));
    EXPECT_THAT(table, HasSubstr("carry 50 Mbit/s, after the cut 20 Mbit/s"));
}

TEST(BaselineTable, SaysWhatDidNotCount)
{
    EXPECT_THAT(BaselineTable(TwoContenders(), {}), HasSubstr("1, 1 not counted  iperf3"));
}

TEST(BaselineTable, HasNoGapOfWhoTellsTenthsOfASecondOnly)
{
    EXPECT_THAT(BaselineTable(TwoContenders(), {}), Not(HasSubstr("500 ms")));
    const auto document = BaselineDocument(TwoContenders());
    EXPECT_TRUE(document["contenders"][1]["metrics"]["failover_gap"].is_null());
    EXPECT_EQ(document["contenders"][0]["metrics"]["failover_gap"]["median"], 200'000'000);
}

TEST(BaselineTable, LeavesOutWhatNobodyHas)
{
    EXPECT_THAT(BaselineTable(TwoContenders(), {}), Not(HasSubstr("after the cut  ")));
    EXPECT_TRUE(
        BaselineDocument(TwoContenders())["contenders"][0]["metrics"]["regain_time"].is_null());
}

TEST(BaselineTable, CountsARunThatLacksBytesAsNotWhole)
{
    Contender contender{"tcp", "own socket", {RunWith(1, 1)}};
    EXPECT_TRUE(contender.IsWhole());
    contender.runs[0].metrics["corrupted_bytes"].value = 1;
    EXPECT_FALSE(contender.IsWhole());
    contender.runs = {RunWith(1, 1)};
    contender.runs[0].metrics.erase("completion_time");
    EXPECT_FALSE(contender.IsWhole());
    contender.runs.clear();
    EXPECT_FALSE(contender.IsWhole());
}

} // namespace kwik::cli::test
