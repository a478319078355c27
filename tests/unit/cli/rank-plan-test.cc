#include "cli/rank-plan.h"
#include "tests/unit/experiment/scenario-support.h"

#include <boost/program_options/errors.hpp>
#include <gtest/gtest.h>
#include <set>

namespace kwik::cli::test
{

namespace
{

using namespace std::chrono_literals;
using experiment::test::MustRead;
using experiment::test::ReadRepositoryFile;
using experiment::test::With;

/// scenarios/upload.yaml, changed.
ScenarioFile
Changed(std::string_view from, std::string_view to)
{
    return {"upload.yaml",
            "upload",
            MustRead(With(ReadRepositoryFile("scenarios/upload.yaml"), from, to))};
}

ScenarioFile
Unchanged()
{
    return Changed("title", "title");
}

std::string
RefusalOf(const ScenarioFile& file)
{
    try
    {
        PlanRanking(file);
    }
    catch (const boost::program_options::error& error)
    {
        return error.what();
    }
    return "";
}

} // namespace

TEST(RankPlan, HasAVariantForEverySchedulerThatDiffersInNothingElse)
{
    const ScenarioFile file = Unchanged();
    const RankPlan plan = PlanRanking(file);
    ASSERT_EQ(plan.variants.size(), 7U);
    ASSERT_EQ(plan.ranking.schedulers.size(), 7U);
    std::set<UploadPolicy> policies;
    for (std::size_t i = 0; i < plan.variants.size(); ++i)
    {
        const ScenarioFile& variant = plan.variants[i];
        EXPECT_EQ(variant.name, "upload-" + plan.ranking.schedulers[i].name);
        EXPECT_TRUE(variant.scenario.expect.empty());
        EXPECT_EQ(variant.scenario.workload, file.scenario.workload);
        EXPECT_EQ(variant.scenario.kwik.server.upload.window, ByteCount{1U << 20});
        policies.insert(variant.scenario.kwik.session.upload.scheduler);
    }
    EXPECT_EQ(policies.size(), 7U);
}

TEST(RankPlan, KnowsTheWaysAndTheirOptimum)
{
    const Ranking ranking = PlanRanking(Unchanged()).ranking;
    ASSERT_EQ(ranking.routes.size(), 2U);
    EXPECT_EQ(ranking.routes[1].delay, 70ms);
    // 10 MB at 30 Mbit/s, and what the delays of 10 and 70 ms cost: (8e7 + 2e5 + 7e5) / 3e7 s,
    // but for a part of a segment.
    EXPECT_GE(ranking.optimum, 2'696'666us);
    EXPECT_LE(ranking.optimum, 2'696'666us + 4ms);
}

TEST(RankPlan, WeighsByTheRatesUnlessTheScenarioDoes)
{
    for (const ScenarioFile& variant : PlanRanking(Unchanged()).variants)
    {
        const auto& kwik = variant.scenario.kwik;
        const bool isWeighted = kwik.session.upload.scheduler == UploadPolicy::Weighted;
        ASSERT_EQ(kwik.uploadWeights.size(), isWeighted ? 2U : 0U);
        if (isWeighted)
        {
            EXPECT_EQ(kwik.uploadWeights[0].weight, 20'000U);
            EXPECT_EQ(kwik.uploadWeights[1].weight, 10'000U);
        }
    }
    const std::string weighted = "{scheduler: weighted, weights: [{server: mirror, weight: 7}]";
    for (const ScenarioFile& variant : PlanRanking(Changed("{scheduler: blest", weighted)).variants)
    {
        const auto& kwik = variant.scenario.kwik;
        const bool isWeighted = kwik.session.upload.scheduler == UploadPolicy::Weighted;
        EXPECT_EQ(kwik.uploadWeights.size(), isWeighted ? 1U : 0U);
    }
}

TEST(RankPlan, RefusesWhatHasNoOptimum)
{
    EXPECT_NE(RefusalOf(Changed("upload: {from: client, to: primary",
                                "download: {from: primary, to: client"))
                  .find("not one upload"),
              std::string::npos);
    EXPECT_NE(RefusalOf(Changed("expect:", "timeline: [{at: 1 s, crash: mirror}]\nexpect:"))
                  .find("timeline"),
              std::string::npos);
    ScenarioFile file = Unchanged();
    file.scenario.hosts.push_back({"router", experiment::HostRole::Router, {}, {}});
    file.scenario.links[0].between = {"client", "router"};
    file.scenario.links[1].between = {"router", "mirror"};
    file.scenario.links[2].between = {"router", "primary"};
    EXPECT_NE(RefusalOf(file).find("share a link"), std::string::npos);
}

} // namespace kwik::cli::test
