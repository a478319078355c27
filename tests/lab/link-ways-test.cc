#include "testbed/lab/link-ways.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace kwik::testbed
{

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::Optional;

namespace
{

enum class Does
{
    End,
    Forward,
    Move,
};

class Network
{
  public:
    std::size_t AddHost(Does does)
    {
        const std::size_t host = spec.hosts.size();
        spec.hosts.push_back({.name = "h" + std::to_string(host),
                              .address = Ipv4(static_cast<std::uint32_t>(host), 0),
                              .forwards = does == Does::Forward,
                              .isMobile = does == Does::Move});
        return host;
    }

    std::size_t AddLink(std::size_t from, std::size_t to, Duration delay = 1ms)
    {
        const std::size_t link = spec.links.size();
        const auto number = static_cast<std::uint32_t>(100 + 2 * link);
        spec.links.push_back({.from = from,
                              .to = to,
                              .shapes = {DirectionShape{.delay = delay}, {.delay = delay}},
                              .addresses = {Ipv4(number, 0), Ipv4(number + 1, 0)}});
        return link;
    }

    LabSpec spec{.seed = 1};
};

} // namespace

TEST(LinkWays, FewerLinksAreBetterThanLessDelay)
{
    Network network;
    const std::size_t a = network.AddHost(Does::End);
    const std::size_t b = network.AddHost(Does::End);
    const std::size_t router = network.AddHost(Does::Forward);
    network.AddLink(a, router);
    network.AddLink(router, b);
    const std::size_t direct = network.AddLink(a, b, 1s);
    EXPECT_THAT(LinkWays(network.spec).Towards(b, std::nullopt)[a], Optional(direct));
}

TEST(LinkWays, OfWaysWithAsManyLinksTheOneOfLeastDelayIsTaken)
{
    Network network;
    const std::size_t a = network.AddHost(Does::End);
    const std::size_t b = network.AddHost(Does::End);
    const std::size_t slow = network.AddHost(Does::Forward);
    const std::size_t quick = network.AddHost(Does::Forward);
    network.AddLink(a, slow, 1ms);
    network.AddLink(slow, b, 10ms);
    const std::size_t first = network.AddLink(a, quick, 5ms);
    const std::size_t second = network.AddLink(quick, b, 5ms);
    const auto out = LinkWays(network.spec).Towards(b, std::nullopt);
    EXPECT_THAT(out[a], Optional(first));
    EXPECT_THAT(out[quick], Optional(second));
    EXPECT_EQ(out[b], std::nullopt);
}

TEST(LinkWays, OnlyRoutersPassOn)
{
    Network network;
    const std::size_t a = network.AddHost(Does::End);
    const std::size_t b = network.AddHost(Does::End);
    const std::size_t c = network.AddHost(Does::End);
    network.AddLink(a, b);
    network.AddLink(b, c);
    EXPECT_EQ(LinkWays(network.spec).Towards(c, std::nullopt)[a], std::nullopt);
}

TEST(LinkWays, AMobileHostIsReachedOverEachLinkAndAnswersOverIt)
{
    Network network;
    const std::size_t mobile = network.AddHost(Does::Move);
    const std::size_t server = network.AddHost(Does::End);
    const std::size_t router = network.AddHost(Does::Forward);
    const std::size_t left = network.AddLink(mobile, router, 1ms);
    const std::size_t right = network.AddLink(router, mobile, 9ms);
    const std::size_t last = network.AddLink(router, server);
    const auto routes = RoutesOf(network.spec);

    const auto toLeft = network.spec.links[left].addresses[0];
    const auto toRight = network.spec.links[right].addresses[1];
    const auto linkTo = [&](std::size_t at, const Address& to) -> std::optional<std::size_t> {
        for (const HostRoute& route : routes[at].all)
        {
            if (route.to == to)
            {
                return route.link;
            }
        }
        return std::nullopt;
    };
    EXPECT_THAT(linkTo(router, toLeft), Optional(left));
    EXPECT_THAT(linkTo(router, toRight), Optional(right));
    EXPECT_THAT(linkTo(router, network.spec.hosts[mobile].address), Optional(left));
    EXPECT_THAT(linkTo(server, toRight), Optional(last));

    ASSERT_EQ(routes[mobile].fromLinks.size(), 2U);
    for (const std::size_t i : {left, right})
    {
        for (const HostRoute& route : routes[mobile].fromLinks[i])
        {
            EXPECT_EQ(route.link, i);
        }
        EXPECT_EQ(routes[mobile].fromLinks[i].size(), 2U);
    }
    EXPECT_TRUE(routes[server].fromLinks.empty());
}

} // namespace kwik::testbed
