#include "cli/expectation-table.h"
#include "cli/run-document.h"
#include "cli/run-table.h"
#include "cli/wording.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using experiment::Dimension;
using experiment::RunState;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

RunResult
RunWith(std::uint64_t seed, std::uint64_t goodput)
{
    RunResult run;
    run.row.id = experiment::RunId{static_cast<std::int64_t>(seed)};
    run.row.state = RunState::Ok;
    run.row.key.seed = seed;
    run.row.fingerprint = "f" + std::to_string(seed);
    run.metrics["goodput"] = {Dimension::Rate, static_cast<double>(goodput)};
    run.metrics["completion_time"] = {Dimension::Time, 4e16 / static_cast<double>(goodput)};
    run.expectations = {
        {"goodput", Dimension::Rate, goodput, 10'000'000, 57'600'000, goodput <= 57'600'000}};
    return run;
}

RunResult
FailedRun(std::uint64_t seed, const std::string& why)
{
    RunResult run;
    run.row.state = RunState::Failed;
    run.row.failure = why;
    run.row.key.seed = seed;
    return run;
}

std::vector<RunResult>
Runs(std::size_t count)
{
    std::vector<RunResult> runs;
    for (std::size_t i = 1; i <= count; ++i)
    {
        runs.push_back(RunWith(i, 20'000'000 + i * 1'000'000));
    }
    return runs;
}

std::string
TableOf(std::vector<RunResult> runs)
{
    const ScenarioFile file{"a.yaml",
                            "a",
                            experiment::test::MustRead(experiment::test::SmallScenario())};
    return RunTable({&file, std::move(runs)}, {});
}

} // namespace

TEST(RunTable, HasTheMeanOfSeveralSeedsOnly)
{
    EXPECT_THAT(TableOf(Runs(1)), Not(HasSubstr("mean")));
    // Student's t for one degree of freedom: 12.706 * 0.5.
    EXPECT_THAT(TableOf(Runs(2)), HasSubstr("  mean  21.5 ± 6.4 Mbit/s  "));
}

TEST(RunTable, LeavesOutColumnsThatNoRunHas)
{
    EXPECT_THAT(TableOf(Runs(2)), Not(HasSubstr("failover gap")));
    std::vector<RunResult> runs = Runs(2);
    runs[1].metrics["failover_gap"] = {Dimension::Time, 5e9};
    const std::string text = TableOf(runs);
    EXPECT_THAT(text, ContainsRegex("seed +throughput +completion +failover gap +expectations\n"));
    EXPECT_THAT(text, ContainsRegex("  1 +21 Mbit/s +[0-9.]+ s +- +1 of 1 met\n"));
    EXPECT_THAT(text, ContainsRegex("  mean .* 1 of 2 measured"));
}

TEST(RunTable, NamesTheRunsThatDidNotComplete)
{
    EXPECT_THAT(TableOf(Runs(2)), Not(HasSubstr("not completed")));
    std::vector<RunResult> runs = Runs(3);
    runs[1].metrics.erase("completion_time");
    runs[1].metrics["delivered_bytes"] = {Dimension::Size, 4'455'000};
    const std::string text = TableOf(runs);
    EXPECT_THAT(text, HasSubstr("\n  seed 2: not completed: 4.455 MB of 5 MB delivered\n"));
    EXPECT_THAT(text, ContainsRegex("  mean .* 2 of 3 completed"));
    EXPECT_THAT(text, Not(HasSubstr("seed 1:")));
}

TEST(RunTable, KeepsTheColumnOfWhatNoRunCompleted)
{
    std::vector<RunResult> runs = Runs(45);
    for (RunResult& run : runs)
    {
        run.metrics.erase("completion_time");
    }
    const std::string text = TableOf(runs);
    EXPECT_THAT(text, HasSubstr("completion"));
    EXPECT_THAT(text, HasSubstr("0 of 45 completed"));
    EXPECT_THAT(text, HasSubstr("  seed 40: not completed"));
    EXPECT_THAT(text, Not(HasSubstr("seed 41")));
    EXPECT_THAT(text, HasSubstr("  and 5 seeds more\n"));
}

TEST(RunTable, SaysHowManySeedsItDoesNotShow)
{
    EXPECT_THAT(TableOf(Runs(40)), Not(HasSubstr("are shown")));
    EXPECT_THAT(TableOf(Runs(41)), HasSubstr("mean of 41 seeds, of which 40 are shown\n"));
}

TEST(RunTable, CountsFailedRunsNowhereAndSaysWhyTheyFailed)
{
    std::vector<RunResult> runs = Runs(1);
    runs.push_back(FailedRun(2, "no space left"));
    const std::string text = TableOf(runs);
    EXPECT_THAT(text, Not(HasSubstr("mean")));
    EXPECT_THAT(text, HasSubstr("  seed 2 failed: no space left\n"));
    EXPECT_THAT(TableOf({FailedRun(2, "no space left")}), Not(HasSubstr("expectation")));
}

