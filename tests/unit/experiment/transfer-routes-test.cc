#include "experiment/scenario/transfer-routes.h"
#include "tests/unit/experiment/scenario-support.h"

#include <gtest/gtest.h>

namespace kwik::experiment::test
{

namespace
{

using namespace std::chrono_literals;

/// A client, the primary, two mirrors and a router, joined by @p links.
Scenario
Network(const std::string& links)
{
    return MustRead("title: Ways\n"
                    "question: Which?\n"
                    "duration: 10 s\n"
                    "hosts:\n"
                    "  client: {role: client}\n"
                    "  primary: {role: server}\n"
                    "  mirror: {role: server}\n"
                    "  router: {role: router}\n"
                    "links:\n" +
                    links +
                    "discovery:\n"
                    "  - static: [mirror, primary]\n"
                    "workload:\n"
                    "  - upload: {from: client, to: primary, size: 5 MB}\n");
}

std::optional<std::vector<TransferRoute>>
RoutesIn(const std::string& links)
{
    const Scenario scenario = Network(links);
    return TransferRoutes(scenario, TransferOf(scenario.workload[0]));
}

constexpr const char* DIRECT = "  - {between: [client, primary], rate: 20 Mbit/s, delay: 10 ms}\n";
constexpr const char* TO_MIRROR = "  - {between: [mirror, client], rate: 8 Mbit/s, delay: 30 ms}\n";
constexpr const char* ONWARDS = "  - {between: [mirror, primary], rate: 9 Mbit/s, delay: 5 ms}\n";
constexpr const char* ASIDE = "  - {between: [router, primary], rate: 1 Mbit/s, delay: 1 ms}\n";

} // namespace

TEST(TransferRoutes, AreTheDirectWayAndThatOverEachOtherServer)
{
    const auto routes = RoutesIn(std::string(DIRECT) + TO_MIRROR + ONWARDS + ASIDE);
    ASSERT_TRUE(routes && routes->size() == 2);
    EXPECT_EQ(routes->at(0).server, "primary");
    EXPECT_EQ(routes->at(0).rate, BitRate{20'000'000});
    EXPECT_EQ(routes->at(0).delay, 10ms);
    EXPECT_EQ(routes->at(1).server, "mirror");
    EXPECT_EQ(routes->at(1).rate, BitRate{8'000'000});
    EXPECT_EQ(routes->at(1).delay, 35ms);
}

TEST(TransferRoutes, TakeTheFewestLinksAndThenTheLeastDelay)
{
    const auto routes = RoutesIn(std::string(DIRECT) + ASIDE +
                                 "  - {between: [client, router], rate: 9 Mbit/s, delay: 2 ms}\n"
                                 "  - {between: [router, mirror], rate: 7 Mbit/s, delay: 40 ms}\n" +
                                 ONWARDS);
    ASSERT_TRUE(routes && routes->size() == 2);
    EXPECT_EQ(routes->at(0).delay, 10ms) << "the router is two links away";
    EXPECT_EQ(routes->at(1).delay, 47ms);
    EXPECT_EQ(routes->at(1).rate, BitRate{7'000'000});
}

TEST(TransferRoutes, ThereAreNoneWhenTwoShareALink)
{
    EXPECT_EQ(RoutesIn("  - {between: [client, router], rate: 9 Mbit/s, delay: 2 ms}\n"
                       "  - {between: [router, mirror], rate: 7 Mbit/s, delay: 4 ms}\n" +
                       std::string(ASIDE) + ONWARDS)
                  .has_value(),
              false);
}

TEST(TransferRoutes, AServerThatTheClientCannotReachIsNone)
{
    const auto routes = RoutesIn(std::string(DIRECT) + ONWARDS + ASIDE);
    ASSERT_TRUE(routes && routes->size() == 1);
    EXPECT_EQ(routes->at(0).server, "primary");
}

TEST(TransferRoutes, OfADownloadEndAtTheServers)
{
    Scenario scenario = Network(std::string(DIRECT) +
                                "  - {between: [mirror, client], rate: 8 Mbit/s, delay: 30 ms, "
                                "loss: 1 %}\n" +
                                ONWARDS + ASIDE);
    Transfer transfer = TransferOf(scenario.workload[0]);
    transfer.direction = TransferDirection::Download;
    const auto routes = TransferRoutes(scenario, transfer);
    ASSERT_TRUE(routes && routes->size() == 2);
    EXPECT_EQ(routes->at(1).delay, 30ms);
    EXPECT_NEAR(routes->at(1).loss, 0.01, 1e-12);
    EXPECT_EQ(routes->at(0).loss, 0);
}

} // namespace kwik::experiment::test
