#include "cli/lab/host-programs.h"
#include "cli/lab/lab-plan.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kwik::lab::test
{

namespace
{

using experiment::TransportProtocol;
using experiment::TransportSpec;
using testing::ElementsAre;

constexpr std::size_t CLIENT = 0;
constexpr std::size_t NEAR = 1;
constexpr std::size_t FAR = 2;

experiment::Scenario
TwoLinks(const std::optional<TransportSpec>& transport)
{
    experiment::Scenario scenario = experiment::test::MustRead(
        experiment::test::ReadRepositoryFile("scenarios/baseline-two-links.yaml"));
    scenario.transport = transport;
    return scenario;
}

std::vector<std::size_t>
EndsOf(const experiment::Scenario& scenario)
{
    std::vector<std::size_t> ends;
    for (const testbed::LabLink& link : LabSpecOf(scenario, 1).links)
    {
        EXPECT_EQ(link.from, CLIENT);
        ends.push_back(link.to);
    }
    return ends;
}

} // namespace

TEST(LabPlan, LeavesTheLinksAsTheyAreForOnePath)
{
    EXPECT_THAT(EndsOf(TwoLinks({})), ElementsAre(NEAR, FAR));
    EXPECT_THAT(EndsOf(TwoLinks(TransportSpec{TransportProtocol::Tcp, {}, "far"})),
                ElementsAre(NEAR, FAR));
}

TEST(LabPlan, LetsTheLinksOfAllServersEndAtThePeerOfMptcp)
{
    const experiment::Scenario scenario = TwoLinks(TransportSpec{TransportProtocol::Mptcp});
    EXPECT_THAT(EndsOf(scenario), ElementsAre(NEAR, NEAR));
    const testbed::LabSpec spec = LabSpecOf(scenario, 1);
    EXPECT_EQ(spec.links[1].shapes[0].rate, BitRate{30'000'000});
}

TEST(HostPrograms, AreThoseOfAllHostsOrOfBothEnds)
{
    EXPECT_THAT(HostsWithPrograms(TwoLinks({})), ElementsAre("client", "near", "far"));
    EXPECT_THAT(HostsWithPrograms(TwoLinks(TransportSpec{TransportProtocol::Quic, {}, "far"})),
                ElementsAre("client", "far"));
    const LabRunOptions options;
    EXPECT_THAT(ProgramOf(TwoLinks({}), options, 0)[0], testing::EndsWith("/kwiklab-host"));
    EXPECT_THAT(ProgramOf(TwoLinks(TransportSpec{TransportProtocol::Mptcp}), options, 0)[0],
                testing::EndsWith("/kwiklab-baseline"));
}

} // namespace kwik::lab::test
