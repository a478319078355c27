// A CloudSocket means what ns-3's UDP socket means; each test asks both.
#include "tests/network/model/network-bench.h"

#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/udp-socket-factory.h>

#include <gtest/gtest.h>

namespace ns3::kwiklab::test
{

using namespace std::chrono_literals;

namespace
{

constexpr std::uint16_t PORT = 4433;

NetworkPlan
Neighbours()
{
    return {{{"client", Forwarding::Off}, {"server", Forwarding::Off}},
            {Joining("client", "server", 1ms)}};
}

std::uint16_t
PortOf(Ptr<Socket> socket)
{
    Address name;
    EXPECT_EQ(socket->GetSockName(name), 0);
    return InetSocketAddress::ConvertFrom(name).GetPort();
}

} // namespace

class UdpSocketTest : public testing::TestWithParam<NetworkKind>
{
  protected:
    Ptr<Socket> Open(const std::string& host)
    {
        return Socket::CreateSocket(bench.Network().NodeOf(host), UdpSocketFactory::GetTypeId());
    }

    InetSocketAddress At(const std::string& host, std::uint16_t port)
    {
        return InetSocketAddress(bench.Network().AddressOf(host), port);
    }

    Ptr<Socket> Bound(const std::string& host, std::uint16_t port)
    {
        const Ptr<Socket> socket = Open(host);
        EXPECT_EQ(socket->Bind(At(host, port)), 0);
        return socket;
    }

