// Applications of ns-3, unmodified, over Kwik's sockets and over TCP's.
#include "helper/kwik-socket-helper.h"
#include "helper/kwik-topology.h"
#include "protocol-core/event/event.h"

#include <ns3/bulk-send-application.h>
#include <ns3/config.h>
#include <ns3/data-rate.h>
#include <ns3/inet-socket-address.h>
#include <ns3/onoff-application.h>
#include <ns3/packet-sink.h>
#include <ns3/simulator.h>
#include <ns3/string.h>
#include <ns3/tcp-socket-factory.h>
#include <ns3/type-id.h>
#include <ns3/uinteger.h>

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace ns3::kwiklab
{

namespace
{

constexpr std::uint16_t SERVICE = 9;
constexpr std::uint64_t SIZE = 5'000'000;

LinkSpec
LinkTo(const std::string& server, std::uint64_t megabits, kwik::Duration delay)
{
    const kwik::BitRate rate{megabits * 1'000'000};
    return {"client",
            server,
            rate,
            {QueueLimit::Unit::Bytes, kwik::BytesIn(rate, delay * 2).value},
            0,
            1500,
            {.delay = delay}};
}

/// A client and servers with a link each; what is sent goes to the first one.
class Bench
{
  public:
    explicit Bench(std::size_t servers)
    {
        std::vector<HostSpec> hosts{{"client", Forwarding::Off}};
        std::vector<LinkSpec> links;
        for (std::size_t i = 0; i < servers; ++i)
        {
            const std::string name = "server" + std::to_string(i);
            hosts.push_back({name, Forwarding::Off});
            links.push_back(LinkTo(name, 10, std::chrono::milliseconds(20)));
            if (i > 0)
            {
                links.push_back(LinkTo(name, 1'000, std::chrono::milliseconds(2)));
                links.back().from = "server0";
            }
        }
        topology = std::make_unique<KwikTopology>(hosts, links);
        KwikSocketHelper helper(KwikSocketSetup{});
        std::vector<Ptr<Node>> group;
        for (const HostSpec& host : hosts)
        {
            helper.Add(topology->NodeOf(host.name), topology->AddressOf(host.name));
            if (host.name != "client")
            {
                group.push_back(topology->NodeOf(host.name));
            }
        }
        helper.Join(group);
        helper.Install(1);
    }

    ~Bench()
    {
        topology.reset();
        Simulator::Destroy();
    }

    Ptr<PacketSink> Sink(const std::string& host, const std::string& factory)
    {
        auto sink = CreateObject<PacketSink>();
        sink->SetAttribute("Protocol", TypeIdValue(TypeId::LookupByName(factory)));
        sink->SetAttribute("Local",
                           AddressValue(InetSocketAddress(Ipv4Address::GetAny(), SERVICE)));
        topology->NodeOf(host)->AddApplication(sink);
        sink->SetStartTime(Seconds(0));
        return sink;
    }

    template <typename APPLICATION>
    Ptr<APPLICATION> Sender(const std::string& from, const std::string& to, const char* factory)
    {
        auto sender = CreateObject<APPLICATION>();
        sender->SetAttribute("Protocol", TypeIdValue(TypeId::LookupByName(factory)));
        sender->SetAttribute("Remote",
                             AddressValue(InetSocketAddress(topology->AddressOf(to), SERVICE)));
        topology->NodeOf(from)->AddApplication(sender);
        sender->SetStartTime(MilliSeconds(10));
        return sender;
    }

    std::unique_ptr<KwikTopology> topology;
};

/// When the last of SIZE bytes had come, in seconds; 0 when they had not within a minute.
double
SecondsOfBulk(std::size_t servers, const char* factory)
{
    Bench bench(servers);
    auto sink = bench.Sink("server0", factory);
    auto sender = bench.Sender<BulkSendApplication>("client", "server0", factory);
    sender->SetAttribute("MaxBytes", UintegerValue(SIZE));
    double done = 0;
    sink->TraceConnectWithoutContext("Rx",
                                     Callback<void, Ptr<const Packet>, const Address&>(
                                         [&done, sink](Ptr<const Packet>, const Address&) {
                                             done = sink->GetTotalRx() == SIZE
                                                        ? Simulator::Now().GetSeconds()
                                                        : done;
                                         }));
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    EXPECT_EQ(sink->GetTotalRx(), SIZE) << factory;
    return done;
}

constexpr const char* KWIK = "ns3::KwikSocketFactory";
constexpr const char* TCP = "ns3::TcpSocketFactory";

} // namespace

TEST(Ns3Socket, BulkSendOverKwikTakesAboutAsLongAsOverTcp)
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(4U << 20));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(4U << 20));
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1'400));
    const double kwik = SecondsOfBulk(1, KWIK);
    const double tcp = SecondsOfBulk(1, TCP);
    EXPECT_GE(kwik, SIZE * 8 / 10e6);
    EXPECT_LE(kwik, SIZE * 8 / 10e6 * 1.2);
    EXPECT_GE(kwik, tcp * 0.6);
    EXPECT_LE(kwik, tcp * 1.2);
}

