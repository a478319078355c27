#include "model/cloud-switch.h"

#include "model/cloud-socket-factory.h"
#include "model/ns3-time.h"

#include <ns3/node.h>
#include <ns3/simulator.h>

#include <algorithm>
#include <utility>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(CloudSwitch);

TypeId
CloudSwitch::GetTypeId()
{
    static TypeId tid = TypeId("ns3::kwiklab::CloudSwitch")
                            .SetParent<Object>()
                            .SetGroupName("Kwik")
                            .AddConstructor<CloudSwitch>();
    return tid;
}

void
CloudSwitch::AddHost(Forwarding forwarding, Ptr<CloudSocketFactory> sockets)
{
    m_ways.AddHost(forwarding);
    m_hosts.push_back({sockets});
}

void
CloudSwitch::AddLink(HostIndex a, HostIndex b, const AccessLine::Plan& plan)
{
    m_ways.AddLink(a, b, plan.shape.delay);
    m_links.push_back({MakeDirection(plan, a, b), MakeDirection(plan, b, a)});
}

std::unique_ptr<CloudDirection>
CloudSwitch::MakeDirection(const AccessLine::Plan& plan, HostIndex sender, HostIndex receiver)
{
    auto direction = std::make_unique<CloudDirection>();
    direction->receiver = receiver;
    direction->shape = plan.shape;
    if (!m_ways.DoesForward(sender) || !m_ways.DoesForward(receiver))
    {
        const Ptr<CloudSocketFactory>& sockets = m_hosts[receiver].sockets;
        direction->line = std::make_unique<AccessLine>(
            plan,
            sockets ? sockets->GetObject<Node>()->GetId() : Simulator::NO_CONTEXT,
            [this, at = direction.get()](const CloudDatagram& datagram) {
                OnArrival(*at, datagram);
            });
    }
    return direction;
}

void
CloudSwitch::AddAddress(Ipv4Address address, HostIndex host, std::optional<LinkIndex> link)
{
    m_places.emplace(address.Get(), Place{host, link});
}

bool
CloudSwitch::HasWay(Ipv4Address from, Ipv4Address to)
{
    return WayOf(from, to).isRouted;
}

void
CloudSwitch::Send(CloudDatagram datagram)
{
    CloudWay& way = WayOf(datagram.from, datagram.to);
    datagram.way = &way;
    if (!way.directions.empty())
    {
        way.directions.front()->line->Send(datagram);
    }
    else if (way.destination)
    {
        Simulator::ScheduleNow([datagram] { datagram.way->destination->Receive(datagram); });
    }
}

CloudWay&
CloudSwitch::WayOf(Ipv4Address from, Ipv4Address to)
{
    const std::uint64_t key = std::uint64_t{from.Get()} << 32 | std::uint64_t{to.Get()};
    const auto known = m_known.find(key);
    return known != m_known.end() ? known->second
                                  : m_known.emplace(key, FindWay(from, to)).first->second;
}

CloudWay
CloudSwitch::FindWay(Ipv4Address from, Ipv4Address to)
{
    CloudWay way;
    const Place source = m_places.at(from.Get());
    const auto found = m_places.find(to.Get());
    if (found != m_places.end() && found->second.host == source.host)
    {
        way.destination = m_hosts[source.host].sockets;
        way.isRouted = true;
        return way;
    }
    std::optional<LinkIndex> next = source.link;
    if (!next && found != m_places.end())
    {
        next = NextLink(source.host, found->second);
    }
    const auto& links = m_ways.LinksOf(source.host);
    const bool hasDefault =
        links.size() == 1 && m_ways.DoesForward(m_ways.OtherEnd(links[0], source.host));
    if (!next && hasDefault)
    {
        next = links[0];
    }
    HostIndex at = next ? Take(source.host, *next, way) : source.host;
    while (found != m_places.end() && next && m_ways.DoesForward(at))
    {
        next = NextLink(at, found->second);
        at = next ? Take(at, *next, way) : at;
    }
    const bool isThere = found != m_places.end() && at == found->second.host;
    way.destination = isThere ? m_hosts[at].sockets : nullptr;
    way.isRouted = isThere || hasDefault;
    return way;
}

