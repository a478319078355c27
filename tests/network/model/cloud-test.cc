#include "helper/kwik-cloud.h"
#include "helper/kwik-topology.h"
#include "model/cloud-socket-factory.h"
#include "model/ns3-time.h"
#include "tests/network/model/network-bench.h"

#include <ns3/ipv4-header.h>
#include <ns3/ppp-header.h>
#include <ns3/udp-header.h>

#include <gtest/gtest.h>

namespace ns3::kwiklab::test
{

using namespace std::chrono_literals;

namespace
{

NetworkPlan
OneRouter()
{
    NetworkPlan plan{
        {{"client", Forwarding::Off}, {"router", Forwarding::On}, {"server", Forwarding::Off}},
        {Joining("client", "router", 2ms), Joining("router", "server", 3ms)}};
    plan.links[1].lossPpm = 100'000;
    return plan;
}

std::uint32_t
Mixed(std::uint32_t number)
{
    return 40 + number * 397 % 1400;
}

/// A packet of a capture, by what its headers say.
struct Captured
{
    kwik::Duration at{};
    std::uint32_t size{0};
    Ipv4Address from;
    Ipv4Address to;
    std::uint16_t toPort{0};
    std::uint16_t ipBytes{0};

    bool operator==(const Captured&) const = default;
};

Captured
Read(Ptr<const Packet> seen)
{
    const Ptr<Packet> packet = seen->Copy();
    Captured captured{SimulatedNow().time_since_epoch(), packet->GetSize()};
    PppHeader ppp;
    packet->RemoveHeader(ppp);
    EXPECT_EQ(ppp.GetProtocol(), 0x0021);
    Ipv4Header ip;
    packet->RemoveHeader(ip);
    captured.from = ip.GetSource();
    captured.to = ip.GetDestination();
    captured.ipBytes = ip.GetPayloadSize();
    EXPECT_EQ(ip.GetProtocol(), 17);
    UdpHeader udp;
    packet->RemoveHeader(udp);
    captured.toPort = udp.GetDestinationPort();
    return captured;
}

std::vector<Captured>
CaptureAt(const std::string& host, NetworkKind kind)
{
    std::vector<Captured> captured;
    Tell(OneRouter(), kind, host, [&](NetworkBench& bench) {
        bench.Network().Sniff(host, [&captured](Ptr<const Packet> packet) {
            captured.push_back(Read(packet));
        });
        bench.SendEach(100us, 300, "client", "server", Mixed);
        bench.SendEach(150us, 300, "server", "client", Mixed);
    });
    return captured;
}

} // namespace

TEST(Cloud, CapturesAreThoseOfTheDevices)
{
    for (const char* host : {"client", "server"})
    {
        const auto devices = CaptureAt(host, NetworkKind::Topology);
        const auto cloud = CaptureAt(host, NetworkKind::Cloud);
        EXPECT_GT(cloud.size(), 550U);
        EXPECT_LT(cloud.size(), 600U);
        EXPECT_TRUE(devices == cloud) << devices.size() << " and " << cloud.size();
    }
}

TEST(Cloud, LinksTakeAsManyRandomStreamsAsInATopology)
{
    const NetworkPlan plan = OneRouter();
    KwikCloud cloud(plan.hosts, plan.links);
    KwikTopology topology(plan.hosts, plan.links);
    EXPECT_EQ(cloud.AssignStreams(0), topology.AssignStreams(0));
    EXPECT_EQ(cloud.AssignChannelStreams(0), topology.AssignChannelStreams(0));
    Simulator::Destroy();
}

TEST(Cloud, WhatIsNotSimulatedBetweenRoutersCannotBeChanged)
{
    const NetworkPlan plan{{{"a", Forwarding::On}, {"b", Forwarding::On}},
                           {Joining("a", "b", 1ms)}};
    EXPECT_DEATH(KwikCloud(plan.hosts, plan.links).SetRate({0, 0}, {1'000}), "between routers");
    EXPECT_DEATH(KwikCloud(plan.hosts, plan.links).SetLoss({0, 0}, 1), "between routers");
    EXPECT_DEATH(KwikCloud(plan.hosts, plan.links).NodeOf("a"), "is no node");
    Simulator::Destroy();
}

TEST(Cloud, TheSameSeedLosesTheSameDatagrams)
{
    const Story story = [](NetworkBench& bench) {
        bench.SendEach(100us, 1000, "client", "server", Mixed);
    };
    const auto first = Tell(OneRouter(), NetworkKind::Cloud, "server", story);
    EXPECT_GT(first.size(), 850U);
    EXPECT_LT(first.size(), 950U);
    EXPECT_TRUE(first == Tell(OneRouter(), NetworkKind::Cloud, "server", story));
}

} // namespace ns3::kwiklab::test
