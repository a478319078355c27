#include "helper/kwik-topology.h"

#include "helper/host-routing-helper.h"
#include "model/ns3-time.h"

#include <ns3/abort.h>
#include <ns3/boolean.h>
#include <ns3/data-rate.h>
#include <ns3/drop-tail-queue.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4.h>
#include <ns3/pointer.h>
#include <ns3/queue-size.h>

#include <utility>

namespace ns3::kwiklab
{

namespace
{

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
    for (const HostSpec& host : hosts)
    {
        AddHost(host);
    }
    for (const LinkSpec& link : links)
    {
        AddLink(link);
    }
    AddRoutes();
}

void
KwikTopology::AddHost(const HostSpec& spec)
{
    Host host;
    host.mobility = spec.mobility;
    host.node = CreateObject<Node>();
    host.address = AddressAt(m_hosts.size());
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.SetRoutingHelper(HostRoutingHelper());
    stack.Install(host.node);
    const auto ipv4 = host.node->GetObject<Ipv4>();
    ipv4->SetAttribute("IpForward", BooleanValue(spec.forwarding == Forwarding::On));
    ipv4->AddAddress(0, Ipv4InterfaceAddress(host.address, Ipv4Mask::GetOnes()));
    m_index.emplace(spec.name, m_hosts.size());
    m_hosts.push_back(host);
    m_ways.AddHost(spec.forwarding);
}

const KwikTopology::End&
KwikTopology::EndOf(HostIndex host, LinkIndex link) const
{
    return m_links.at(link).ends[m_ways.EndAt(link, host)];
}

const KwikTopology::End&
KwikTopology::FarEnd(HostIndex host, LinkIndex link) const
{
    return m_links.at(link).ends[1 - m_ways.EndAt(link, host)];
}

const KwikTopology::Host&
KwikTopology::Find(const std::string& host) const
{
    return m_hosts[m_index.at(host)];
}

KwikTopology::Host&
KwikTopology::Find(const std::string& host)
{
    return m_hosts[m_index.at(host)];
}

KwikTopology::End
KwikTopology::AddEnd(const LinkSpec& spec, const std::string& name, Ipv4Address address)
{
    End end;
    end.host = m_index.at(name);
    end.address = address;
    end.device = CreateObject<PointToPointNetDevice>();
    end.device->SetAddress(Mac48Address::Allocate());
    end.device->SetDataRate(DataRate(spec.rate.bitsPerSecond));
    end.device->SetMtu(spec.mtu);
    end.device->SetQueue(NewQueue(spec.queue));
    end.impairment = CreateObject<LinkImpairment>();
    end.impairment->SetLossPpm(spec.lossPpm);
    end.device->SetReceiveErrorModel(end.impairment);
    const auto node = m_hosts[end.host].node;
    node->AddDevice(end.device);
    const auto ipv4 = node->GetObject<Ipv4>();
    end.interface = ipv4->AddInterface(end.device);
    ipv4->AddAddress(end.interface, Ipv4InterfaceAddress(address, Ipv4Mask(LINK_MASK)));
    ipv4->SetUp(end.interface);
    return end;
}

void
KwikTopology::AddLink(const LinkSpec& spec)
{
    Link link;
    link.ends[0] = AddEnd(spec, spec.from, LinkAddressAt(m_links.size(), 0));
    link.ends[1] = AddEnd(spec, spec.to, LinkAddressAt(m_links.size(), 1));
    link.channel = CreateObject<ImpairedChannel>();
    link.channel->ShapeOf(0) = spec.channel;
    link.channel->ShapeOf(1) = spec.channel;
    link.ends[0].device->Attach(link.channel);
    link.ends[1].device->Attach(link.channel);
    m_ways.AddLink(link.ends[0].host, link.ends[1].host, spec.channel.delay);
    m_links.push_back(link);
}

Ptr<Node>
KwikTopology::NodeOf(const std::string& host) const
{
    return Find(host).node;
}

Ipv4Address
KwikTopology::AddressOf(const std::string& host) const
{
    return Find(host).address;
}

HostPlace
KwikTopology::PlaceOf(const std::string& host, std::size_t link) const
{
    const End& end = EndOf(m_index.at(host), link);
    return {end.address, end.device};
}

void
KwikTopology::Sniff(const std::string& host, PacketSniffer sniffer)
{
    const HostIndex at = m_index.at(host);
    for (const LinkIndex link : m_ways.LinksOf(at))
    {
        EndOf(at, link).device->TraceConnectWithoutContext(
            "PromiscSniffer",
            ns3::Callback<void, Ptr<const Packet>>(sniffer));
    }
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
    Find(host).isUp = true;
    for (const LinkIndex link : m_ways.LinksOf(m_index.at(host)))
    {
        ApplyState(m_links[link]);
    }
}

void
KwikTopology::SetHostDown(const std::string& host)
{
    Find(host).isUp = false;
    for (const LinkIndex link : m_ways.LinksOf(m_index.at(host)))
    {
        ApplyState(m_links[link]);
    }
}

/// A dead host neither receives nor is heard, but what it sent before is still on its way.
void
KwikTopology::ApplyState(Link& link)
{
    for (std::size_t receiver : {0U, 1U})
    {
        const End& end = link.ends[receiver];
        if (link.ends[1 - receiver].isHeard && m_hosts[end.host].isUp)
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
