#include "testbed/lab/link-ways.h"

#include <set>
#include <utility>

namespace kwik::testbed
{

namespace
{

/// Writes down the routes of all hosts, one destination after the other.
class RouteTables
{
  public:
    explicit RouteTables(const LabSpec& spec)
        : m_spec(spec),
          m_ways(spec),
          m_tables(spec.hosts.size())
    {
    }

    void AddRoutesTo(std::size_t destination)
    {
        const LabHost& host = m_spec.hosts[destination];
        const auto out = m_ways.Towards(destination, std::nullopt);
        AddEverywhere(out, host.address);
        if (!host.isMobile)
        {
            return;
        }
        for (const std::size_t link : m_ways.LinksOf(destination))
        {
            AddRoutesOver(destination, link);
        }
    }

    std::vector<HostRoutes> Take()
    {
        return std::move(m_tables);
    }

  private:
    void AddEverywhere(const LinkWays::LinksOut& out, const Address& to)
    {
        for (std::size_t at = 0; at < out.size(); ++at)
        {
            if (out[at])
            {
                m_tables[at].all.push_back({to, *out[at]});
            }
        }
    }

    /// All hosts learn the way to each of a mobile host's links; back it is the same way.
    void AddRoutesOver(std::size_t mobile, std::size_t link)
    {
        const auto out = m_ways.Towards(mobile, link);
        const LabLink& spec = m_spec.links[link];
        AddEverywhere(out, spec.addresses[EndAt(spec, mobile)]);
        std::vector<HostRoute> back;
        for (std::size_t other = 0; other < out.size(); ++other)
        {
            if (out[other])
            {
                back.push_back({m_spec.hosts[other].address, link});
            }
        }
        m_tables[mobile].fromLinks.push_back(std::move(back));
    }

    const LabSpec& m_spec;
    LinkWays m_ways;
    std::vector<HostRoutes> m_tables;
};

} // namespace

LinkWays::LinkWays(const LabSpec& spec)
    : m_linksOf(spec.hosts.size())
{
    for (const LabHost& host : spec.hosts)
    {
        m_forwards.push_back(host.forwards);
    }
    for (const LabLink& link : spec.links)
    {
        m_linksOf.at(link.from).push_back(m_links.size());
        m_linksOf.at(link.to).push_back(m_links.size());
        m_links.push_back({link.from, link.to, link.shapes[0].delay});
    }
}

/// Dijkstra's algorithm outwards from the destination: every host learns its next hop towards it.
LinkWays::LinksOut
LinkWays::Towards(std::size_t destination, std::optional<std::size_t> lastLink) const
{
    using Distance = std::pair<std::size_t, Duration>; // Links, then delay.
    std::vector<std::optional<Distance>> known(m_forwards.size());
    std::set<std::pair<Distance, std::size_t>> open{{Distance{}, destination}};
    LinksOut out(m_forwards.size());
    known[destination] = Distance{};
    while (!open.empty())
    {
        const auto [distance, near] = open.extract(open.begin()).value();
        const bool isFirst = near == destination;
        for (const std::size_t link : m_linksOf[near])
        {
            if (isFirst ? lastLink && *lastLink != link : !m_forwards[near])
            {
                continue;
            }
            const std::size_t far = OtherEnd(link, near);
            const Distance reached{distance.first + 1, distance.second + m_links[link].delay};
            if (!known[far] || reached < *known[far])
            {
                known[far] = reached;
                out[far] = link;
                open.insert({reached, far});
            }
        }
    }
    return out;
}

const std::vector<std::size_t>&
LinkWays::LinksOf(std::size_t host) const
{
    return m_linksOf[host];
}

std::size_t
LinkWays::OtherEnd(std::size_t link, std::size_t host) const
{
    return m_links[link].from == host ? m_links[link].to : m_links[link].from;
}

std::vector<HostRoutes>
RoutesOf(const LabSpec& spec)
{
    RouteTables tables(spec);
    for (std::size_t host = 0; host < spec.hosts.size(); ++host)
    {
        tables.AddRoutesTo(host);
    }
    return tables.Take();
}

std::size_t
EndAt(const LabLink& link, std::size_t host)
{
    return link.from == host ? 0 : 1;
}

} // namespace kwik::testbed
