#include "helper/kwik-cloud.h"

#include "model/cloud-socket-factory.h"

#include <ns3/abort.h>
#include <ns3/queue-size.h>

namespace ns3::kwiklab
{

namespace
{

AccessLine::Plan
PlanOf(const LinkSpec& spec)
{
    const auto unit = spec.queue.unit == QueueLimit::Unit::Packets ? QueueSizeUnit::PACKETS
                                                                   : QueueSizeUnit::BYTES;
    return {spec.rate,
            QueueSize(unit, static_cast<uint32_t>(spec.queue.limit)),
            spec.lossPpm,
            spec.channel};
}

} // namespace

KwikCloud::KwikCloud(const std::vector<HostSpec>& hosts, const std::vector<LinkSpec>& links)
    : m_linkCount(links.size()),
      m_cloud(CreateObject<CloudSwitch>())
{
    for (const HostSpec& host : hosts)
    {
        AddHost(host);
    }
    for (const LinkSpec& link : links)
    {
        m_cloud->AddLink(m_index.at(link.from), m_index.at(link.to), PlanOf(link));
    }
    AddAddresses(hosts);
}

KwikCloud::~KwikCloud() = default;

void
KwikCloud::AddHost(const HostSpec& spec)
{
    m_index.emplace(spec.name, m_nodes.size());
    if (spec.forwarding == Forwarding::On)
    {
        m_nodes.push_back(nullptr);
        m_cloud->AddHost(Forwarding::On, nullptr);
        return;
    }
    const auto node = CreateObject<Node>();
    const auto sockets = CreateObject<CloudSocketFactory>();
    node->AggregateObject(sockets);
    m_nodes.push_back(node);
    m_cloud->AddHost(Forwarding::Off, sockets);
}

void
KwikCloud::AddAddresses(const std::vector<HostSpec>& hosts)
{
    const ShortestWays& ways = m_cloud->Ways();
    for (std::size_t host = 0; host < hosts.size(); ++host)
    {
        if (!m_nodes[host])
        {
            continue;
        }
        std::vector<Ipv4Address> addresses{AddressAt(host)};
        m_cloud->AddAddress(addresses.front(), host, std::nullopt);
        const bool isMobile = hosts[host].mobility == Mobility::Mobile;
        for (const std::size_t link : isMobile ? ways.LinksOf(host) : std::vector<std::size_t>{})
        {
            addresses.push_back(LinkAddressAt(link, ways.EndAt(link, host)));
            m_cloud->AddAddress(addresses.back(), host, link);
        }
        m_nodes[host]->GetObject<CloudSocketFactory>()->SetUp(m_cloud, addresses);
    }
}

Ptr<Node>
KwikCloud::NodeOf(const std::string& host) const
{
    const Ptr<Node> node = m_nodes[m_index.at(host)];
    NS_ABORT_MSG_UNLESS(node, "KwikCloud: the router " << host << " is no node");
    return node;
}

Ipv4Address
KwikCloud::AddressOf(const std::string& host) const
{
    return AddressAt(m_index.at(host));
}

HostPlace
KwikCloud::PlaceOf(const std::string& host, std::size_t link) const
{
    return {LinkAddressAt(link, m_cloud->Ways().EndAt(link, m_index.at(host))), nullptr};
}

void
KwikCloud::Sniff(const std::string& host, PacketSniffer sniffer)
{
    const ShortestWays& ways = m_cloud->Ways();
    const std::size_t at = m_index.at(host);
    const auto tell = [sniffer = std::move(sniffer)](const CloudDatagram& datagram) {
        sniffer(Framed(datagram));
    };
    for (const std::size_t link : ways.LinksOf(at))
    {
        const std::size_t end = ways.EndAt(link, at);
        m_cloud->LineOf(link, end)->SniffSent(tell);
        m_cloud->LineOf(link, 1 - end)->SniffArrived(tell);
    }
}

AccessLine&
KwikCloud::LineOf(LinkDirection where)
{
    AccessLine* line = m_cloud->LineOf(where.link, where.sender);
    NS_ABORT_MSG_UNLESS(line, "KwikCloud: between routers there are only delays and outages");
    return *line;
}

void
KwikCloud::SetRate(LinkDirection where, kwik::BitRate rate)
{
    LineOf(where).SetRate(rate);
}

void
KwikCloud::SetLoss(LinkDirection where, std::uint32_t ppm)
{
    LineOf(where).Impairment().SetLossPpm(ppm);
}

void
KwikCloud::SetUp(LinkDirection where)
{
    m_cloud->SetUp(where.link, where.sender);
}

void
KwikCloud::SetDown(LinkDirection where)
{
    m_cloud->SetDown(where.link, where.sender);
}

ChannelShape&
KwikCloud::ChannelOf(LinkDirection where)
{
    return m_cloud->ShapeOf(where.link, where.sender);
}

void
KwikCloud::SetHostUp(const std::string& host)
{
    m_cloud->SetHostUp(m_index.at(host));
}

void
KwikCloud::SetHostDown(const std::string& host)
{
    m_cloud->SetHostDown(m_index.at(host));
}

int64_t
KwikCloud::AssignStreams(int64_t stream)
{
    for (std::size_t link = 0; link < m_linkCount; ++link)
    {
        // A loss is drawn where a packet arrives, and the end of `from` comes first.
        for (const std::size_t sender : {1U, 0U})
        {
            if (AccessLine* line = m_cloud->LineOf(link, sender))
            {
                line->Impairment().AssignStreams(stream + (1 - static_cast<int64_t>(sender)));
            }
        }
        stream += 2;
    }
    return static_cast<int64_t>(2 * m_linkCount);
}

int64_t
KwikCloud::AssignChannelStreams(int64_t stream)
{
    for (std::size_t link = 0; link < m_linkCount; ++link)
    {
        for (const std::size_t sender : {0U, 1U})
        {
            if (AccessLine* line = m_cloud->LineOf(link, sender))
            {
                line->Channel().AssignStream(stream + static_cast<int64_t>(sender));
            }
        }
        stream += 2;
    }
    return static_cast<int64_t>(2 * m_linkCount);
}

} // namespace ns3::kwiklab