TEST(Ns3Socket, BulkSendToAPrimaryWithASecondaryUsesBothLinks)
{
    const double both = SecondsOfBulk(2, KWIK);
    EXPECT_GE(both, SIZE * 8 / 20e6);
    EXPECT_LE(both, SIZE * 8 / 20e6 * 1.4);
}

TEST(Ns3Socket, ARunIsDetermined)
{
    const double first = SecondsOfBulk(2, KWIK);
    EXPECT_GT(first, 0);
    EXPECT_EQ(first, SecondsOfBulk(2, KWIK));
}

TEST(Ns3Socket, OnOffSendsAtItsRate)
{
    Bench bench(1);
    auto sink = bench.Sink("server0", KWIK);
    auto sender = bench.Sender<OnOffApplication>("client", "server0", KWIK);
    sender->SetAttribute("DataRate", StringValue("2Mbps"));
    sender->SetAttribute("PacketSize", UintegerValue(500));
    sender->SetAttribute("OnTime", StringValue("ns3::ConstantRandomVariable[Constant=1]"));
    sender->SetAttribute("OffTime", StringValue("ns3::ConstantRandomVariable[Constant=0]"));
    sender->SetStopTime(Seconds(10));
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    EXPECT_GE(sink->GetTotalRx(), 2'000'000 / 8 * 9.5);
    EXPECT_LE(sink->GetTotalRx(), 2'000'000 / 8 * 10.0);
}

TEST(Ns3Socket, NobodyWhoListensIsAFailedConnectionAndNoHostIsAnErrno)
{
    Bench bench(1);
    bench.Sink("server0", KWIK);
    auto socket =
        Socket::CreateSocket(bench.topology->NodeOf("client"), TypeId::LookupByName(KWIK));
    int failed = 0;
    int connected = 0;
    socket->SetConnectCallback(
        Callback<void, Ptr<Socket>>([&connected](Ptr<Socket>) { ++connected; }),
        Callback<void, Ptr<Socket>>([&failed](Ptr<Socket>) { ++failed; }));
    EXPECT_EQ(socket->Connect(InetSocketAddress("192.0.2.1", SERVICE)), -1);
    EXPECT_EQ(socket->GetErrno(), Socket::ERROR_ADDRNOTAVAIL);
    EXPECT_EQ(socket->Send(Create<Packet>(10)), -1);
    EXPECT_EQ(socket->GetErrno(), Socket::ERROR_NOTCONN);
    EXPECT_EQ(socket->Connect(InetSocketAddress(bench.topology->AddressOf("server0"), SERVICE + 1)),
              0);
    Simulator::Stop(Seconds(5));
    Simulator::Run();
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(connected, 0);
}

} // namespace ns3::kwiklab
