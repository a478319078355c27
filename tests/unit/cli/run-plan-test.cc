#include "cli/run-plan.h"
#include "tests/unit/experiment/scenario-support.h"
#include "tests/unit/experiment/store-support.h"

#include <boost/program_options/errors.hpp>
#include <fstream>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using BadCommandLine = boost::program_options::error;
using experiment::test::TemporaryDirectory;

ScenarioFile
FileAt(const std::string& path, std::uint32_t seeds)
{
    ScenarioFile file{path, std::filesystem::path(path).stem().string(), {}};
    file.scenario = experiment::test::MustRead(experiment::test::SmallScenario());
    file.scenario.seeds = seeds;
    return file;
}

RunOptions
WithStore(const std::string& store)
{
    RunOptions options;
    options.store = store;
    return options;
}

} // namespace

TEST(RunPlan, TakesTheSeedsOfEachScenario)
{
    const RunPlan plan = MakePlan({}, {FileAt("a.yaml", 2), FileAt("b.yaml", 1)});
    ASSERT_EQ(plan.runs.size(), 3U);
    EXPECT_EQ(plan.NameOf(plan.runs[0]), "a-seed1");
    EXPECT_EQ(plan.NameOf(plan.runs[1]), "a-seed2");
    EXPECT_EQ(plan.TitleOf(plan.runs[2]), "b seed 1");
}

TEST(RunPlan, TakesTheSeedsThatWereAskedFor)
{
    RunOptions options;
    options.seeds = {7};
    const RunPlan plan = MakePlan(options, {FileAt("a.yaml", 2), FileAt("b.yaml", 1)});
    ASSERT_EQ(plan.runs.size(), 2U);
    EXPECT_EQ(plan.runs[0].seed, 7U);
    EXPECT_EQ(plan.ScenarioOf(plan.runs[1]).name, "b");
}

TEST(RunPlan, NamesTheStoreAfterTheScenarioOrTheTags)
{
    RunOptions tagged;
    tagged.tags = {"quick", "loss"};
    EXPECT_EQ(MakePlan({}, {FileAt("x/a.yaml", 1)}).store, "results/a.sqlite");
    EXPECT_EQ(MakePlan({}, {FileAt("a.yaml", 1), FileAt("b.yaml", 1)}).store,
              "results/campaign.sqlite");
    EXPECT_EQ(MakePlan(tagged, {FileAt("a.yaml", 1)}).store, "results/quick+loss.sqlite");
}

TEST(RunPlan, PutsFilesBesideTheStore)
{
    RunPlan plan = MakePlan(WithStore("deep/kept.sqlite"), {FileAt("a.yaml", 1)});
    EXPECT_EQ(plan.StoreFolder(), "deep");
    EXPECT_EQ(plan.FolderOf(plan.runs[0]), "kept/a-seed1");
    plan = MakePlan(WithStore("kept"), {FileAt("a.yaml", 1)});
    EXPECT_EQ(plan.StoreFolder(), ".");
    EXPECT_EQ(plan.FolderOf(plan.runs[0]), "kept-runs/a-seed1");
}

TEST(RunPlan, RefusesAStoreThatIsNoFile)
{
    const TemporaryDirectory folder;
    for (const std::string& store :
         {std::string(), std::string("."), std::string("new/"), std::string(".."), folder.File("")})
    {
        EXPECT_THROW(MakePlan(WithStore(store), {FileAt("a.yaml", 1)}), BadCommandLine) << store;
    }
}

TEST(RunPlan, RunsOneFileOnceAndRefusesTwoOfOneName)
{
    const TemporaryDirectory folder;
    std::filesystem::create_directory(folder.File("other"));
    std::ofstream(folder.File("a.yaml")) << "x";
    std::ofstream(folder.File("other/a.yaml")) << "x";
    const ScenarioFile file = FileAt(folder.File("a.yaml"), 1);
    const ScenarioFile same = FileAt(folder.File("other/../a.yaml"), 1);
    const ScenarioFile other = FileAt(folder.File("other/a.yaml"), 1);
    EXPECT_EQ(MakePlan({}, {file, same}).runs.size(), 1U);
    EXPECT_THROW(MakePlan({}, {file, other}), BadCommandLine);
}

TEST(RunPlan, RefusesToRunNothing)
{
    EXPECT_THROW(MakePlan({}, {}), BadCommandLine);
}

} // namespace kwik::cli::test
