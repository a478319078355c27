#include "cli/shard-folder.h"
#include "tests/unit/experiment/scenario-support.h"
#include "tests/unit/experiment/store-support.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

namespace kwik::cli::test
{

namespace
{

using experiment::test::TemporaryDirectory;

} // namespace

TEST(ShardFolder, IsThereAsLongAsItIsOwned)
{
    const TemporaryDirectory folder;
    const std::filesystem::path shards = folder.File("a.sqlite.shards");
    {
        const ShardFolder owner(folder.File("a.sqlite"));
        EXPECT_TRUE(std::filesystem::is_directory(shards));
    }
    EXPECT_FALSE(std::filesystem::exists(shards));
}

TEST(ShardFolder, HasOneOwnerAtATime)
{
    const TemporaryDirectory folder;
    {
        const ShardFolder owner(folder.File("a.sqlite"));
        EXPECT_THROW(ShardFolder(folder.File("a.sqlite")), std::runtime_error);
        EXPECT_NO_THROW(ShardFolder(folder.File("b.sqlite")));
    }
    EXPECT_NO_THROW(ShardFolder(folder.File("a.sqlite")));
}

TEST(ShardFolder, KeepsShardsAndRemovesScenarios)
{
    const TemporaryDirectory folder;
    const experiment::Scenario scenario =
        experiment::test::MustRead(experiment::test::SmallScenario());
    {
        const ShardFolder owner(folder.File("a.sqlite"));
        owner.WriteScenario("x-seed1", scenario);
        const auto copy = experiment::LoadScenario(owner.ScenarioPath("x-seed1").string());
        EXPECT_TRUE(copy.scenario);
        std::ofstream(owner.ShardOf("x-seed1")) << "results";
    }
    const ShardFolder next(folder.File("a.sqlite"));
    EXPECT_THAT(next.LeftBehind(), testing::ElementsAre(next.ShardOf("x-seed1")));
    EXPECT_FALSE(std::filesystem::exists(next.ScenarioPath("x-seed1")));
}

} // namespace kwik::cli::test
