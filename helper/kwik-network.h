#ifndef KWIK_HELPER_KWIK_NETWORK_H
#define KWIK_HELPER_KWIK_NETWORK_H

#include "helper/network-spec.h"
#include "protocol-core/base/units.h"

#include <ns3/ipv4-address.h>
#include <ns3/net-device.h>
#include <ns3/node.h>
#include <ns3/packet.h>
#include <ns3/ptr.h>

#include <cstdint>
#include <functional>
#include <string>

namespace ns3::kwiklab
{

/// Where a host is on one of its links.
struct HostPlace
{
    Ipv4Address address;
    Ptr<NetDevice> device; ///< Null where the address alone says which link it is.
};

/// Sees a packet from its PPP header on, at the time at which it leaves a host or has arrived.
using PacketSniffer = std::function<void(Ptr<const Packet> packet)>;

/**
 * Hosts joined by links, with one address a host wherever its links lead, and what changes a link
 * while a run goes on.
 *
 * Packets take static routes of fewest links, and among those of least delay. A mobile host has one
 * more address on each of its links, which leads to it over this link only; what it sends from
 * there leaves over this link.
 */
class KwikNetwork
{
  public:
    virtual ~KwikNetwork() = default;

    /// The address that the host at @p index of the list of hosts gets.
    static Ipv4Address AddressAt(std::size_t index);
    /// That of one end of the link at @p link of the list of links: 0 is the one of `from`.
    static Ipv4Address LinkAddressAt(std::size_t link, std::size_t end);

    virtual Ptr<Node> NodeOf(const std::string& host) const = 0;
    virtual Ipv4Address AddressOf(const std::string& host) const = 0;
    /// The end of a link that is a mobile host's.
    virtual HostPlace PlaceOf(const std::string& host, std::size_t link) const = 0;
    /// All packets of a host, whichever link they use. At most one sniffer a host.
    virtual void Sniff(const std::string& host, PacketSniffer sniffer) = 0;

    virtual void SetRate(LinkDirection where, kwik::BitRate rate) = 0;
    virtual void SetLoss(LinkDirection where, std::uint32_t ppm) = 0;
    virtual void SetUp(LinkDirection where) = 0;
    virtual void SetDown(LinkDirection where) = 0;
    /// Delay, jitter and the rest, to be changed as one likes.
    virtual ChannelShape& ChannelOf(LinkDirection where) = 0;
    /// All links of a host: what a power failure does to it, seen from outside.
    virtual void SetHostUp(const std::string& host) = 0;
    virtual void SetHostDown(const std::string& host) = 0;

    /// Of losses, and of all else that links do; apart, so that a loss does not depend on what
    /// other random variables there are.
    virtual int64_t AssignStreams(int64_t stream) = 0;
    virtual int64_t AssignChannelStreams(int64_t stream) = 0;
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_KWIK_NETWORK_H
