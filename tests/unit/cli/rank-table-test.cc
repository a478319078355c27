#include "cli/rank-table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using namespace std::chrono_literals;
using experiment::Dimension;
using testing::ContainsRegex;
using testing::HasSubstr;

/// A run that delivers 10 MB in so long, or never, and sends @p twice bytes of them again.
RunResult
RunOf(std::optional<Duration> completion, double twice)
{
    RunResult run;
    run.metrics["delivered_bytes"] = {Dimension::Size, 1e7};
    run.metrics["corrupted_bytes"] = {Dimension::Size, 0};
    run.metrics["reinjected_bytes"] = {Dimension::Size, twice};
    run.metrics["goodput"] = {Dimension::Rate, 2e7};
    if (completion)
    {
        run.metrics["completion_time"] = {Dimension::Time,
                                          static_cast<double>(completion->count())};
    }
    return run;
}

Ranking
Three()
{
    return {"Title",
            {{"near", BitRate{20'000'000}, 10ms}},
            2s,
            {{"slow", {RunOf(5s, 0), RunOf(4s, 0), RunOf(9s, 0)}},
             {"lost", {RunOf(1s, 0), RunOf({}, 0)}},
             {"fast", {RunOf(3s, 5e5), RunOf(2500ms, 4e5), RunOf(3500ms, 6e5)}}}};
}

} // namespace

TEST(RankTable, PutsTheShortestMedianFirstAndWhatDidNotCompleteLast)
{
    const Ranking sorted = Sorted(Three());
    EXPECT_EQ(sorted.schedulers[0].name, "fast");
    EXPECT_EQ(sorted.schedulers[1].name, "slow");
    EXPECT_EQ(sorted.schedulers[2].name, "lost");
}

TEST(RankTable, ShowsMedianEndsRatioAndWhatWasSentTwice)
{
    const std::string text = RankTable(Three(), {});
    EXPECT_THAT(text, HasSubstr("Offline optimum 2 s, over near 20 Mbit/s 10 ms\n"));
    EXPECT_THAT(text, ContainsRegex("slow +5 s +4 s to 9 s +2\\.500 +20 Mbit/s +0\\.0 %"));
    EXPECT_THAT(text, ContainsRegex("fast +3 s +2\\.5 s to 3\\.5 s +1\\.500 +20 Mbit/s +5\\.0 %"));
    EXPECT_THAT(text, ContainsRegex("lost +1 of 2 completed"));
    EXPECT_THAT(text, HasSubstr("medians of 3 seeds"));
}

TEST(RankTable, IsWholeOnlyWhenEveryRunBroughtEveryByte)
{
    RankedScheduler scheduler{"one", {RunOf(1s, 0), RunOf(1s, 0)}};
    EXPECT_TRUE(scheduler.IsWhole());
    scheduler.runs[1].metrics["corrupted_bytes"].value = 1;
    EXPECT_FALSE(scheduler.IsWhole());
    EXPECT_FALSE((RankedScheduler{"none", {}}.IsWhole()));
    EXPECT_FALSE((RankedScheduler{"lost", {RunOf({}, 0)}}.IsWhole()));
}

TEST(RankTable, TheDocumentSaysTheSameInBaseUnits)
{
    const nlohmann::ordered_json document = RankDocument(Sorted(Three()));
    EXPECT_EQ(document["optimum_ns"], 2'000'000'000);
    EXPECT_EQ(document["routes"][0]["rate_bps"], 20'000'000);
    const nlohmann::ordered_json& best = document["schedulers"][0];
    EXPECT_EQ(best["scheduler"], "fast");
    EXPECT_EQ(best["completion_ns"], 3'000'000'000);
    EXPECT_EQ(best["lowest_ns"], 2'500'000'000);
    EXPECT_EQ(best["highest_ns"], 3'500'000'000);
    EXPECT_EQ(best["ratio_to_optimum"], 1.5);
    EXPECT_EQ(best["reinjected_bytes"], 500'000);
    EXPECT_TRUE(document["schedulers"][2]["completion_ns"].is_null());
    EXPECT_EQ(document["schedulers"][2]["whole"], false);
}

} // namespace kwik::cli::test
