#ifndef KWIK_HELPER_KWIK_TOPOLOGY_H
#define KWIK_HELPER_KWIK_TOPOLOGY_H

#include "model/impaired-channel.h"
#include "model/link-impairment.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/ptr.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ns3::kwiklab
{

/// How much a link's transmit queue holds in each direction.
struct QueueLimit
{
    enum class Unit
    {
        Bytes,
        Packets,
    };

    Unit unit;
    std::uint64_t limit;
};

/// Whether a host passes on what is not for itself.
enum class Forwarding
{
    Off,
    On,
};

/// Whether a host can be reached at the address that each of its links has, over that link.
enum class Mobility
{
    Fixed,
    Mobile,
};

struct HostSpec
{
    std::string name;
    Forwarding forwarding;
    Mobility mobility{Mobility::Fixed};
};

/// Where a host is on one of its links.
struct HostPlace
{
    Ipv4Address address;
    Ptr<NetDevice> device;
};

/// One full-duplex point-to-point link; every figure holds for each direction.
struct LinkSpec
{
    std::string from;
    std::string to;
    kwik::BitRate rate;
    QueueLimit queue;
    std::uint32_t lossPpm;
    std::uint16_t mtu; ///< Bytes of IP.
    ChannelShape channel;
};

/// One direction of a link.
struct LinkDirection
{
    std::size_t link;   ///< Its place in the list that the topology was made of.
    std::size_t sender; ///< 0 for what `from` sends, 1 for what `to` sends.
};

/**
 * Hosts joined by point-to-point links, with one address a host wherever its links lead, and static
 * routes over the paths of fewest links, and among those of least delay (HostRouting). A mobile
 * host has one more address on each of its links, which leads to it over this link only; what it
 * sends from there, by a socket that is bound to the link's device, leaves over this link.
 *
 * The queue of a link is its device's drop-tail queue and nothing else: no queue disc is installed.
 */
class KwikTopology
{
  public:
    KwikTopology(const std::vector<HostSpec>& hosts, const std::vector<LinkSpec>& links);

    /// The address that the host at @p index of the constructor's list gets.
    static Ipv4Address AddressAt(std::size_t index);

    Ptr<Node> NodeOf(const std::string& host) const;
    Ipv4Address AddressOf(const std::string& host) const;
    /// The end of a link that is a mobile host's.
    HostPlace PlaceOf(const std::string& host, std::size_t link) const;
    /// The devices of a host, in the order of its links.
    std::vector<Ptr<PointToPointNetDevice>> DevicesOf(const std::string& host) const;

    void SetRate(LinkDirection where, kwik::BitRate rate);
    void SetLoss(LinkDirection where, std::uint32_t ppm);
    void SetUp(LinkDirection where);
    void SetDown(LinkDirection where);
    /// Delay, jitter and the rest, to be changed as one likes.
    ChannelShape& ChannelOf(LinkDirection where);
    /// All links of a host: what a power failure does to it, seen from outside.
    void SetHostUp(const std::string& host);
    void SetHostDown(const std::string& host);

    /// Of losses, and of all else that links do; apart, so that a loss does not depend on what
    /// other random variables there are.
    int64_t AssignStreams(int64_t stream);
    int64_t AssignChannelStreams(int64_t stream);

  private:
    /// Places in the lists of hosts and links.
    using HostIndex = std::size_t;
    using LinkIndex = std::size_t;

    struct Host
    {
        Ptr<Node> node;
        Ipv4Address address;
        Forwarding forwarding;
        Mobility mobility;
        std::vector<LinkIndex> links;
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
        kwik::Duration delay; ///< At the start; routes are made of it.

        /// Which of the two ends is that of a host. @pre one is
        std::size_t SideOf(HostIndex host) const;
    };

    struct Hop
    {
        Ipv4Address gateway;
        std::uint32_t interface;
    };

    /// By the host that sends; nothing where there is no way.
    using NextHops = std::vector<std::optional<Hop>>;

    void AddHost(const HostSpec& spec);
    void AddLink(const LinkSpec& spec);
    End AddEnd(const LinkSpec& spec, const std::string& host, Ipv4Address address);
    void AddRoutes();
    bool HasDefaultRoute(HostIndex host) const;
    void AddDefaultRoute(HostIndex host);
    void AddConnectedRoutes(HostIndex host);
    void AddRoutesTo(HostIndex destination);
    void AddRoutesOverEachLink(HostIndex mobile);
    NextHops HopsTowards(HostIndex destination, std::optional<LinkIndex> lastLink) const;
    void AddRoutes(const NextHops& hops, Ipv4Address to);
    void AddRoute(HostIndex at, Ipv4Address to, const Hop& hop);
    void ApplyState(Link& link);
    const Host& Find(const std::string& host) const;
    Host& Find(const std::string& host);

    std::vector<Host> m_hosts;
    std::map<std::string, HostIndex> m_index;
    std::vector<Link> m_links;
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_KWIK_TOPOLOGY_H
