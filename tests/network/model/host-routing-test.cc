#include "helper/kwik-topology.h"
#include "model/host-routing.h"
#include "tests/network/model/network-bench.h"

#include <ns3/ipv4-header.h>
#include <ns3/ipv4-route.h>
#include <ns3/output-stream-wrapper.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>

#include <gtest/gtest.h>
#include <sstream>

namespace ns3::kwiklab::test
{

using namespace std::chrono_literals;

namespace
{

const Ipv4Address NOBODY("192.0.2.1");

/// A client and a server with two routers between them, of which `b` has the shorter way, and a
/// third way of less delay over more links.
NetworkPlan
Redundant()
{
    return {{{"client", Forwarding::Off, Mobility::Mobile},
             {"a", Forwarding::On},
             {"b", Forwarding::On},
             {"c", Forwarding::On},
             {"server", Forwarding::Off}},
            {Joining("client", "a", 10ms),
             Joining("client", "b", 10ms),
             Joining("a", "server", 10ms),
             Joining("b", "server", 9ms),
             Joining("a", "c", 10us),
             Joining("c", "server", 10us)}};
}

/// The routing of a host in a topology of its own.
class Routes
{
  public:
    explicit Routes(const NetworkPlan& plan)
        : topology(plan.hosts, plan.links)
    {
    }

    ~Routes()
    {
        Simulator::Destroy();
    }

    Ptr<HostRouting> Of(const std::string& host)
    {
        const auto ipv4 = topology.NodeOf(host)->GetObject<Ipv4>();
        return DynamicCast<HostRouting>(ipv4->GetRoutingProtocol());
    }

    /// The next hop's address; any address when there is no route.
    Ipv4Address Next(const std::string& host, Ipv4Address to, Ptr<NetDevice> device = nullptr)
    {
        Ipv4Header header;
        header.SetDestination(to);
        const auto route = Of(host)->RouteOutput(Create<Packet>(), header, device, error);
        return route ? route->GetGateway() : Ipv4Address::GetAny();
    }

    /// The address of the end of a link that is not @p host's.
    static Ipv4Address Far(const NetworkPlan& plan, std::size_t link, const std::string& host)
    {
        return KwikNetwork::LinkAddressAt(link, plan.links[link].from == host ? 1 : 0);
    }

    KwikTopology topology;
    Socket::SocketErrno error{Socket::ERROR_NOTERROR};
};

} // namespace

TEST(HostRouting, AHostWithOneLinkHasADefaultRouteAndNothingElse)
{
    const NetworkPlan plan{
        {{"client", Forwarding::Off}, {"router", Forwarding::On}, {"server", Forwarding::Off}},
        {Joining("client", "router", 1ms), Joining("router", "server", 1ms)}};
    Routes routes(plan);
    EXPECT_EQ(routes.Of("client")->RouteCount(), 1U);
    const Ipv4Address router = Routes::Far(plan, 0, "client");
    EXPECT_EQ(routes.Next("client", routes.topology.AddressOf("server")), router);
    EXPECT_EQ(routes.Next("client", NOBODY), router);
    const auto strange = routes.topology.PlaceOf("server", 1).device;
    EXPECT_EQ(routes.Next("client", NOBODY, strange), Ipv4Address::GetAny());
    EXPECT_EQ(routes.Of("router")->RouteCount(), 4U);
    EXPECT_EQ(routes.Next("router", NOBODY), Ipv4Address::GetAny());
    EXPECT_EQ(routes.error, Socket::ERROR_NOROUTETOHOST);
}

TEST(HostRouting, OfWaysWithAsManyLinksTheOneOfLessDelayIsTaken)
{
    const NetworkPlan plan = Redundant();
    Routes routes(plan);
    EXPECT_EQ(routes.Next("client", routes.topology.AddressOf("server")),
              Routes::Far(plan, 1, "client"));
    EXPECT_EQ(routes.error, Socket::ERROR_NOTERROR);
    EXPECT_EQ(routes.Next("server", routes.topology.AddressOf("client")),
              Routes::Far(plan, 3, "server"));
}

TEST(HostRouting, FewerLinksAreTakenWhateverTheirDelay)
{
    const NetworkPlan plan = Redundant();
    Routes routes(plan);
    EXPECT_EQ(routes.Next("a", routes.topology.AddressOf("server")), Routes::Far(plan, 2, "a"));
}

TEST(HostRouting, OfEqualWaysTheFirstLinkOfTheListIsTaken)
{
    NetworkPlan plan = Redundant();
    plan.links[3].channel.delay = 10ms;
    Routes routes(plan);
    EXPECT_EQ(routes.Next("client", routes.topology.AddressOf("server")),
              Routes::Far(plan, 0, "client"));
}

TEST(HostRouting, ASocketThatIsBoundToADeviceUsesItOrNothing)
{
    const NetworkPlan plan = Redundant();
    Routes routes(plan);
    const Ipv4Address server = routes.topology.AddressOf("server");
    for (const std::size_t link : {0U, 1U})
    {
        const HostPlace place = routes.topology.PlaceOf("client", link);
        EXPECT_EQ(routes.Next("client", server, place.device), Routes::Far(plan, link, "client"));
    }
    const auto strange = routes.topology.PlaceOf("server", 2).device;
    EXPECT_EQ(routes.Next("client", server, strange), Ipv4Address::GetAny());
    EXPECT_EQ(routes.error, Socket::ERROR_NOROUTETOHOST);
}

TEST(HostRouting, AMobileHostIsReachedAtEachOfItsAddressesOverTheirLink)
{
    const NetworkPlan plan = Redundant();
    Routes routes(plan);
    const Ipv4Address overA = routes.topology.PlaceOf("client", 0).address;
    const Ipv4Address overB = routes.topology.PlaceOf("client", 1).address;
    EXPECT_EQ(routes.Next("server", overA), Routes::Far(plan, 2, "server"));
    EXPECT_EQ(routes.Next("server", overB), Routes::Far(plan, 3, "server"));
    EXPECT_EQ(routes.Next("c", overA), Routes::Far(plan, 4, "c"));
}

TEST(HostRouting, PrintsItsRoutesInOrder)
{
    const auto routing = CreateObject<HostRouting>();
    routing->AddRoute(Ipv4Address("172.16.0.9"), Ipv4Address("10.0.0.2"), 2);
    routing->AddRoute(Ipv4Address("172.16.0.1"), Ipv4Address("10.0.0.6"), 1);
    routing->SetDefaultRoute(Ipv4Address("10.0.0.6"), 1);
    std::ostringstream text;
    routing->PrintRoutingTable(Create<OutputStreamWrapper>(&text), Time::S);
    EXPECT_EQ(text.str(),
              "172.16.0.1 via 10.0.0.6 interface 1\n"
              "172.16.0.9 via 10.0.0.2 interface 2\n"
              "default via 10.0.0.6 interface 1\n");
}

} // namespace ns3::kwiklab::test