TEST(ExpectationTable, GivesTheRangeThatWasMeasured)
{
    const std::string text = ExpectationTable(Runs(3), {});
    EXPECT_THAT(text, HasSubstr("  21 .. 23 Mbit/s  10 Mbit/s  57.6 Mbit/s  met\n"));
}

TEST(ExpectationTable, CountsTheSeedsThatMeasuredNothing)
{
    std::vector<RunResult> runs = Runs(4);
    runs[0].expectations[0].measured.reset();
    EXPECT_THAT(ExpectationTable(runs, {}), HasSubstr("  22 .. 24 Mbit/s, - (1 seed)  "));
}

TEST(ExpectationTable, NamesTheUnitsWhenTheyDiffer)
{
    const std::string text = ExpectationTable({RunWith(1, 900'000), RunWith(2, 20'000'000)}, {});
    EXPECT_THAT(text, HasSubstr("  900 kbit/s .. 20 Mbit/s  "));
}

TEST(ExpectationTable, DoesNotRoundBounds)
{
    RunResult run = RunWith(1, 20'000'000);
    run.expectations[0].low = 12'345'678;
    EXPECT_THAT(ExpectationTable({run}, {}), HasSubstr("  12345678 bit/s  "));
}

TEST(ExpectationTable, NamesTheSeedsThatDidNotMeetIt)
{
    std::vector<RunResult> runs = Runs(9);
    runs[3] = RunWith(4, 60'000'000);
    EXPECT_THAT(ExpectationTable(runs, {}), HasSubstr("  NOT met by seed 4\n"));
    runs[4] = RunWith(5, 60'000'000);
    runs[8] = RunWith(9, 60'000'000);
    EXPECT_THAT(ExpectationTable(runs, {}), HasSubstr("  NOT met by seeds 4, 5, 9\n"));
    EXPECT_THAT(ExpectationTable({runs[3]}, {}), HasSubstr("  NOT met\n"));
}

TEST(ExpectationTable, CountsTheSeedsWhenTheyAreMany)
{
    std::vector<RunResult> runs = Runs(9);
    for (std::size_t i = 0; i < 7; ++i)
    {
        runs[i] = RunWith(i + 1, 60'000'000);
    }
    EXPECT_THAT(ExpectationTable(runs, {}), HasSubstr("  NOT met by 7 of 9 seeds\n"));
}

TEST(ExpectationTable, WhatWasNotMeasuredIsNotMet)
{
    RunResult run = RunWith(1, 20'000'000);
    run.expectations[0].measured.reset();
    run.expectations[0].isMet = false;
    EXPECT_THAT(ExpectationTable({run}, {}), HasSubstr("  -  10 Mbit/s  57.6 Mbit/s  NOT met\n"));
}

TEST(RunDocument, HasRawNumbersAndTheirUnits)
{
    const auto document = DocumentOf(RunWith(3, 21'000'000), {"a", "a/timeline.svg", true});
    EXPECT_EQ(document["id"], 3);
    EXPECT_EQ(document["metrics"]["goodput"], 21'000'000);
    EXPECT_EQ(document["units"]["goodput"], "bps");
    EXPECT_EQ(document["expectations"][0]["measured"], 21'000'000);
    EXPECT_EQ(document["expectations"][0]["pass"], true);
    EXPECT_EQ(document["picture"], "a/timeline.svg");
    EXPECT_EQ(document["verified"], true);
}

TEST(RunDocument, SaysNullForWhatIsNotThere)
{
    RunResult run = RunWith(3, 21'000'000);
    run.expectations[0].measured.reset();
    const auto document = DocumentOf(run, {"a", "", {}});
    EXPECT_TRUE(document["expectations"][0]["measured"].is_null());
    EXPECT_TRUE(document["picture"].is_null());
    EXPECT_FALSE(document.contains("verified"));
}

TEST(RunOutcome, IsOneLine)
{
    RunResult run = RunWith(1, 60'000'000);
    run.row.simulatedTime = std::chrono::milliseconds(12'400);
    run.row.wallTime = std::chrono::milliseconds(950);
    EXPECT_EQ(OutcomeOf(run), "12.4 s simulated in 950 ms, 0 of 1 expectation met");
    EXPECT_EQ(OutcomeOf(FailedRun(1, "no luck")), "failed: no luck");
    run.row.state = RunState::Killed;
    EXPECT_EQ(OutcomeOf(run), "killed");
}

} // namespace kwik::cli::test
