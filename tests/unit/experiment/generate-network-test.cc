#include "experiment/scenario/generate-network.h"
#include "experiment/scenario/routes.h"
#include "experiment/scenario/scenario.h"
#include "protocol-core/base/prng.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace kwik::experiment::test
{

using namespace std::chrono_literals;

namespace
{

TransitStubSpec
RandomSpec(Prng& random)
{
    TransitStubSpec spec;
    const auto upTo = [&random](std::uint64_t most) {
        return static_cast<std::uint32_t>(random.Below(most) + 1);
    };
    const auto link = [&random, &upTo] {
        const BitRate rate{upTo(1'000'000) * std::uint64_t{1000}};
        const Duration delay(upTo(10'000'000));
        return LinkClassSpec{{rate, BitRate{rate.bitsPerSecond + random.Below(1000)}},
                             {delay, delay + Duration(random.Below(1'000'000))},
                             {.time = 20ms}};
    };
    spec.regions = upTo(12);
    spec.stubs = upTo(4);
    spec.chords = upTo(100) - 1;
    spec.seed = upTo(1000);
    spec.backbone = link();
    spec.regional = link();
    spec.servers = {upTo(20), link()};
    spec.clients = {upTo(60), link()};
    return spec;
}

std::size_t
CountOf(const GeneratedNetwork& network, HostRole role)
{
    return static_cast<std::size_t>(
        std::count_if(network.hosts.begin(), network.hosts.end(), [role](const HostSpec& host) {
            return host.role == role;
        }));
}

const LinkClassSpec&
ClassOf(const TransitStubSpec& spec, const HostPair& between)
{
    const auto starts = [&between](const char* what) {
        return between[0].starts_with(what) || between[1].starts_with(what);
    };
    return starts("server-")   ? spec.servers.link
           : starts("client-") ? spec.clients.link
           : starts("stub-")   ? spec.regional
                               : spec.backbone;
}

bool
IsBetween(const LinkSpec& link, const LinkClassSpec& kind)
{
    return kind.rate[0] <= link.rate && link.rate <= kind.rate[1] && kind.delay[0] <= link.delay &&
           link.delay <= kind.delay[1] && link.queue == kind.queue;
}

} // namespace

TEST(GenerateNetwork, HasWhatIsAskedForAndAllIsConnected)
{
    Prng random(3);
    for (int i = 0; i < 50; ++i)
    {
        const TransitStubSpec spec = RandomSpec(random);
        const GeneratedNetwork network = GenerateNetwork(spec);
        EXPECT_EQ(CountOf(network, HostRole::Server), spec.servers.count);
        EXPECT_EQ(CountOf(network, HostRole::Client), spec.clients.count);
        EXPECT_EQ(CountOf(network, HostRole::Router), spec.regions * (1 + spec.stubs));
        Scenario scenario;
        scenario.hosts = network.hosts;
        scenario.links = network.links;
        const auto delays = RouteDelays(scenario).From(0);
        EXPECT_TRUE(std::all_of(delays.begin(), delays.end(), [](const auto& delay) {
            return delay.has_value();
        }));
        for (const LinkSpec& link : network.links)
        {
            EXPECT_TRUE(IsBetween(link, ClassOf(spec, link.between)))
                << link.between[0] << " " << link.between[1];
        }
    }
}

TEST(GenerateNetwork, NamesNothingAndJoinsNoPairTwice)
{
    Prng random(4);
    for (int i = 0; i < 50; ++i)
    {
        const GeneratedNetwork network = GenerateNetwork(RandomSpec(random));
        std::set<std::string> names;
        for (const HostSpec& host : network.hosts)
        {
            EXPECT_TRUE(names.insert(host.name).second) << host.name;
        }
        std::set<std::set<std::string>> pairs;
        for (const LinkSpec& link : network.links)
        {
            EXPECT_TRUE(pairs.insert(std::set(link.between.begin(), link.between.end())).second);
        }
    }
}

TEST(GenerateNetwork, HasSoManyChordsBesideItsRingAsThereIsRoomFor)
{
    const auto backbone = [](std::uint32_t regions, std::uint32_t chords) {
        Prng random(1);
        TransitStubSpec spec = RandomSpec(random);
        spec.regions = regions;
        spec.chords = chords;
        const GeneratedNetwork network = GenerateNetwork(spec);
        return std::count_if(network.links.begin(), network.links.end(), [](const LinkSpec& link) {
            return link.between[0].starts_with("transit-") &&
                   link.between[1].starts_with("transit-");
        });
    };
    EXPECT_EQ(backbone(1, 5), 0);
    EXPECT_EQ(backbone(2, 5), 1);
    EXPECT_EQ(backbone(6, 0), 6);
    EXPECT_EQ(backbone(6, 4), 10);
    EXPECT_EQ(backbone(6, 100), 15);
}

TEST(GenerateNetwork, IsDrawnByItsSeed)
{
    Prng random(5);
    TransitStubSpec spec = RandomSpec(random);
    const GeneratedNetwork first = GenerateNetwork(spec);
    const GeneratedNetwork again = GenerateNetwork(spec);
    EXPECT_EQ(first.hosts, again.hosts);
    EXPECT_EQ(first.links, again.links);
    ++spec.seed;
    EXPECT_NE(first.links, GenerateNetwork(spec).links);
}

} // namespace kwik::experiment::test