/// The ways to a host that has one link are those to its neighbour, and are kept once for all of
/// these.
std::optional<CloudSwitch::LinkIndex>
CloudSwitch::NextLink(HostIndex at, const Place& to)
{
    const std::vector<LinkIndex>& links = m_ways.LinksOf(to.host);
    const auto last = to.link || links.size() != 1 ? to.link : links.front();
    const HostIndex goal = last ? m_ways.OtherEnd(*last, to.host) : to.host;
    if (at == goal)
    {
        return last;
    }
    const auto known = m_towards.find(goal);
    const auto& out =
        known != m_towards.end()
            ? known->second
            : m_towards.emplace(goal, m_ways.Towards(goal, std::nullopt)).first->second;
    return out[at];
}

CloudSwitch::HostIndex
CloudSwitch::Take(HostIndex at, LinkIndex link, CloudWay& way)
{
    way.directions.push_back(m_links[link][m_ways.EndAt(link, at)].get());
    return m_ways.OtherEnd(link, at);
}

/// At the end of a line.
void
CloudSwitch::OnArrival(const CloudDirection& at, const CloudDatagram& datagram)
{
    const CloudWay& way = *datagram.way;
    if (!way.destination)
    {
        return;
    }
    if (&at == way.directions.back())
    {
        way.destination->Receive(datagram);
    }
    else
    {
        Cross(datagram);
    }
}

/// From the first router to the last one.
void
CloudSwitch::Cross(const CloudDatagram& datagram)
{
    CloudWay& way = *datagram.way;
    const kwik::Instant now = SimulatedNow();
    kwik::Instant exit = now;
    for (std::size_t i = 1; i + 1 < way.directions.size(); ++i)
    {
        exit += way.directions[i]->shape.delay;
    }
    way.lastExit = std::max(way.lastExit, exit);
    if (way.lastExit == now)
    {
        way.directions.back()->line->Send(datagram);
        return;
    }
    Simulator::Schedule(ToTime(way.lastExit - now),
                        [this, datagram, now] { Leave(datagram, now); });
}

/// Only now is it known what was down on the way.
void
CloudSwitch::Leave(const CloudDatagram& datagram, kwik::Instant entered)
{
    const std::vector<CloudDirection*>& directions = datagram.way->directions;
    kwik::Instant passed = entered;
    for (std::size_t i = 1; i + 1 < directions.size(); ++i)
    {
        passed += directions[i]->shape.delay;
        if (!directions[i]->log.WasUpAt(std::min(passed, SimulatedNow())))
        {
            return;
        }
    }
    directions.back()->line->Send(datagram);
}

AccessLine*
CloudSwitch::LineOf(LinkIndex link, std::size_t sender)
{
    return m_links.at(link).at(sender)->line.get();
}

ChannelShape&
CloudSwitch::ShapeOf(LinkIndex link, std::size_t sender)
{
    CloudDirection& direction = *m_links.at(link).at(sender);
    return direction.line ? direction.line->Channel().Shape() : direction.shape;
}

void
CloudSwitch::SetUp(LinkIndex link, std::size_t sender)
{
    m_links.at(link).at(sender)->isHeard = true;
    ApplyState(link);
}

void
CloudSwitch::SetDown(LinkIndex link, std::size_t sender)
{
    m_links.at(link).at(sender)->isHeard = false;
    ApplyState(link);
}

void
CloudSwitch::SetHostUp(HostIndex host)
{
    m_hosts.at(host).isUp = true;
    for (const LinkIndex link : m_ways.LinksOf(host))
    {
        ApplyState(link);
    }
}

void
CloudSwitch::SetHostDown(HostIndex host)
{
    m_hosts.at(host).isUp = false;
    for (const LinkIndex link : m_ways.LinksOf(host))
    {
        ApplyState(link);
    }
}

void
CloudSwitch::ApplyState(LinkIndex link)
{
    const kwik::Instant now = SimulatedNow();
    for (const std::unique_ptr<CloudDirection>& direction : m_links[link])
    {
        const bool isUp = direction->isHeard && m_hosts[direction->receiver].isUp;
        if (direction->line)
        {
            LinkImpairment& impairment = direction->line->Impairment();
            isUp ? impairment.SetUp() : impairment.SetDown();
        }
        else
        {
            isUp ? direction->log.SetUp(now) : direction->log.SetDown(now);
        }
    }
}

const ShortestWays&
CloudSwitch::Ways() const
{
    return m_ways;
}

void
CloudSwitch::DoDispose()
{
    m_known.clear();
    m_hosts.clear();
    Object::DoDispose();
}

} // namespace ns3::kwiklab
