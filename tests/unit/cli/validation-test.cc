#include "cli/run-plan.h"
#include "cli/validation-table.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using experiment::Dimension;
using experiment::RunState;
using experiment::World;
using testing::ContainsRegex;

ScenarioFile
FileWith(const std::string& more)
{
    const experiment::Scenario scenario =
        experiment::test::MustRead(experiment::test::SmallScenario() + more);
    return {"a.yaml", "a", scenario};
}

ScenarioFile
Validated()
{
    return FileWith("seeds: 2\nvalidate:\n"
                    "  - {metric: goodput, relative: 3 %}\n"
                    "  - {metric: completion_time, relative: 5 %, absolute: 1 s}\n");
}

RunResult
RunIn(World world, std::uint64_t seed, double goodput, double completion)
{
    RunResult run;
    run.row.state = RunState::Ok;
    run.row.key.seed = seed;
    run.row.key.world = world;
    run.metrics["goodput"] = {Dimension::Rate, goodput};
    run.metrics["completion_time"] = {Dimension::Time, completion};
    return run;
}

std::vector<RunResult>
Runs(double real)
{
    return {RunIn(World::Simulation, 1, 10e6, 5e9),
            RunIn(World::Simulation, 2, 10e6, 5e9),
            RunIn(World::Testbed, 1, real - 1e4, 5.5e9),
            RunIn(World::Testbed, 2, real + 1e4, 5.7e9)};
}

std::vector<std::string>
NamesOf(const RunPlan& plan)
{
    std::vector<std::string> names;
    for (const PlannedRun& run : plan.runs)
    {
        names.push_back(plan.NameOf(run));
    }
    return names;
}

} // namespace

TEST(Validation, ComparesTheRunsOfBothWorlds)
{
    const ScenarioFile file = Validated();
    const Validation validation = Validate(file, Runs(10.1e6));
    ASSERT_EQ(validation.rows.size(), 2U);
    EXPECT_TRUE(validation.rows[0].IsEquivalent());
    EXPECT_TRUE(validation.rows[0].isRelative);
    EXPECT_NEAR(validation.rows[0].tested->Difference(), 1e5, 1);
    // 0.6 s, more than 5 % of 5 s; 1 s is allowed, but two values say little.
    EXPECT_FALSE(validation.rows[1].isRelative);
    EXPECT_EQ(validation.rows[1].tested->verdict, analysis::EquivalenceVerdict::Undecided);
    EXPECT_EQ(validation.CountUnmet(), 1U);
}

TEST(Validation, SaysSoInATable)
{
    const ScenarioFile file = Validated();
    const std::string good = ValidationTable(Validate(file, Runs(10.1e6)), {});
    EXPECT_THAT(good,
                ContainsRegex("goodput +10 Mbit/s +10.1 Mbit/s +\\+1.00 % .* 3.00 % .*equivalent"));
    EXPECT_THAT(good, ContainsRegex("completion_time +5 s +5.6 s +\\+600 ms .* 1 s "));
    const std::string bad = ValidationTable(Validate(file, Runs(11e6)), {});
    EXPECT_THAT(bad, ContainsRegex("goodput .*\\+10.00 % .*DIFFERENT"));
}

TEST(Validation, RunsThatDidNotFinishDoNotCount)
{
    const ScenarioFile file = Validated();
    std::vector<RunResult> runs = Runs(10.1e6);
    runs[3].row.state = RunState::Invalid;
    const Validation validation = Validate(file, runs);
    EXPECT_EQ(validation.rows[0].real.runs, 1U);
    EXPECT_FALSE(validation.rows[0].IsEquivalent());
    runs[2].row.state = RunState::Failed;
    EXPECT_THAT(ValidationTable(Validate(file, runs), {}), ContainsRegex("NOT compared: no run\n"));
}

TEST(Validation, AMetricThatSomeRunLacksIsNotCompared)
{
    const ScenarioFile file = Validated();
    std::vector<RunResult> runs = Runs(10.1e6);
    runs[2].metrics.erase("goodput");
    const Validation validation = Validate(file, runs);
    EXPECT_FALSE(validation.rows[0].tested);
    EXPECT_THAT(ValidationTable(validation, {}),
                ContainsRegex("NOT compared: no value in 1 of 4 runs"));
}

TEST(Validation, HasTolerancesWhereTheScenarioHasNone)
{
    const ScenarioFile file = FileWith("");
    std::vector<std::string> metrics;
    for (const ValidationRow& row : Validate(file, Runs(10.1e6)).rows)
    {
        metrics.push_back(row.metric);
    }
    EXPECT_EQ(metrics, (std::vector<std::string>{"goodput", "completion_time"}));
}

TEST(ValidationPlan, AScenarioWithTolerancesIsRunInBothWorlds)
{
    EXPECT_EQ(
        NamesOf(MakePlan({}, {Validated()})),
        (std::vector<std::string>{"a-seed1", "a-seed2", "a-testbed-seed1", "a-testbed-seed2"}));
    EXPECT_EQ(NamesOf(MakePlan({}, {FileWith("")})), (std::vector<std::string>{"a-seed1"}));
    RunOptions real;
    real.worlds = {World::Testbed};
    EXPECT_EQ(NamesOf(MakePlan(real, {FileWith("")})),
              (std::vector<std::string>{"a-testbed-seed1"}));
}

TEST(ValidationPlan, ARunThatIsInvalidIsDoneAgainWhereWorldsAreCompared)
{
    RunOptions options;
    const RunPlan both = MakePlan(options, {Validated()});
    EXPECT_EQ(both.RetriesOf(both.runs.front()), 0U);
    EXPECT_EQ(both.RetriesOf(both.runs.back()), 2U);
    options.worlds = {World::Testbed};
    const RunPlan real = MakePlan(options, {Validated()});
    EXPECT_EQ(real.RetriesOf(real.runs.front()), 0U);
    options.retries = 5;
    const RunPlan asked = MakePlan(options, {Validated()});
    EXPECT_EQ(asked.RetriesOf(asked.runs.front()), 5U);
}

} // namespace kwik::cli::test