    NetworkBench bench{Neighbours(), GetParam()};
};

TEST(UdpSocket, SaysWhereNoWayLeads)
{
    const NetworkPlan row{
        {{"left", Forwarding::Off}, {"middle", Forwarding::Off}, {"right", Forwarding::Off}},
        {Joining("left", "middle", 1ms), Joining("middle", "right", 1ms)}};
    for (const NetworkKind kind : {NetworkKind::Topology, NetworkKind::Cloud})
    {
        NetworkBench bench(row, kind);
        const Ptr<Socket> socket =
            Socket::CreateSocket(bench.Network().NodeOf("left"), UdpSocketFactory::GetTypeId());
        const auto sendTo = [&](const std::string& host) {
            const InetSocketAddress to(bench.Network().AddressOf(host), PORT);
            return socket->SendTo(Create<Packet>(10), 0, to);
        };
        EXPECT_EQ(sendTo("middle"), 10);
        EXPECT_EQ(sendTo("right"), -1);
        EXPECT_EQ(socket->GetErrno(), Socket::ERROR_NOROUTETOHOST);
    }
}

INSTANTIATE_TEST_SUITE_P(Both,
                         UdpSocketTest,
                         testing::Values(NetworkKind::Topology, NetworkKind::Cloud));

TEST_P(UdpSocketTest, APortIsTakenOnceAndFreeAfterItsSocketIsClosed)
{
    const Ptr<Socket> first = Bound("client", PORT);
    EXPECT_EQ(Open("client")->Bind(At("client", PORT)), -1);
    EXPECT_EQ(first->Close(), 0);
    EXPECT_EQ(Open("client")->Bind(At("client", PORT)), 0);
}

TEST_P(UdpSocketTest, PortsThatNobodyNamedDiffer)
{
    const std::uint16_t first = PortOf(Bound("client", 0));
    const Ptr<Socket> held = Bound("client", 0);
    EXPECT_GE(first, 49152);
    EXPECT_NE(first, PortOf(held));
}

TEST_P(UdpSocketTest, AnswersComeToThePortThatAsked)
{
    const Ptr<Socket> server = Bound("server", PORT);
    const Ptr<Socket> asking = Bound("client", 0);
    const Ptr<Socket> other = Bound("client", 0);
    EXPECT_EQ(asking->SendTo(Create<Packet>(10), 0, At("server", PORT)), 10);
    bench.RunFor(10ms);
    Address from;
    const Ptr<Packet> asked = server->RecvFrom(from);
    ASSERT_NE(asked, nullptr);
    EXPECT_EQ(InetSocketAddress::ConvertFrom(from), At("client", PortOf(asking)));
    server->SendTo(Create<Packet>(20), 0, from);
    bench.RunFor(10ms);
    EXPECT_EQ(asking->GetRxAvailable(), 20U);
    EXPECT_EQ(other->GetRxAvailable(), 0U);
    EXPECT_EQ(asking->Recv()->GetSize(), 20U);
    EXPECT_EQ(asking->Recv(), nullptr);
}

TEST_P(UdpSocketTest, WhatDoesNotFitTheBufferIsDropped)
{
    const Ptr<Socket> server = Bound("server", PORT);
    const Ptr<Socket> client = Bound("client", 0);
    for (int i = 0; i < 200; ++i)
    {
        client->SendTo(Create<Packet>(1'000), 0, At("server", PORT));
    }
    bench.RunFor(100ms);
    EXPECT_EQ(server->GetRxAvailable(), 131'000U);
}

TEST_P(UdpSocketTest, ASenderMayKeepItsPacket)
{
    const Ptr<Socket> server = Bound("server", PORT);
    const Ptr<Socket> client = Bound("client", 0);
    const auto packet = Create<Packet>(100);
    client->SendTo(packet, 0, At("server", PORT));
    packet->RemoveAtEnd(90);
    bench.RunFor(10ms);
    EXPECT_EQ(server->GetRxAvailable(), 100U);
}

TEST_P(UdpSocketTest, AConnectedSocketSendsToItsPeer)
{
    const Ptr<Socket> server = Bound("server", PORT);
    const Ptr<Socket> client = Bound("client", 0);
    EXPECT_EQ(client->Send(Create<Packet>(1), 0), -1);
    EXPECT_EQ(client->GetErrno(), Socket::ERROR_NOTCONN);
    EXPECT_EQ(client->Connect(At("server", PORT)), 0);
    EXPECT_EQ(client->Send(Create<Packet>(30), 0), 30);
    bench.RunFor(10ms);
    EXPECT_EQ(server->GetRxAvailable(), 30U);
    Address peer;
    EXPECT_EQ(client->GetPeerName(peer), 0);
    EXPECT_EQ(InetSocketAddress::ConvertFrom(peer), At("server", PORT));
}

TEST_P(UdpSocketTest, AClosedSocketIsMuteAndDeaf)
{
    const Ptr<Socket> server = Bound("server", PORT);
    const Ptr<Socket> client = Bound("client", 0);
    client->SendTo(Create<Packet>(10), 0, At("server", PORT));
    EXPECT_EQ(server->Close(), 0);
    bench.RunFor(10ms);
    EXPECT_EQ(server->GetRxAvailable(), 0U);
    EXPECT_EQ(client->Close(), 0);
    EXPECT_EQ(client->SendTo(Create<Packet>(10), 0, At("server", PORT)), -1);
    EXPECT_EQ(client->GetErrno(), Socket::ERROR_SHUTDOWN);
}

TEST_P(UdpSocketTest, ASocketWithoutANameGetsOneWhenItSends)
{
    const Ptr<Socket> server = Bound("server", PORT);
    const Ptr<Socket> client = Open("client");
    EXPECT_EQ(client->SendTo(Create<Packet>(10), 0, At("server", PORT)), 10);
    EXPECT_GE(PortOf(client), 49152);
    bench.RunFor(10ms);
    EXPECT_EQ(server->GetRxAvailable(), 10U);
}

TEST_P(UdpSocketTest, TooLongADatagramIsRefused)
{
    const Ptr<Socket> client = Bound("client", 0);
    EXPECT_EQ(client->SendTo(Create<Packet>(65'508), 0, At("server", PORT)), -1);
    EXPECT_EQ(client->GetErrno(), Socket::ERROR_MSGSIZE);
}

} // namespace ns3::kwiklab::test
