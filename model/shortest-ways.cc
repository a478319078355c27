#include "model/shortest-ways.h"

#include <set>
#include <utility>

namespace ns3::kwiklab
{

void
ShortestWays::AddHost(Forwarding forwarding)
{
    m_hosts.push_back(forwarding);
    m_linksOf.emplace_back();
}

void
ShortestWays::AddLink(HostIndex a, HostIndex b, kwik::Duration delay)
{
    m_linksOf.at(a).push_back(m_links.size());
    m_linksOf.at(b).push_back(m_links.size());
    m_links.push_back({{a, b}, delay});
}

/// Dijkstra's algorithm outwards from the destination: every host learns its next hop towards it.
ShortestWays::LinksOut
ShortestWays::Towards(HostIndex destination, std::optional<LinkIndex> lastLink) const
{
    using Distance = std::pair<int, kwik::Duration>; // Links, then delay.
    std::vector<std::optional<Distance>> distance(m_hosts.size());
    std::set<std::pair<Distance, HostIndex>> open{{Distance{}, destination}};
    LinksOut out(m_hosts.size());
    distance[destination] = Distance{};
    while (!open.empty())
    {
        const HostIndex near = open.extract(open.begin()).value().second;
        if (near != destination && !DoesForward(near))
        {
            continue;
        }
        for (const LinkIndex link : m_linksOf[near])
        {
            if (near == destination && lastLink && *lastLink != link)
            {
                continue;
            }
            const HostIndex far = OtherEnd(link, near);
            const Distance reached{distance[near]->first + 1,
                                   distance[near]->second + m_links[link].delay};
            if (!distance[far] || reached < *distance[far])
            {
                distance[far] = reached;
                out[far] = link;
                open.insert({reached, far});
            }
        }
    }
    return out;
}

std::size_t
ShortestWays::HostCount() const
{
    return m_hosts.size();
}

const std::vector<ShortestWays::LinkIndex>&
ShortestWays::LinksOf(HostIndex host) const
{
    return m_linksOf[host];
}

bool
ShortestWays::DoesForward(HostIndex host) const
{
    return m_hosts[host] == Forwarding::On;
}

ShortestWays::HostIndex
ShortestWays::OtherEnd(LinkIndex link, HostIndex host) const
{
    return m_links[link].ends[1 - EndAt(link, host)];
}

std::size_t
ShortestWays::EndAt(LinkIndex link, HostIndex host) const
{
    return m_links[link].ends[0] == host ? 0 : 1;
}

} // namespace ns3::kwiklab
