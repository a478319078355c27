#include "cli/baseline-plan.h"
#include "tests/unit/experiment/scenario-support.h"

#include <boost/program_options/errors.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::cli::test
{

namespace
{

using experiment::test::MustRead;
using experiment::test::ReadRepositoryFile;
using experiment::test::With;
using testing::ElementsAre;
using testing::HasSubstr;

/// scenarios/baseline-two-links.yaml, changed.
ScenarioFile
Changed(std::string_view from, std::string_view to)
{
    return {"f.yaml",
            "f",
            MustRead(With(ReadRepositoryFile("scenarios/baseline-two-links.yaml"), from, to))};
}

ScenarioFile
Unchanged()
{
    return Changed("title", "title");
}

std::vector<std::string>
NamesOf(const BaselinePlan& plan)
{
    std::vector<std::string> names;
    for (const Contender& contender : plan.baselines.contenders)
    {
        names.push_back(contender.name);
    }
    return names;
}

std::string
RefusalOf(const ScenarioFile& file, const std::vector<std::string>& only)
{
    try
    {
        PlanBaselines(file, only);
    }
    catch (const boost::program_options::error& error)
    {
        return error.what();
    }
    return "";
}

} // namespace

TEST(BaselinePlan, HasAVariantForEachContenderThatDiffersInTheTransportOnly)
{
    const ScenarioFile file = Unchanged();
    const BaselinePlan plan = PlanBaselines(file, {});
    ASSERT_EQ(plan.variants.size(), plan.baselines.contenders.size());
    EXPECT_FALSE(plan.variants[0].scenario.transport);
    for (std::size_t i = 0; i < plan.variants.size(); ++i)
    {
        const experiment::Scenario& variant = plan.variants[i].scenario;
        EXPECT_EQ(plan.variants[i].name, "f-" + plan.baselines.contenders[i].name);
        EXPECT_EQ(variant.workload, file.scenario.workload);
        EXPECT_EQ(variant.timeline, file.scenario.timeline);
        EXPECT_TRUE(variant.expect.empty());
        EXPECT_FALSE(variant.beside);
    }
    EXPECT_EQ(plan.transports.size() + 1, plan.variants.size());
}

TEST(BaselinePlan, TakesThoseThatAreNamedByTheirFirstWords)
{
    EXPECT_THAT(NamesOf(PlanBaselines(Unchanged(), {"kwik", "mptcp"})),
                ElementsAre("kwik", "mptcp-cubic", "mptcp-bbr"));
    EXPECT_THAT(NamesOf(PlanBaselines(Unchanged(), {"tcp-cubic", "quic-cubic-far"})),
                ElementsAre("tcp-cubic-near", "tcp-cubic-far", "quic-cubic-far"));
    EXPECT_THAT(RefusalOf(Unchanged(), {"mptpc-cubic"}), HasSubstr("did you mean 'mptcp-cubic'"));
    EXPECT_THAT(RefusalOf(Unchanged(), {""}), HasSubstr("there is none"));
}

TEST(BaselinePlan, KnowsWhatTheLinksCarryBeforeAndAfterTheCut)
{
    const Baselines whole = BaselinesOf(Unchanged().scenario);
    EXPECT_EQ(whole.all, BitRate{50'000'000});
    EXPECT_EQ(whole.survivors, BitRate{20'000'000});
    experiment::Scenario scenario = Unchanged().scenario;
    scenario.timeline.clear();
    const Baselines uncut = BaselinesOf(scenario);
    EXPECT_EQ(uncut.all, BitRate{50'000'000});
    EXPECT_EQ(uncut.survivors, std::nullopt);
}

TEST(BaselinePlan, RefusesWhatOthersCannotCarry)
{
    ScenarioFile file = Unchanged();
    file.scenario.timeline[0] = {.at = std::chrono::seconds(1), .crash = "far"};
    EXPECT_THAT(
        RefusalOf(file, {}),
        HasSubstr("f.yaml: cannot be carried by mptcp-cubic: transport: what befalls a host"));
}

} // namespace kwik::cli::test
