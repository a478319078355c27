#include "experiment/scenario/realise.h"
#include "tests/unit/experiment/scenario-support.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;
using testing::ElementsAre;

namespace
{

/// near - r - far - ..., each router 10 ms from the next: a client at r1, servers at r1, r2 and r3.
const char* const LINE = R"(title: t
question: q?
duration: 1000 s
hosts:
  left: {role: client}
  right: {role: client}
  one: {role: server}
  two: {role: server}
  three: {role: server}
  r1: {role: router}
  r2: {role: router}
  r3: {role: router}
links:
  - {between: [left, r1], rate: 1 Mbit/s, delay: 1 ms}
  - {between: [right, r3], rate: 1 Mbit/s, delay: 1 ms}
  - {between: [one, r1], rate: 1 Mbit/s, delay: 1 ms}
  - {between: [two, r2], rate: 1 Mbit/s, delay: 1 ms}
  - {between: [three, r3], rate: 1 Mbit/s, delay: 2 ms}
  - {between: [r1, r2], rate: 1 Mbit/s, delay: 10 ms}
  - {between: [r2, r3], rate: 1 Mbit/s, delay: 10 ms}
workload:
  - arrivals: {every: 100 ms, at: 10 s, for: 500 s, sizes: [{size: 1 kB, weight: 3}, {size: 1 MB}]}
)";

std::vector<Transfer>
TransfersOf(const Scenario& scenario)
{
    std::vector<Transfer> transfers;
    for (const WorkloadSpec& work : scenario.workload)
    {
        transfers.push_back(TransferOf(work));
    }
    return transfers;
}

} // namespace

