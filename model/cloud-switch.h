#ifndef KWIK_MODEL_CLOUD_SWITCH_H
#define KWIK_MODEL_CLOUD_SWITCH_H

#include "model/access-line.h"
#include "model/cloud-datagram.h"
#include "model/cloud-way.h"
#include "model/shortest-ways.h"
#include "protocol-core/base/instant.h"

#include <ns3/object.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ns3::kwiklab
{

/**
 * Carries datagrams between hosts without devices, packets of IP, or a simulation of each router.
 *
 *     host -- AccessLine --> ( links between routers: their delays ) -- AccessLine --> host
 *
 * A link that ends at a host is simulated, in both directions. Between routers a datagram is on its
 * way as long as the delays of these links add up to, and none overtakes another one with the same
 * two addresses. It is lost if one of these links, or the router behind it, was down when it got
 * there. Rates, queues and losses of the links between routers are left out. The ways are the ones
 * that routers would choose.
 *
 * Addresses stand for hosts, or for a host over one of its links. Datagrams of any size are carried
 * whole.
 */
class CloudSwitch : public Object
{
  public:
    using HostIndex = ShortestWays::HostIndex;
    using LinkIndex = ShortestWays::LinkIndex;

    static TypeId GetTypeId();

    /// Hosts, then links, then addresses, then datagrams. Routers have no factory.
    void AddHost(Forwarding forwarding, Ptr<CloudSocketFactory> sockets);
    void AddLink(HostIndex a, HostIndex b, const AccessLine::Plan& plan);
    void AddAddress(Ipv4Address address, HostIndex host, std::optional<LinkIndex> link);

    /// Whether a host would have a route for it; that may end nowhere. @pre the source is an
    /// address of a host, here and below
    bool HasWay(Ipv4Address from, Ipv4Address to);
    /// What leads nowhere is lost.
    void Send(CloudDatagram datagram);

    /// One direction of a link: what its end number @p sender sends. Null between routers.
    AccessLine* LineOf(LinkIndex link, std::size_t sender);
    /// Of a link between routers only the delay counts.
    ChannelShape& ShapeOf(LinkIndex link, std::size_t sender);
    /// Whether what is sent there is heard.
    void SetUp(LinkIndex link, std::size_t sender);
    void SetDown(LinkIndex link, std::size_t sender);
    /// A dead host neither receives nor is heard, but what it sent before is still on its way.
    void SetHostUp(HostIndex host);
    void SetHostDown(HostIndex host);

    const ShortestWays& Ways() const;

  protected:
    void DoDispose() override;

  private:
    struct Host
    {
        Ptr<CloudSocketFactory> sockets;
        bool isUp{true};
    };

    using Link = std::array<std::unique_ptr<CloudDirection>, 2>;

    struct Place
    {
        HostIndex host;
        std::optional<LinkIndex> link;
    };

    std::unique_ptr<CloudDirection> MakeDirection(const AccessLine::Plan& plan,
                                                  HostIndex sender,
                                                  HostIndex receiver);
    void ApplyState(LinkIndex link);
    CloudWay& WayOf(Ipv4Address from, Ipv4Address to);
    CloudWay FindWay(Ipv4Address from, Ipv4Address to);
    std::optional<LinkIndex> NextLink(HostIndex at, const Place& to);
    HostIndex Take(HostIndex at, LinkIndex link, CloudWay& way);
    void OnArrival(const CloudDirection& at, const CloudDatagram& datagram);
    void Cross(const CloudDatagram& datagram);
    void Leave(const CloudDatagram& datagram, kwik::Instant entered);

    ShortestWays m_ways;
    std::vector<Host> m_hosts;
    std::vector<Link> m_links;
    std::unordered_map<std::uint32_t, Place> m_places; ///< By the address.
    std::unordered_map<HostIndex, ShortestWays::LinksOut> m_towards;
    std::unordered_map<std::uint64_t, CloudWay> m_known; ///< By source and destination.
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_CLOUD_SWITCH_H
