// The static routes of KwikTopology.
#include "helper/kwik-topology.h"
#include "model/host-routing.h"

#include <ns3/ipv4.h>

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
        if (m_hosts[host].mobility == Mobility::Mobile && m_ways.LinksOf(host).size() > 1)
        {
            AddRoutesOverEachLink(host);
        }
    }
}

/// A host with one link needs no other route, unless nobody at its other end forwards.
bool
KwikTopology::HasDefaultRoute(HostIndex host) const
{
    const auto& links = m_ways.LinksOf(host);
    return links.size() == 1 && m_ways.DoesForward(m_ways.OtherEnd(links.front(), host));
}

void
KwikTopology::AddDefaultRoute(HostIndex host)
{
    if (!HasDefaultRoute(host))
    {
        return;
    }
    const LinkIndex link = m_ways.LinksOf(host).front();
    const auto ipv4 = m_hosts[host].node->GetObject<Ipv4>();
    DynamicCast<HostRouting>(ipv4->GetRoutingProtocol())
        ->SetDefaultRoute(FarEnd(host, link).address, EndOf(host, link).interface);
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
    for (const LinkIndex link : m_ways.LinksOf(host))
    {
        if (m_hosts[m_ways.OtherEnd(link, host)].mobility != Mobility::Mobile)
        {
            AddRoute(host, FarEnd(host, link).address, link);
        }
    }
}

void
KwikTopology::AddRoutesTo(HostIndex destination)
{
    const Host& host = m_hosts[destination];
    const ShortestWays::LinksOut out = m_ways.Towards(destination, std::nullopt);
    AddRoutes(out, host.address);
    const auto& links = m_ways.LinksOf(destination);
    if (host.mobility == Mobility::Mobile && links.size() == 1)
    {
        AddRoutes(out, EndOf(destination, links.front()).address);
    }
}

/// All hosts learn the way to each of the mobile one's links; back it is the same way.
void
KwikTopology::AddRoutesOverEachLink(HostIndex mobile)
{
    for (const LinkIndex link : m_ways.LinksOf(mobile))
    {
        const ShortestWays::LinksOut out = m_ways.Towards(mobile, link);
        AddRoutes(out, EndOf(mobile, link).address);
        for (HostIndex other = 0; other < m_hosts.size(); ++other)
        {
            if (out[other])
            {
                AddRoute(mobile, m_hosts[other].address, link);
            }
        }
    }
}

/// At every host that has a choice.
void
KwikTopology::AddRoutes(const ShortestWays::LinksOut& out, Ipv4Address to)
{
    for (HostIndex at = 0; at < m_hosts.size(); ++at)
    {
        if (out[at] && !HasDefaultRoute(at))
        {
            AddRoute(at, to, *out[at]);
        }
    }
}

void
KwikTopology::AddRoute(HostIndex at, Ipv4Address to, LinkIndex over)
{
    const auto ipv4 = m_hosts[at].node->GetObject<Ipv4>();
    DynamicCast<HostRouting>(ipv4->GetRoutingProtocol())
        ->AddRoute(to, FarEnd(at, over).address, EndOf(at, over).interface);
}

} // namespace ns3::kwiklab
