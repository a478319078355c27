#include "cli/conclusion-table.h"
#include "cli/judge-conclusions.h"
#include "cli/parameters-text.h"
#include "cli/run-plan.h"
#include "cli/run-table.h"
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

/// A sweep of so many points, with 2 seeds and one conclusion.
ScenarioFile
FileWith(std::size_t points, const std::string& record = "")
{
    const std::string text =
        experiment::test::With(experiment::test::SmallScenario(), "at: 1 s", "at: \"${t} ms\"") +
        record + "seeds: 2\nconclude:\n  - {value: max(goodput), between: [1 Mbit/s, 9 Mbit/s]}\n" +
        "sweep:\n  - {name: t, uniform: [1, 9000], count: " + std::to_string(points) + "}\n";
    experiment::LoadedScenario loaded =
        experiment::ReadScenario(experiment::SourceText("a.yaml", text));
    EXPECT_TRUE(loaded.scenario) << experiment::test::HeadlinesOf(loaded);
    return {"a.yaml", "a", *loaded.scenario, loaded.sweep};
}

RunResult
RunAt(std::size_t point, std::uint64_t seed, double goodput)
{
    RunResult run;
    run.point = point;
    run.row.state = RunState::Ok;
    run.row.key.seed = seed;
    run.metrics["goodput"] = {Dimension::Rate, goodput};
    run.expectations = {{"goodput", Dimension::Rate, 1, 0, 2, true}};
    return run;
}

/// Each point with seeds 1 and 2, and a goodput of as many Mbit/s as the point has for number.
std::vector<RunResult>
RunsAt(std::size_t points)
{
    std::vector<RunResult> runs;
    for (std::size_t point = 0; point < points; ++point)
    {
        const double goodput = 1e6 * static_cast<double>(point + 1);
        runs.push_back(RunAt(point, 1, goodput));
        runs.push_back(RunAt(point, 2, goodput + 5e5));
    }
    return runs;
}

} // namespace

TEST(SweepPlan, DoesEachSeedOfEachPoint)
{
    const RunPlan plan = MakePlan({}, {FileWith(3)});
    ASSERT_EQ(plan.runs.size(), 6U);
    EXPECT_EQ(plan.NameOf(plan.runs[1]), "a-point1-seed2");
    EXPECT_EQ(plan.NameOf(plan.runs[4]), "a-point3-seed1");
    EXPECT_THAT(plan.TitleOf(plan.runs[2]), ContainsRegex("^a point 2 \\(t = [0-9]+\\) seed 1$"));
    EXPECT_EQ(plan.ParametersOf(plan.runs[2])[0].name, "t");
    EXPECT_NE(plan.Resolved(plan.runs[0]).timeline[0].at,
              plan.Resolved(plan.runs[2]).timeline[0].at);
    EXPECT_FALSE(plan.Resolved(plan.runs[0]).conclude);
}

TEST(SweepPlan, DrawsPicturesOfAFewRunsUnlessTheScenarioDecides)
{
    const auto areDrawn = [](const ScenarioFile& file) {
        const RunPlan plan = MakePlan({}, {file});
        return plan.HasPicture(plan.runs[0]);
    };
    EXPECT_TRUE(areDrawn(FileWith(10)));
    EXPECT_FALSE(areDrawn(FileWith(11)));
    EXPECT_TRUE(areDrawn(FileWith(11, "record: {picture: yes}\n")));
    EXPECT_FALSE(areDrawn(FileWith(10, "record: {picture: no}\n")));
    ScenarioFile plain{"b.yaml",
                       "b",
                       experiment::test::MustRead(experiment::test::SmallScenario())};
    plain.scenario.seeds = 30;
    EXPECT_TRUE(areDrawn(plain));
}

TEST(SweepPlan, ConclusionsWantTheSeedsOfTheScenarioOrAsManyAsWereAskedFor)
{
    RunOptions options;
    options.seeds = {1, 2, 3, 4};
    EXPECT_EQ(MakePlan(options, {FileWith(2)}).SeedsFor(0), 4U);
    options.seeds = {2};
    options.isOneSeed = true;
    EXPECT_EQ(MakePlan(options, {FileWith(2)}).SeedsFor(0), 2U);
}

TEST(SweepTable, ListsTwentyRunsAndSumsUpMore)
{
    const ScenarioFile file = FileWith(11);
    const std::string few = RunTable({&file, RunsAt(10)}, {});
    EXPECT_THAT(few, HasSubstr("20 runs at 10 points"));
    EXPECT_THAT(few, ContainsRegex(" 10  t = [0-9]+ +2 +10.5 Mbit/s +- +1 of 1 met"));
    EXPECT_THAT(few, Not(HasSubstr("mean")));
    const std::string many = RunTable({&file, RunsAt(11)}, {});
    EXPECT_THAT(
        many,
        HasSubstr("throughput       22  6 Mbit/s  2 Mbit/s  10.5 Mbit/s  1 Mbit/s  11.5 Mbit/s"));
    EXPECT_THAT(many, ContainsRegex("completion +0 of 22 +- +- +- +- +-"));
    EXPECT_THAT(many, Not(HasSubstr("t = ")));
}