TEST(Realise, ArrivalsAreAPoissonProcess)
{
    const std::vector<Transfer> transfers = TransfersOf(Realise(MustRead(LINE), 1));
    // 5,000 expected; the standard deviation is 71.
    EXPECT_NEAR(static_cast<double>(transfers.size()), 5'000, 5 * 71);
    std::size_t small = 0;
    std::map<std::string, std::size_t> clients;
    for (std::size_t i = 0; i < transfers.size(); ++i)
    {
        EXPECT_GE(transfers[i].at, i == 0 ? Duration(10s) : transfers[i - 1].at);
        EXPECT_LT(transfers[i].at, 510s);
        small += transfers[i].size == ByteCount{1'000} ? 1 : 0;
        ++clients[transfers[i].client];
    }
    const auto all = static_cast<double>(transfers.size());
    EXPECT_NEAR(static_cast<double>(small) / all, 0.75, 5 * std::sqrt(0.75 * 0.25 / all));
    EXPECT_NEAR(static_cast<double>(clients["left"]) / all, 0.5, 5 * std::sqrt(0.25 / all));
}

TEST(Realise, TheNearestServerIsThePrimary)
{
    for (const Transfer& transfer : TransfersOf(Realise(MustRead(LINE), 1)))
    {
        EXPECT_EQ(transfer.primary, transfer.client == "left" ? "one" : "three");
    }
}

TEST(Realise, AnyServerIsThePrimaryWhenTheScenarioSaysSo)
{
    const std::string text = With(LINE, "every: 100 ms", "primary: any, every: 100 ms");
    std::map<std::string, std::size_t> primaries;
    std::size_t all = 0;
    for (const Transfer& transfer : TransfersOf(Realise(MustRead(text), 1)))
    {
        ++primaries[transfer.primary];
        ++all;
    }
    ASSERT_EQ(primaries.size(), 3U);
    for (const auto& [name, count] : primaries)
    {
        EXPECT_NEAR(static_cast<double>(count), static_cast<double>(all) / 3, 5 * 34) << name;
    }
}

TEST(Realise, APaceIsThatOfTheSameDownloadWhereverItStandsThen)
{
    const std::string text =
        std::string(LINE) + R"(  - download: {from: one, to: left, size: 1 MB, pace: 1 Mbit/s}
timeline:
  - {at: 1 s, pace: {workload: 1, rate: 2 Mbit/s}}
)";
    const Scenario realised = Realise(MustRead(text), 1);
    ASSERT_GT(realised.workload.size(), 2U);
    const std::uint32_t place = realised.timeline.at(0).pace->workload;
    EXPECT_EQ(place, realised.workload.size() - 1);
    EXPECT_EQ(realised.workload[place].download->pace, BitRate{1'000'000});
}

TEST(Realise, ArrivalsAreReadAtTheirPace)
{
    const std::string text = With(LINE, "every: 100 ms", "pace: 32 kbit/s, every: 100 ms");
    const std::vector<Transfer> paced = TransfersOf(Realise(MustRead(text), 1));
    const std::vector<Transfer> unpaced = TransfersOf(Realise(MustRead(LINE), 1));
    ASSERT_EQ(paced.size(), unpaced.size()); // A pace draws nothing.
    for (std::size_t i = 0; i < paced.size(); ++i)
    {
        EXPECT_EQ(paced[i].pace, BitRate{32'000});
        EXPECT_EQ(unpaced[i].pace, std::nullopt);
        EXPECT_EQ(paced[i].at, unpaced[i].at);
    }
}

TEST(Realise, IsDrawnByTheSeedOfTheRun)
{
    const Scenario scenario = MustRead(LINE);
    EXPECT_EQ(Realise(scenario, 1).workload, Realise(scenario, 1).workload);
    EXPECT_NE(Realise(scenario, 1).workload, Realise(scenario, 2).workload);
}

TEST(Realise, ServersCrashAndRestartInTurnAndWhatTheTimelineNamesIsLeftAlone)
{
    const std::string text =
        std::string(LINE) + "timeline: [{at: 1 s, crash: two}]\n" +
        "churn: [{of: servers, up: 20 s, down: 5 s}, {of: servers, up: 1 s, down: 1 s}]\n";
    const Scenario scenario = Realise(MustRead(text), 1);
    std::map<std::string, bool> isDown;
    std::map<std::string, Duration> last;
    std::size_t crashes = 0;
    Duration down{};
    for (std::size_t i = 1; i < scenario.timeline.size(); ++i)
    {
        const TimelineEntry& entry = scenario.timeline[i];
        ASSERT_NE(entry.crash.has_value(), entry.restart.has_value());
        const std::string server = entry.crash ? *entry.crash : *entry.restart;
        EXPECT_NE(server, "two");
        EXPECT_EQ(isDown[server], entry.restart.has_value());
        EXPECT_GT(entry.at, last[server]);
        EXPECT_LT(entry.at, 1000s);
        down += entry.restart ? entry.at - last[server] : Duration{};
        crashes += entry.crash ? 1 : 0;
        isDown[server] = entry.crash.has_value();
        last[server] = entry.at;
    }
    // Two servers, 1000 s, 25 s a turn: 80, with a standard deviation below 9.
    EXPECT_NEAR(static_cast<double>(crashes), 80, 36);
    EXPECT_NEAR(static_cast<double>(down.count()) / 1e9 / static_cast<double>(crashes), 5, 2.5);
}

TEST(Realise, OnlyLinksBetweenRoutersFail)
{
    const std::string text = std::string(LINE) + "churn: [{of: backbone, up: 20 s, down: 2 s}]\n" +
                             "timeline: [{at: 1 s, for: 1 s, link: [r2, r1], state: down}]\n";
    const Scenario scenario = Realise(MustRead(text), 1);
    EXPECT_GT(scenario.timeline.size(), 20U);
    for (std::size_t i = 1; i < scenario.timeline.size(); ++i)
    {
        const TimelineEntry& entry = scenario.timeline[i];
        ASSERT_TRUE(entry.link && entry.lasting);
        EXPECT_EQ(*entry.link, (HostPair{"r2", "r3"}));
        EXPECT_EQ(entry.state, LinkState::Down);
    }
}

TEST(DirectoriesOf, TheNearestKnowEachOtherAndNobodyKnowsItself)
{
    const std::string text = std::string(LINE) + "discovery: [{nearest: 1}]\n";
    const auto directories = DirectoriesOf(MustRead(text));
    EXPECT_THAT(directories.at("one"), ElementsAre("two"));
    EXPECT_THAT(directories.at("two"), ElementsAre("one", "three"));
    EXPECT_THAT(directories.at("three"), ElementsAre("two"));
}

TEST(DirectoriesOf, SourcesAddToEachOther)
{
    const std::string text =
        std::string(LINE) + "discovery: [{static: [three, one]}, {nearest: 2}]\n";
    const auto directories = DirectoriesOf(MustRead(text));
    EXPECT_THAT(directories.at("one"), ElementsAre("three", "two"));
    EXPECT_THAT(directories.at("two"), ElementsAre("three", "one"));
}

TEST(Network, IsAddedToWhatTheFileNames)
{
    const std::string text = R"(title: t
question: q?
duration: 10 s
network:
  regions: 2
  backbone: {rate: [1 Gbit/s, 1 Gbit/s], delay: [1 ms, 1 ms]}
  regional: {rate: [1 Gbit/s, 1 Gbit/s], delay: [1 ms, 1 ms]}
  servers: {count: 3, link: {rate: [1 Gbit/s, 1 Gbit/s], delay: [1 ms, 1 ms]}}
  clients: {count: 4, link: {rate: [1 Gbit/s, 1 Gbit/s], delay: [1 ms, 1 ms]}}
hosts: {probe: {role: client}}
links: [{between: [probe, stub-1-1], rate: 1 Mbit/s, delay: 1 ms}]
workload: [{download: {from: server-3, to: probe, size: 1 kB}}]
)";
    const Scenario scenario = MustRead(text);
    EXPECT_EQ(scenario.hosts.size(), 1U + 2 * 3 + 3 + 4);
    EXPECT_EQ(scenario.hosts[0].name, "probe");
    EXPECT_EQ(
        ErrorsIn(With(text, "probe: {role: client}", "client-1: {role: client}")).substr(0, 60),
        "f:10:19: error: client-1: the network has a host of this nam");
    EXPECT_EQ(
        ErrorsIn(
            With(text, "delay: [1 ms, 1 ms]}\n  regional", "delay: [2 ms, 1 ms]}\n  regional")),
        "f:6:49: error: delay: the first value is the least, the second the most\n");
}

} // namespace kwik::experiment::test
