// What a KwikTopology and a KwikCloud have to do alike: the same datagrams at the same times.
#include "tests/network/model/network-bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace ns3::kwiklab::test
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint64_t GIGABIT = 1'000'000'000;

std::uint32_t
Mixed(std::uint32_t number)
{
    return 40 + number * 397 % 1400;
}

std::uint32_t
Small(std::uint32_t)
{
    return 100;
}

/// Two clients and a server around one router.
NetworkPlan
Star()
{
    NetworkPlan plan{{{"router", Forwarding::On},
                      {"near", Forwarding::Off},
                      {"far", Forwarding::Off},
                      {"server", Forwarding::Off}},
                     {Joining("near", "router", 2ms),
                      Joining("far", "router", 11ms),
                      Joining("server", "router", 5ms)}};
    return plan;
}

/// A client and a server at the ends of three routers.
NetworkPlan
Chain()
{
    NetworkPlan plan{{{"client", Forwarding::Off},
                      {"a", Forwarding::On},
                      {"b", Forwarding::On},
                      {"c", Forwarding::On},
                      {"server", Forwarding::Off}},
                     {Joining("client", "a", 2ms),
                      Joining("a", "b", 7ms),
                      Joining("c", "b", 13ms),
                      Joining("c", "server", 3ms)}};
    plan.links[1].rate = {10 * GIGABIT};
    plan.links[2].rate = {10 * GIGABIT};
    return plan;
}

/// Both clients send more than the server's link carries.
void
Crowd(NetworkBench& bench)
{
    bench.SendEach(70us, 1000, "near", "server", Mixed);
    bench.SendEach(90us, 800, "far", "server", Mixed);
}

void
ExpectAlike(const NetworkPlan& plan, const std::string& host, const Story& story)
{
    const auto packets = Tell(plan, NetworkKind::Topology, host, story);
    const auto cloud = Tell(plan, NetworkKind::Cloud, host, story);
    ASSERT_FALSE(packets.empty());
    ASSERT_EQ(packets.size(), cloud.size());
    for (std::size_t i = 0; i < packets.size(); ++i)
    {
        ASSERT_EQ(packets[i].at, cloud[i].at) << "arrival " << i;
        ASSERT_EQ(packets[i].number, cloud[i].number) << "arrival " << i;
        ASSERT_EQ(packets[i].from, cloud[i].from) << "arrival " << i;
        ASSERT_EQ(packets[i].bytes, cloud[i].bytes) << "arrival " << i;
    }
}

/// What of 1,000 datagrams gets through the chain, one each millisecond.
std::vector<std::uint32_t>
Survivors(const NetworkPlan& plan, NetworkKind kind, const Story& trouble)
{
    return NumbersOf(Tell(plan, kind, "server", [&](NetworkBench& bench) {
        bench.SendEach(1ms, 1000, "client", "server", Small);
        trouble(bench);
    }));
}

void
ExpectTheSameSurvivors(const NetworkPlan& plan, std::size_t lost, const Story& trouble)
{
    const auto packets = Survivors(plan, NetworkKind::Topology, trouble);
    EXPECT_EQ(packets.size(), 1000 - lost);
    EXPECT_EQ(packets, Survivors(plan, NetworkKind::Cloud, trouble));
}

} // namespace

TEST(BothNetworks, NeighboursHearEachOtherAtTheSameNanosecond)
{
    const NetworkPlan plan{{{"client", Forwarding::Off}, {"server", Forwarding::Off}},
                           {Joining("client", "server", 5ms)}};
    ExpectAlike(plan, "server", [](NetworkBench& bench) {
        bench.SendEach(60us, 2000, "client", "server", Mixed);
    });
}

TEST(BothNetworks, LinksThatAreTooSlowQueueAlike)
{
    ExpectAlike(Star(), "server", Crowd);
}

TEST(BothNetworks, FullQueuesDropTheSameDatagrams)
{
    NetworkPlan plan = Star();
    plan.links[2].queue.limit = 20'000;
    plan.links[1].queue = {QueueLimit::Unit::Packets, 1};
    plan.links[1].rate = {50'000'000};
    ExpectAlike(plan, "server", Crowd);
    EXPECT_LT(Tell(plan, NetworkKind::Cloud, "server", Crowd).size(), 1600U);
}

TEST(BothNetworks, ImpairedLinksDoTheSameToTheSameDatagrams)
{
    NetworkPlan plan = Star();
    plan.links[0].lossPpm = 50'000;
    plan.links[2].lossPpm = 20'000;
    plan.links[1].channel.jitter = 3ms;
    plan.links[1].channel.duplicationPpm = 40'000;
    plan.links[2].channel.corruptionPpm = 30'000;
    plan.links[2].channel.reorderingPpm = 30'000;
    plan.links[2].channel.heldBack = 4ms;
    ExpectAlike(plan, "server", Crowd);
}