TEST(SweepTable, NamesThePointsThatDidNotMeetAnExpectation)
{
    const ScenarioFile file = FileWith(11);
    std::vector<RunResult> runs = RunsAt(11);
    runs[2].expectations[0].isMet = false;
    runs[3].expectations[0].isMet = false;
    EXPECT_THAT(RunTable({&file, runs}, {}), HasSubstr("NOT met by point 2\n"));
    runs[4].expectations[0].high = 3;
    EXPECT_THAT(RunTable({&file, runs}, {}), HasSubstr("varies"));
    runs[21].row.state = RunState::Failed;
    EXPECT_THAT(RunTable({&file, runs}, {}), HasSubstr("  point 11 seed 2 failed"));
}

TEST(JudgeConclusions, CountsEachPointOnceWithTheMedianOfItsSeeds)
{
    const ScenarioFile file = FileWith(3);
    const std::vector<ConclusionResult> results = JudgeConclusions(file, RunsAt(3), 2);
    ASSERT_EQ(results.size(), 1U);
    ASSERT_TRUE(results[0].IsJudged());
    EXPECT_EQ(results[0].drawn.points, 3U);
    EXPECT_EQ(results[0].drawn.measured, 3'000'000U);
    EXPECT_TRUE(results[0].IsMet());
    EXPECT_THAT(ConclusionTable(results, {}),
                ContainsRegex("max\\(goodput\\) +3 Mbit/s .* 3  met"));
}

TEST(JudgeConclusions, JudgesNothingWhileARunIsMissing)
{
    const ScenarioFile file = FileWith(3);
    std::vector<RunResult> runs = RunsAt(3);
    runs[5].row.state = RunState::Failed;
    const std::vector<ConclusionResult> results = JudgeConclusions(file, runs, 2);
    EXPECT_FALSE(results[0].IsJudged());
    EXPECT_THAT(ConclusionTable(results, {}), HasSubstr("not judged: 1 of 6 runs missing"));
    EXPECT_TRUE(DocumentOf(results[0], "a")["pass"].is_null());
    EXPECT_EQ(DocumentOf(results[0], "a")["missing_runs"], 1);
    runs[4].row.key.seed = 7;
    EXPECT_EQ(JudgeConclusions(file, runs, 2)[0].missingRuns, 2U);
}

TEST(JudgeConclusions, ARunWithoutAValueFailsThem)
{
    const ScenarioFile file = FileWith(3);
    std::vector<RunResult> runs = RunsAt(3);
    runs[5].metrics.clear();
    runs[5].expectations.clear();
    const std::vector<ConclusionResult> results = JudgeConclusions(file, runs, 2);
    ASSERT_TRUE(results[0].IsJudged());
    EXPECT_FALSE(results[0].IsMet());
    EXPECT_THAT(ConclusionTable(results, {}), ContainsRegex(" 2 of 3  NOT met: no value of 1"));
}

TEST(JudgeConclusions, WithoutASweepEachSeedCounts)
{
    ScenarioFile file = FileWith(1);
    file.sweep.reset();
    std::vector<RunResult> runs{RunAt(0, 1, 3e6), RunAt(0, 2, 8e6)};
    const std::vector<ConclusionResult> results = JudgeConclusions(file, runs, 2);
    EXPECT_EQ(results[0].drawn.points, 2U);
    EXPECT_EQ(results[0].drawn.measured, 8'000'000U);
}

TEST(JudgeConclusions, TakesWhatWasExpectedForMetricsWithASpan)
{
    RunResult run = RunAt(0, 1, 3e6);
    run.expectations.push_back({"goodput(1 s..2 s)", Dimension::Rate, 4, 1, 9, true});
    EXPECT_EQ(run.Measured("goodput(1 s..2 s)"), 4U);
    EXPECT_EQ(run.Measured("goodput"), 3'000'000U);
    EXPECT_EQ(run.Measured("failover_gap"), std::nullopt);
}

TEST(ParametersText, WritesNumbersAsNumbersUnlessTheyWouldLoseDigits)
{
    EXPECT_EQ(ParametersText({{"a", "51.83"}, {"b", "10"}, {"c", "blest"}, {"d", "10 ms"}}),
              R"({"a":51.83,"b":10,"c":"blest","d":"10 ms"})");
    EXPECT_EQ(ParametersText({{"a", "0.1234567890123456"}, {"b", "-1"}, {"c", "1e3"}}),
              R"({"a":"0.1234567890123456","b":"-1","c":"1e3"})");
    EXPECT_EQ(ParametersText({}), "{}");
}

} // namespace kwik::cli::test
