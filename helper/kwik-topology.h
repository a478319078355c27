#ifndef KWIK_HELPER_KWIK_TOPOLOGY_H
#define KWIK_HELPER_KWIK_TOPOLOGY_H

#include "model/link-impairment.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/point-to-point-channel.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/ptr.h>

#include <map>
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

struct HostSpec
{
    std::string name;
    Forwarding forwarding;
};

/// One full-duplex point-to-point link; every figure holds for each direction.
struct LinkSpec
{
    std::string from;
    std::string to;
    kwik::BitRate rate;
    kwik::Duration delay; ///< One way.
    QueueLimit queue;
    std::uint32_t lossPpm;
    std::uint16_t mtu; ///< Bytes of IP.
};

/**
 * Hosts joined by point-to-point links, with one address a host wherever its links lead, and static
 * routes over the paths of fewest links, and among those of least delay.
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
    /// The devices of a host, in the order of its links.
    std::vector<Ptr<PointToPointNetDevice>> DevicesOf(const std::string& host) const;

    /// Links are named by their place in the list that the constructor was given.
    void SetRate(std::size_t link, kwik::BitRate rate);
    void SetDelay(std::size_t link, kwik::Duration delay);
    void SetLoss(std::size_t link, std::uint32_t ppm);
    void SetUp(std::size_t link);
    void SetDown(std::size_t link);
    /// All links of a host: what a power failure does to it, seen from outside.
    void SetHostUp(const std::string& host);
    void SetHostDown(const std::string& host);

    int64_t AssignStreams(int64_t stream);

  private:
    struct Host
    {
        Ptr<Node> node;
        Ipv4Address address;
        Forwarding forwarding;
        bool isUp{true};
    };

    struct End
    {
        std::string host;
        Ptr<PointToPointNetDevice> device;
        Ptr<LinkImpairment> impairment; ///< Of what arrives here.
        Ipv4Address address;
        std::uint32_t interface;
    };

    struct Link
    {
        End ends[2];
        Ptr<PointToPointChannel> channel;
        kwik::Duration delay;
        bool isUp{true};
    };

    void AddHost(const HostSpec& spec, std::size_t index);
    void AddLink(const LinkSpec& spec, std::size_t index);
    End AddEnd(const LinkSpec& spec, const std::string& host, Ipv4Address address);
    void AddRoutes();
    void AddRoutesTo(const std::string& destination);
    void ApplyState(Link& link);

    std::map<std::string, Host> m_hosts;
    std::vector<Link> m_links;
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_KWIK_TOPOLOGY_H
