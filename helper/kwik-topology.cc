#include "helper/kwik-topology.h"

#include "model/ns3-time.h"

#include <ns3/abort.h>
#include <ns3/data-rate.h>
#include <ns3/drop-tail-queue.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/ipv4.h>
#include <ns3/pointer.h>
#include <ns3/queue-size.h>

#include <utility>

namespace ns3::kwiklab
{

namespace
{

constexpr std::uint32_t HOST_ADDRESSES = 0xac100001; // 172.16.0.1 and on, one a host
constexpr std::uint32_t LINK_ADDRESSES = 0x0a000000; // 10.0.0.0 and on, a /30 a link
constexpr std::uint32_t LINK_MASK = 0xfffffffc;

Ptr<Queue<Packet>>
NewQueue(const QueueLimit& limit)
{
    const auto queue = CreateObject<DropTailQueue<Packet>>();
    const auto unit =
        limit.unit == QueueLimit::Unit::Packets ? QueueSizeUnit::PACKETS : QueueSizeUnit::BYTES;
    queue->SetMaxSize(QueueSize(unit, static_cast<uint32_t>(limit.limit)));
    return queue;
}

} // namespace

KwikTopology::KwikTopology(const std::vector<HostSpec>& hosts, const std::vector<LinkSpec>& links)
{
    for (std::size_t i = 0; i < hosts.size(); ++i)
    {
        AddHost(hosts[i], i);
    }
    for (std::size_t i = 0; i < links.size(); ++i)
    {
        AddLink(links[i], i);
    }
    AddRoutes();
}

void
KwikTopology::AddHost(const HostSpec& spec, std::size_t index)
{
    Host host;
    host.forwarding = spec.forwarding;
    host.mobility = spec.mobility;
    host.node = CreateObject<Node>();
    host.address = AddressAt(index);
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.SetRoutingHelper(Ipv4StaticRoutingHelper());
    stack.Install(host.node);
    const auto ipv4 = host.node->GetObject<Ipv4>();
    ipv4->AddAddress(0, Ipv4InterfaceAddress(host.address, Ipv4Mask::GetOnes()));
    m_hosts.emplace(spec.name, host);
}

KwikTopology::End
KwikTopology::AddEnd(const LinkSpec& spec, const std::string& name, Ipv4Address address)
{
    End end;
    end.host = name;
    end.address = address;
    end.device = CreateObject<PointToPointNetDevice>();
    end.device->SetAddress(Mac48Address::Allocate());
    end.device->SetDataRate(DataRate(spec.rate.bitsPerSecond));
    end.device->SetMtu(spec.mtu);
    end.device->SetQueue(NewQueue(spec.queue));
    end.impairment = CreateObject<LinkImpairment>();
    end.impairment->SetLossPpm(spec.lossPpm);
    end.device->SetReceiveErrorModel(end.impairment);
    const auto node = m_hosts.at(name).node;
    node->AddDevice(end.device);
    const auto ipv4 = node->GetObject<Ipv4>();
    end.interface = ipv4->AddInterface(end.device);
    ipv4->AddAddress(end.interface, Ipv4InterfaceAddress(address, Ipv4Mask(LINK_MASK)));
    ipv4->SetUp(end.interface);
    return end;
}

void
KwikTopology::AddLink(const LinkSpec& spec, std::size_t index)
{
    const auto base = LINK_ADDRESSES + 4 * static_cast<std::uint32_t>(index);
    Link link;
    link.ends[0] = AddEnd(spec, spec.from, Ipv4Address(base + 1));
    link.ends[1] = AddEnd(spec, spec.to, Ipv4Address(base + 2));
    link.delay = spec.channel.delay;
    link.channel = CreateObject<ImpairedChannel>();
    link.channel->ShapeOf(0) = spec.channel;
    link.channel->ShapeOf(1) = spec.channel;
    link.ends[0].device->Attach(link.channel);
    link.ends[1].device->Attach(link.channel);
    m_links.push_back(link);
}

Ipv4Address
KwikTopology::AddressAt(std::size_t index)
{
    return Ipv4Address(HOST_ADDRESSES + static_cast<std::uint32_t>(index));
}

Ptr<Node>
KwikTopology::NodeOf(const std::string& host) const
{
    return m_hosts.at(host).node;
}

Ipv4Address
KwikTopology::AddressOf(const std::string& host) const
{
    return m_hosts.at(host).address;
}

HostPlace
KwikTopology::PlaceOf(const std::string& host, std::size_t link) const
{
    const End& first = m_links.at(link).ends[0];
    const End& end = first.host == host ? first : m_links.at(link).ends[1];
    return {end.address, end.device};
}

std::vector<Ptr<PointToPointNetDevice>>
KwikTopology::DevicesOf(const std::string& host) const
{
    std::vector<Ptr<PointToPointNetDevice>> devices;
    for (const Link& link : m_links)
    {
        for (const End& end : link.ends)
        {
            if (end.host == host)
            {
                devices.push_back(end.device);
            }
        }
    }
    return devices;
}

void
KwikTopology::SetRate(LinkDirection where, kwik::BitRate rate)
{
    m_links.at(where.link).ends[where.sender].device->SetDataRate(DataRate(rate.bitsPerSecond));
}

void
KwikTopology::SetLoss(LinkDirection where, std::uint32_t ppm)
{
    m_links.at(where.link).ends[1 - where.sender].impairment->SetLossPpm(ppm);
}

void
KwikTopology::SetUp(LinkDirection where)
{
    Link& link = m_links.at(where.link);
    link.ends[where.sender].isHeard = true;
    ApplyState(link);
}

void
KwikTopology::SetDown(LinkDirection where)
{
    Link& link = m_links.at(where.link);
    link.ends[where.sender].isHeard = false;
    ApplyState(link);
}

ChannelShape&
KwikTopology::ChannelOf(LinkDirection where)
{
    return m_links.at(where.link).channel->ShapeOf(where.sender);
}

void
KwikTopology::SetHostUp(const std::string& host)
{
    m_hosts.at(host).isUp = true;
    for (Link& link : m_links)
    {
        ApplyState(link);
    }
}

void
KwikTopology::SetHostDown(const std::string& host)
{
    m_hosts.at(host).isUp = false;
    for (Link& link : m_links)
    {
        ApplyState(link);
    }
}

/// A dead host neither receives nor is heard, but what it sent before is still on its way.
void
KwikTopology::ApplyState(Link& link)
{
    for (std::size_t receiver : {0U, 1U})
    {
        const End& end = link.ends[receiver];
        if (link.ends[1 - receiver].isHeard && m_hosts.at(end.host).isUp)
        {
            end.impairment->SetUp();
        }
        else
        {
            end.impairment->SetDown();
        }
    }
}

int64_t
KwikTopology::AssignStreams(int64_t stream)
{
    const int64_t first = stream;
    for (const Link& link : m_links)
    {
        stream += link.ends[0].impairment->AssignStreams(stream);
        stream += link.ends[1].impairment->AssignStreams(stream);
    }
    return stream - first;
}

int64_t
KwikTopology::AssignChannelStreams(int64_t stream)
{
    const int64_t first = stream;
    for (const Link& link : m_links)
    {
        stream += link.channel->AssignStreams(stream);
    }
    return stream - first;
}

} // namespace ns3::kwiklab
