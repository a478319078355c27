// The static routes of KwikTopology.
#include "helper/kwik-topology.h"

#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/ipv4.h>

#include <set>
#include <utility>

namespace ns3::kwiklab
{

namespace
{

constexpr std::uint32_t PREFERRED = 0;
constexpr std::uint32_t OTHERWISE = 1; ///< Only for sockets that are bound to a device.

} // namespace

void
KwikTopology::AddRoutes()
{
    for (const auto& [name, host] : m_hosts)
    {
        AddRoutesTo(name);
    }
    for (const auto& [name, host] : m_hosts)
    {
        if (host.mobility == Mobility::Mobile)
        {
            AddRoutesOverEachLink(name);
        }
    }
}

void
KwikTopology::AddRoutesTo(const std::string& destination)
{
    const Ipv4Address address = m_hosts.at(destination).address;
    for (const auto& [name, hop] : HopsTowards(destination, nullptr))
    {
        AddHostRoute(name, address, hop, PREFERRED);
    }
}

/// All hosts learn the way to each of the mobile one's links; back it is the same way.
void
KwikTopology::AddRoutesOverEachLink(const std::string& mobile)
{
    for (const Link& link : m_links)
    {
        const std::size_t side = link.ends[0].host == mobile ? 0 : 1;
        const End& near = link.ends[side];
        const End& far = link.ends[1 - side];
        if (near.host != mobile)
        {
            continue;
        }
        for (const auto& [name, hop] : HopsTowards(mobile, &link))
        {
            AddHostRoute(name, near.address, hop, PREFERRED);
            const Hop back{far.address, near.interface};
            AddHostRoute(mobile, m_hosts.at(name).address, back, OTHERWISE);
        }
    }
}

/// Dijkstra's algorithm outwards from the destination: every host learns its next hop towards it.
/// With @p lastLink only over this link of the destination.
KwikTopology::NextHops
KwikTopology::HopsTowards(const std::string& destination, const Link* lastLink) const
{
    using Distance = std::pair<int, kwik::Duration>; // Links, then delay.
    std::map<std::string, Distance> distance{{destination, Distance{}}};
    std::set<std::pair<Distance, std::string>> open{{Distance{}, destination}};
    NextHops nextHop;
    while (!open.empty())
    {
        const std::string near = open.extract(open.begin()).value().second;
        if (near != destination && m_hosts.at(near).forwarding == Forwarding::Off)
        {
            continue;
        }
        for (const Link& link : m_links)
        {
            const int side = link.ends[0].host == near ? 0 : 1;
            const bool isExcluded = near == destination && lastLink != nullptr && lastLink != &link;
            if (link.ends[side].host != near || isExcluded)
            {
                continue;
            }
            const End& far = link.ends[1 - side];
            const Distance reached{distance.at(near).first + 1,
                                   distance.at(near).second + link.delay};
            const auto known = distance.find(far.host);
            if (known == distance.end() || reached < known->second)
            {
                distance[far.host] = reached;
                nextHop[far.host] = {link.ends[side].address, far.interface};
                open.insert({reached, far.host});
            }
        }
    }
    return nextHop;
}

void
KwikTopology::AddHostRoute(const std::string& at,
                           Ipv4Address to,
                           const Hop& hop,
                           std::uint32_t metric)
{
    const auto ipv4 = m_hosts.at(at).node->GetObject<Ipv4>();
    Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->AddHostRouteTo(to,
                                                                     hop.address,
                                                                     hop.interface,
                                                                     metric);
}

} // namespace ns3::kwiklab
