#ifndef KWIK_HELPER_KWIK_TOPOLOGY_H
#define KWIK_HELPER_KWIK_TOPOLOGY_H

#include "helper/kwik-network.h"
#include "model/impaired-channel.h"
#include "model/link-impairment.h"
#include "model/shortest-ways.h"

#include <ns3/point-to-point-net-device.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3::kwiklab
{

/**
 * A network of ns-3's own parts: each host and router has an IP stack with static routes
 * (HostRouting), and each link is a point-to-point link. What a mobile host sends from the address
 * of a link, it sends by a socket that is bound to the link's device.
 *
 * The queue of a link is its device's drop-tail queue and nothing else: no queue disc is installed.
 */
class KwikTopology final : public KwikNetwork
{
  public:
    KwikTopology(const std::vector<HostSpec>& hosts, const std::vector<LinkSpec>& links);

    Ptr<Node> NodeOf(const std::string& host) const override;
    Ipv4Address AddressOf(const std::string& host) const override;
    HostPlace PlaceOf(const std::string& host, std::size_t link) const override;
    void Sniff(const std::string& host, PacketSniffer sniffer) override;

    void SetRate(LinkDirection where, kwik::BitRate rate) override;
    void SetLoss(LinkDirection where, std::uint32_t ppm) override;
    void SetUp(LinkDirection where) override;
    void SetDown(LinkDirection where) override;
    ChannelShape& ChannelOf(LinkDirection where) override;
    void SetHostUp(const std::string& host) override;
    void SetHostDown(const std::string& host) override;

    int64_t AssignStreams(int64_t stream) override;
    int64_t AssignChannelStreams(int64_t stream) override;

  private:
    using HostIndex = ShortestWays::HostIndex;
    using LinkIndex = ShortestWays::LinkIndex;

    struct Host
    {
        Ptr<Node> node;
        Ipv4Address address;
        Mobility mobility;
        bool isUp{true};
    };

    struct End
    {
        HostIndex host;
        Ptr<PointToPointNetDevice> device;
        Ptr<LinkImpairment> impairment; ///< Of what arrives here.
        bool isHeard{true};             ///< Whether what is sent from here arrives.
        Ipv4Address address;
        std::uint32_t interface;
    };

    struct Link
    {
        End ends[2];
        Ptr<ImpairedChannel> channel;
    };

    void AddHost(const HostSpec& spec);
    void AddLink(const LinkSpec& spec);
    End AddEnd(const LinkSpec& spec, const std::string& host, Ipv4Address address);
    void AddRoutes();
    bool HasDefaultRoute(HostIndex host) const;
    void AddDefaultRoute(HostIndex host);
    void AddConnectedRoutes(HostIndex host);
    void AddRoutesTo(HostIndex destination);
    void AddRoutesOverEachLink(HostIndex mobile);
    void AddRoutes(const ShortestWays::LinksOut& out, Ipv4Address to);
    void AddRoute(HostIndex at, Ipv4Address to, LinkIndex over);
    /// The end of a link that is a host's, and the other one. @pre one is
    const End& EndOf(HostIndex host, LinkIndex link) const;
    const End& FarEnd(HostIndex host, LinkIndex link) const;
    void ApplyState(Link& link);
    const Host& Find(const std::string& host) const;
    Host& Find(const std::string& host);

    std::vector<Host> m_hosts;
    std::map<std::string, HostIndex> m_index;
    std::vector<Link> m_links;
    ShortestWays m_ways;
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_KWIK_TOPOLOGY_H
