// The static routes of KwikTopology.
#include "helper/kwik-topology.h"
#include "model/host-routing.h"

#include <ns3/ipv4.h>

#include <set>
#include <utility>

namespace ns3::kwiklab
{

void
KwikTopology::AddRoutes()
{
    for (HostIndex host = 0; host < m_hosts.size(); ++host)
    {
        AddDefaultRoute(host);
        AddConnectedRoutes(host);
        AddRoutesTo(host);
    }
    for (HostIndex host = 0; host < m_hosts.size(); ++host)
    {
        if (m_hosts[host].mobility == Mobility::Mobile && m_hosts[host].links.size() > 1)
        {
            AddRoutesOverEachLink(host);
        }
    }
}

/// A host with one link needs no other route, unless nobody at its other end forwards.
bool
KwikTopology::HasDefaultRoute(HostIndex host) const
{
    if (m_hosts[host].links.size() != 1)
    {
        return false;
    }
    const Link& link = m_links[m_hosts[host].links.front()];
    return m_hosts[link.ends[1 - link.SideOf(host)].host].forwarding == Forwarding::On;
}

void
KwikTopology::AddDefaultRoute(HostIndex host)
{
    if (!HasDefaultRoute(host))
    {
        return;
    }
    const Link& link = m_links[m_hosts[host].links.front()];
    const std::size_t side = link.SideOf(host);
    const auto ipv4 = m_hosts[host].node->GetObject<Ipv4>();
    DynamicCast<HostRouting>(ipv4->GetRoutingProtocol())
        ->SetDefaultRoute(link.ends[1 - side].address, link.ends[side].interface);
}

/// To the other ends of its links, whose addresses others than Kwik send from. A mobile host is
/// found at each of its addresses from everywhere.
void
KwikTopology::AddConnectedRoutes(HostIndex host)
{
    if (HasDefaultRoute(host))
    {
        return;
    }
    for (const LinkIndex index : m_hosts[host].links)
    {
        const Link& link = m_links[index];
        const std::size_t side = link.SideOf(host);
        const End& far = link.ends[1 - side];
        if (m_hosts[far.host].mobility != Mobility::Mobile)
        {
            AddRoute(host, far.address, {far.address, link.ends[side].interface});
        }
    }
}

void
KwikTopology::AddRoutesTo(HostIndex destination)
{
    const Host& host = m_hosts[destination];
    const NextHops hops = HopsTowards(destination, std::nullopt);
    AddRoutes(hops, host.address);
    if (host.mobility == Mobility::Mobile && host.links.size() == 1)
    {
        const Link& link = m_links[host.links.front()];
        AddRoutes(hops, link.ends[link.SideOf(destination)].address);
    }
}

/// All hosts learn the way to each of the mobile one's links; back it is the same way.
void
KwikTopology::AddRoutesOverEachLink(HostIndex mobile)
{
    for (const LinkIndex index : m_hosts[mobile].links)
    {
        const Link& link = m_links[index];
        const End& near = link.ends[link.SideOf(mobile)];
        const End& far = link.ends[1 - link.SideOf(mobile)];
        const NextHops hops = HopsTowards(mobile, index);
        AddRoutes(hops, near.address);
        for (HostIndex other = 0; other < m_hosts.size(); ++other)
        {
            if (hops[other])
            {
                AddRoute(mobile, m_hosts[other].address, {far.address, near.interface});
            }
        }
    }
}

/// Dijkstra's algorithm outwards from the destination: every host learns its next hop towards it.
/// With @p lastLink only over this link of the destination.
KwikTopology::NextHops
KwikTopology::HopsTowards(HostIndex destination, std::optional<LinkIndex> lastLink) const
{
    using Distance = std::pair<int, kwik::Duration>; // Links, then delay.
    std::vector<std::optional<Distance>> distance(m_hosts.size());
    std::set<std::pair<Distance, HostIndex>> open{{Distance{}, destination}};
    NextHops nextHop(m_hosts.size());
    distance[destination] = Distance{};
    while (!open.empty())
    {
        const HostIndex near = open.extract(open.begin()).value().second;
        if (near != destination && m_hosts[near].forwarding == Forwarding::Off)
        {
            continue;
        }
        for (const LinkIndex index : m_hosts[near].links)
        {
            if (near == destination && lastLink && *lastLink != index)
            {
                continue;
            }
            const Link& link = m_links[index];
            const End& far = link.ends[1 - link.SideOf(near)];
            const Distance reached{distance[near]->first + 1, distance[near]->second + link.delay};
            if (!distance[far.host] || reached < *distance[far.host])
            {
                distance[far.host] = reached;
                nextHop[far.host] = Hop{link.ends[link.SideOf(near)].address, far.interface};
                open.insert({reached, far.host});
            }
        }
    }
    return nextHop;
}

/// At every host that has a choice.
void
KwikTopology::AddRoutes(const NextHops& hops, Ipv4Address to)
{
    for (HostIndex at = 0; at < m_hosts.size(); ++at)
    {
        if (hops[at] && !HasDefaultRoute(at))
        {
            AddRoute(at, to, *hops[at]);
        }
    }
}

void
KwikTopology::AddRoute(HostIndex at, Ipv4Address to, const Hop& hop)
{
    const auto ipv4 = m_hosts[at].node->GetObject<Ipv4>();
    DynamicCast<HostRouting>(ipv4->GetRoutingProtocol())->AddRoute(to, hop.gateway, hop.interface);
}

} // namespace ns3::kwiklab
