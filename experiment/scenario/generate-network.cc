#include "experiment/scenario/generate-network.h"

#include "protocol-core/base/prng.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace kwik::experiment
{

namespace
{

class TransitStub
{
  public:
    explicit TransitStub(const TransitStubSpec& spec)
        : m_spec(spec),
          m_random(Prng(spec.seed).Fork("transit-stub"))
    {
    }

    GeneratedNetwork Generate()
    {
        AddRouters();
        AddBackbone();
        AddHosts(m_spec.servers, HostRole::Server, "server-");
        AddHosts(m_spec.clients, HostRole::Client, "client-");
        return std::move(m_network);
    }

  private:
    using Region = std::uint32_t; ///< Counted from 1, as in the names.

    static std::string TransitOf(Region region)
    {
        return "transit-" + std::to_string(region);
    }

    static std::string StubOf(Region region, std::uint32_t stub)
    {
        return "stub-" + std::to_string(region) + "-" + std::to_string(stub);
    }

    static std::string NameOf(Region region)
    {
        return "region-" + std::to_string(region);
    }

    void AddRouters()
    {
        for (Region region = 1; region <= m_spec.regions; ++region)
        {
            AddHost(TransitOf(region), HostRole::Router, region);
            for (std::uint32_t stub = 1; stub <= m_spec.stubs; ++stub)
            {
                AddHost(StubOf(region, stub), HostRole::Router, region);
                AddLink(StubOf(region, stub), TransitOf(region), m_spec.regional);
            }
        }
    }

    /// A ring, then chords between regions that have no link yet.
    void AddBackbone()
    {
        std::set<std::pair<Region, Region>> joined;
        const auto join = [&](Region a, Region b) {
            if (a != b && joined.insert(std::minmax(a, b)).second)
            {
                AddLink(TransitOf(a), TransitOf(b), m_spec.backbone);
            }
        };
        for (Region region = 1; region <= m_spec.regions; ++region)
        {
            join(region, region % m_spec.regions + 1);
        }
        const std::size_t all = std::size_t{m_spec.regions} * (m_spec.regions - 1) / 2;
        const std::size_t wanted = std::min(all, joined.size() + m_spec.chords);
        while (joined.size() < wanted)
        {
            const auto a = static_cast<Region>(m_random.Below(m_spec.regions) + 1);
            join(a, static_cast<Region>(m_random.Below(m_spec.regions) + 1));
        }
    }

    void AddHosts(const HostClassSpec& hosts, HostRole role, const std::string& prefix)
    {
        for (std::uint32_t i = 0; i < hosts.count; ++i)
        {
            const Region region = i % m_spec.regions + 1;
            const std::string name = prefix + std::to_string(i + 1);
            AddHost(name, role, region);
            const auto stub = static_cast<std::uint32_t>(m_random.Below(m_spec.stubs) + 1);
            AddLink(name, StubOf(region, stub), hosts.link);
        }
    }

    void AddHost(const std::string& name, HostRole role, Region region)
    {
        HostSpec host{name, role, NameOf(region), {}};
        if (role == HostRole::Server)
        {
            host.content = HostContent::All;
        }
        m_network.hosts.push_back(host);
    }

    void AddLink(const std::string& from, const std::string& to, const LinkClassSpec& kind)
    {
        LinkSpec link;
        link.between = {from, to};
        link.rate = {Between(kind.rate[0].bitsPerSecond, kind.rate[1].bitsPerSecond)};
        link.delay = Duration(
            static_cast<Duration::rep>(Between(static_cast<std::uint64_t>(kind.delay[0].count()),
                                               static_cast<std::uint64_t>(kind.delay[1].count()))));
        link.queue = kind.queue;
        m_network.links.push_back(link);
    }

    /// Both bounds can be drawn.
    std::uint64_t Between(std::uint64_t low, std::uint64_t high)
    {
        return low + m_random.Below(high - low + 1);
    }

    const TransitStubSpec& m_spec;
    Prng m_random;
    GeneratedNetwork m_network;
};

} // namespace

GeneratedNetwork
GenerateNetwork(const TransitStubSpec& spec)
{
    return TransitStub(spec).Generate();
}

} // namespace kwik::experiment
