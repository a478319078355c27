#include "model/host-routing.h"

#include <ns3/ipv4-route.h>
#include <ns3/net-device.h>
#include <ns3/output-stream-wrapper.h>

#include <map>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(HostRouting);

TypeId
HostRouting::GetTypeId()
{
    static TypeId tid = TypeId("ns3::kwiklab::HostRouting")
                            .SetParent<Ipv4RoutingProtocol>()
                            .SetGroupName("Kwik")
                            .AddConstructor<HostRouting>();
    return tid;
}

void
HostRouting::AddRoute(Ipv4Address to, Ipv4Address gateway, std::uint32_t interface)
{
    m_routes[to.Get()].push_back({gateway, interface});
}

void
HostRouting::SetDefaultRoute(Ipv4Address gateway, std::uint32_t interface)
{
    m_default = Hop{gateway, interface};
}

std::size_t
HostRouting::RouteCount() const
{
    std::size_t count = m_default ? 1 : 0;
    for (const auto& [to, hops] : m_routes)
    {
        count += hops.size();
    }
    return count;
}

Ptr<Ipv4Route>
HostRouting::RouteOutput(Ptr<Packet>,
                         const Ipv4Header& header,
                         Ptr<NetDevice> device,
                         Socket::SocketErrno& error)
{
    const Hop* hop = Find(header.GetDestination(), device);
    error = hop == nullptr ? Socket::ERROR_NOROUTETOHOST : Socket::ERROR_NOTERROR;
    return hop == nullptr ? nullptr : RouteTo(header.GetDestination(), *hop);
}

bool
HostRouting::TakeInput(Input input)
{
    const auto& [packet, header, device, forward, forwardMany, deliver, refuse] = input;
    const Ipv4Address to = header.GetDestination();
    const auto arrivedAt = static_cast<std::uint32_t>(m_ipv4->GetInterfaceForDevice(device));
    if (m_ipv4->IsDestinationAddress(to, arrivedAt))
    {
        deliver(packet, header, arrivedAt);
        return true;
    }
    const Hop* hop = m_ipv4->IsForwarding(arrivedAt) ? Find(to, nullptr) : nullptr;
    if (hop == nullptr)
    {
        refuse(packet, header, Socket::ERROR_NOROUTETOHOST);
        return true;
    }
    forward(RouteTo(to, *hop), packet, header);
    return true;
}

const HostRouting::Hop*
HostRouting::Find(Ipv4Address to, Ptr<const NetDevice> device) const
{
    const auto fits = [&](const Hop& hop) {
        return device == nullptr || m_ipv4->GetNetDevice(hop.interface) == device;
    };
    const auto routes = m_routes.find(to.Get());
    if (routes == m_routes.end())
    {
        return m_default && fits(*m_default) ? &*m_default : nullptr;
    }
    for (const Hop& hop : routes->second)
    {
        if (fits(hop))
        {
            return &hop;
        }
    }
    return nullptr;
}

Ptr<Ipv4Route>
HostRouting::RouteTo(Ipv4Address to, const Hop& hop) const
{
    const auto route = Create<Ipv4Route>();
    route->SetDestination(to);
    route->SetGateway(hop.gateway);
    route->SetOutputDevice(m_ipv4->GetNetDevice(hop.interface));
    route->SetSource(m_ipv4->SourceAddressSelection(hop.interface, to));
    return route;
}

void
HostRouting::NotifyInterfaceUp(uint32_t)
{
}

void
HostRouting::NotifyInterfaceDown(uint32_t)
{
}

void
HostRouting::NotifyAddAddress(uint32_t, Ipv4InterfaceAddress)
{
}

void
HostRouting::NotifyRemoveAddress(uint32_t, Ipv4InterfaceAddress)
{
}

void
HostRouting::SetIpv4(Ptr<Ipv4> ipv4)
{
    m_ipv4 = ipv4;
}

void
HostRouting::PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit) const
{
    std::ostream& out = *stream->GetStream();
    const std::map<std::uint32_t, std::vector<Hop>> sorted(m_routes.begin(), m_routes.end());
    for (const auto& [to, hops] : sorted)
    {
        for (const Hop& hop : hops)
        {
            out << Ipv4Address(to) << " via " << hop.gateway << " interface "
                << hop.interface << "\n";
        }
    }
    if (m_default)
    {
        out << "default via " << m_default->gateway << " interface "
            << m_default->interface << "\n";
    }
}

void
HostRouting::DoDispose()
{
    m_ipv4 = nullptr;
    Ipv4RoutingProtocol::DoDispose();
}

} // namespace ns3::kwiklab