TEST(BothNetworks, LinksOfHostsChangeAlike)
{
    ExpectAlike(Star(), "server", [](NetworkBench& bench) {
        Crowd(bench);
        bench.At(20ms, [&] { bench.Network().SetRate({2, 1}, {30'000'000}); });
        bench.At(30ms, [&] { bench.Network().SetLoss({0, 0}, 300'000); });
        bench.At(40ms, [&] { bench.Network().ChannelOf({1, 0}).delay = 1ms; });
        bench.At(60ms, [&] { bench.Network().SetDown({0, 0}); });
        bench.At(65ms, [&] { bench.Network().SetUp({0, 0}); });
        bench.At(70ms, [&] { bench.Network().SetHostDown("server"); });
        bench.At(80ms, [&] { bench.Network().SetHostUp("server"); });
    });
}

TEST(BothNetworks, ARateThatChangesIsThatOfTheNextDatagram)
{
    ExpectAlike(Star(), "server", [](NetworkBench& bench) {
        bench.SendEach(5us, 1000, "near", "server", Small); // All of one size, and all waiting.
        bench.At(3ms, [&] { bench.Network().SetRate({0, 0}, {40'000'000}); });
        bench.At(9ms, [&] { bench.Network().SetRate({0, 0}, {90'000'000}); });
    });
}

TEST(BothNetworks, BetweenRoutersTheCloudSavesNothingButTransmission)
{
    const auto story = [](NetworkBench& bench) {
        bench.SendEach(300us, 500, "client", "server", Mixed); // So that none waits.
    };
    const auto packets = Tell(Chain(), NetworkKind::Topology, "server", story);
    const auto cloud = Tell(Chain(), NetworkKind::Cloud, "server", story);
    ASSERT_EQ(packets.size(), 500U);
    ASSERT_EQ(NumbersOf(packets), NumbersOf(cloud));
    for (std::size_t i = 0; i < packets.size(); ++i)
    {
        // Two links of 10 Gbit/s; with the headers of UDP, IPv4 and PPP.
        const kwik::Duration sent((packets[i].size + 30) * 8 / 10);
        const kwik::Duration saved = packets[i].at - cloud[i].at;
        EXPECT_LE(std::chrono::abs(saved - 2 * sent), 2ns);
    }
}

TEST(BothNetworks, ADelayThatIsWrongByAMicrosecondIsSeen)
{
    const auto story = [](NetworkBench& bench) {
        bench.SendEach(120us, 500, "client", "server", Small);
    };
    NetworkPlan wrong = Chain();
    wrong.links[2].channel.delay += 1us;
    const auto right = Tell(Chain(), NetworkKind::Cloud, "server", story);
    const auto late = Tell(wrong, NetworkKind::Cloud, "server", story);
    ASSERT_EQ(right.size(), late.size());
    for (std::size_t i = 0; i < right.size(); ++i)
    {
        EXPECT_EQ(late[i].at - right[i].at, 1us);
    }
}

TEST(BothNetworks, AnOutageBetweenRoutersLosesTheSameDatagrams)
{
    ExpectTheSameSurvivors(Chain(), 50, [](NetworkBench& bench) {
        bench.At(300'500us, [&] { bench.Network().SetDown({2, 1}); }); // b to c
        bench.At(350'500us, [&] { bench.Network().SetUp({2, 1}); });
    });
}

TEST(BothNetworks, AnOutageThatIsShorterThanTheWayLosesWhatItMeets)
{
    ExpectTheSameSurvivors(Chain(), 10, [](NetworkBench& bench) {
        for (int i = 0; i < 10; ++i)
        {
            bench.At(100'500us + i * 20ms, [&] { bench.Network().SetDown({1, 0}); }); // a to b
            bench.At(101'500us + i * 20ms, [&] { bench.Network().SetUp({1, 0}); });
        }
    });
}

TEST(BothNetworks, AnOutageInTheOtherDirectionLosesNothing)
{
    ExpectTheSameSurvivors(Chain(), 0, [](NetworkBench& bench) {
        bench.At(300'500us, [&] { bench.Network().SetDown({2, 0}); }); // c to b
    });
}

TEST(BothNetworks, ARouterThatCrashesLosesWhatReachesIt)
{
    for (const char* router : {"a", "b", "c"})
    {
        ExpectTheSameSurvivors(Chain(), 100, [router](NetworkBench& bench) {
            bench.At(200'500us, [&, router] { bench.Network().SetHostDown(router); });
            bench.At(300'500us, [&, router] { bench.Network().SetHostUp(router); });
        });
    }
}

TEST(BothNetworks, ACutDoesNotMakePacketsTakeAnotherWay)
{
    NetworkPlan plan = Chain();
    plan.links.push_back(Joining("a", "c", 500ms)); // Fewer links, so this way it is.
    const auto trouble = [](NetworkBench& bench) {
        bench.At(800'500us, [&] { bench.Network().SetDown({4, 0}); });
    };
    const auto packets = Survivors(plan, NetworkKind::Topology, trouble);
    EXPECT_FALSE(packets.empty());
    EXPECT_LT(packets.size(), 1000U);
    EXPECT_EQ(packets, Survivors(plan, NetworkKind::Cloud, trouble));
}

TEST(BothNetworks, ADelayThatFallsLetsNobodyOvertake)
{
    const auto fall = [](NetworkBench& bench) {
        bench.At(300ms, [&] { bench.Network().ChannelOf({2, 1}).delay = 1ms; });
    };
    std::vector<std::uint32_t> all(1000);
    std::iota(all.begin(), all.end(), 0U);
    EXPECT_EQ(Survivors(Chain(), NetworkKind::Topology, fall), all);
    EXPECT_EQ(Survivors(Chain(), NetworkKind::Cloud, fall), all);
}

TEST(BothNetworks, AMobileHostIsReachedAndSendsOverTheLinkOfItsAddress)
{
    NetworkPlan plan = Star();
    plan.hosts[1].mobility = Mobility::Mobile;
    plan.hosts.push_back({"lte", Forwarding::On});
    plan.links.push_back(Joining("lte", "near", 40ms));
    plan.links.push_back(Joining("lte", "router", 4ms));
    for (const std::size_t link : {0U, 3U})
    {
        const Story there = [link](NetworkBench& bench) {
            bench.Move("near", link);
            bench.SendEach(5ms, 20, "near", "server", Small);
        };
        const Story back = [link](NetworkBench& bench) {
            bench.Move("near", link);
            const Ipv4Address to = bench.Network().PlaceOf("near", link).address;
            bench.At(1ms, [&bench, to] { bench.Send("server", to, 7, 100); });
        };
        const auto packets = Tell(plan, NetworkKind::Topology, "server", there);
        const auto cloud = Tell(plan, NetworkKind::Cloud, "server", there);
        ASSERT_EQ(packets.size(), 20U);
        ASSERT_EQ(cloud.size(), 20U);
        EXPECT_EQ(packets[0].from, KwikNetwork::LinkAddressAt(link, link == 0 ? 0 : 1));
        EXPECT_EQ(cloud[0].from, packets[0].from);
        const auto late = cloud[0].at > 40ms;
        EXPECT_EQ(late, link == 3);
        EXPECT_EQ(packets[0].at > 40ms, late);
        EXPECT_EQ(Tell(plan, NetworkKind::Cloud, "near", back).size(), 1U);
        EXPECT_EQ(Tell(plan, NetworkKind::Topology, "near", back).size(), 1U);
    }
}

TEST(BothNetworks, WhatIsSentWhereNoWayLeadsIsLost)
{
    NetworkPlan plan = Star();
    plan.hosts.push_back({"lte", Forwarding::On});
    plan.links.push_back(Joining("lte", "near", 1ms));
    plan.hosts.push_back({"island", Forwarding::Off});
    plan.hosts.push_back({"rock", Forwarding::Off});
    plan.links.push_back(Joining("island", "rock", 1ms));
    for (const NetworkKind kind : {NetworkKind::Topology, NetworkKind::Cloud})
    {
        NetworkBench bench(plan, kind);
        const Ipv4Address island = bench.Network().AddressOf("island");
        EXPECT_EQ(bench.Send("near", island, 1, 100), 100);
        EXPECT_EQ(bench.Send("far", island, 2, 100), 100);
        EXPECT_EQ(bench.Send("far", Ipv4Address("192.0.2.1"), 3, 100), 100);
        bench.RunFor(1s);
        EXPECT_TRUE(bench.ArrivedAt("island").empty());
    }
}

TEST(BothNetworks, HostsDoNotForward)
{
    const NetworkPlan plan{
        {{"left", Forwarding::Off}, {"middle", Forwarding::Off}, {"right", Forwarding::Off}},
        {Joining("left", "middle", 1ms), Joining("middle", "right", 1ms)}};
    const auto story = [](NetworkBench& bench) {
        bench.SendEach(1ms, 10, "left", "right", [](std::uint32_t) { return 100; });
        bench.SendEach(1ms, 10, "left", "middle", [](std::uint32_t) { return 100; });
    };
    for (const NetworkKind kind : {NetworkKind::Topology, NetworkKind::Cloud})
    {
        EXPECT_TRUE(Tell(plan, kind, "right", story).empty());
        EXPECT_EQ(Tell(plan, kind, "middle", story).size(), 10U);
    }
}

TEST(BothNetworks, AHostHearsItself)
{
    for (const NetworkKind kind : {NetworkKind::Topology, NetworkKind::Cloud})
    {
        NetworkBench bench(Star(), kind);
        bench.Send("near", bench.Network().AddressOf("near"), 5, 100);
        bench.RunFor(1s);
        ASSERT_EQ(bench.ArrivedAt("near").size(), 1U);
        EXPECT_EQ(bench.ArrivedAt("near").front().number, 5U);
    }
}

} // namespace ns3::kwiklab::test
