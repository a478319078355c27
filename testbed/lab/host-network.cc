#include "testbed/lab/host-network.h"

#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-error.h"
#include "testbed/lab/netlink-request.h"

#include <array>
#include <linux/fib_rules.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

constexpr std::uint32_t BURST_PACKETS = 4096;
constexpr std::uint8_t WHOLE_ADDRESS = 32;
constexpr std::uint16_t NEW = NLM_F_CREATE | NLM_F_EXCL;

using MacAddress = std::array<std::uint8_t, 6>;

/// Without ARP a kernel sends to its own address, which is everybody's.
constexpr MacAddress HOST_MAC{0x02, 0, 0, 0, 0, 0x01};
constexpr MacAddress PEER_MAC{0x02, 0, 0, 0, 0, 0x02};

using Ipv4Bytes = std::array<std::uint8_t, 4>;

Ipv4Bytes
Ipv4Of(const Address& address)
{
    return {address.ip[12], address.ip[13], address.ip[14], address.ip[15]};
}

std::uint32_t
IndexOf(const std::string& device)
{
    const std::uint32_t index = ::if_nametoindex(device.c_str());
    if (index == 0)
    {
        FailBySystem("looking for the device " + device);
    }
    return index;
}

void
AppendDevice(NetlinkRequest& request, const std::string& name, const MacAddress& mac, ByteCount mtu)
{
    request.Text(IFLA_IFNAME, name);
    request.Attribute(IFLA_MTU, static_cast<std::uint32_t>(mtu.value));
    request.Attribute(IFLA_ADDRESS, mac);
}

} // namespace

void
PrepareHost(PassOn others)
{
    SetNetworkOption("ipv4/conf/all/rp_filter", "0");
    SetNetworkOption("ipv4/conf/default/rp_filter", "0");
    SetNetworkOption("ipv4/conf/all/send_redirects", "0");
    SetNetworkOption("ipv4/conf/default/send_redirects", "0");
    SetNetworkOption("ipv4/ip_forward", others == PassOn::Packets ? "1" : "0");
    StartDevice("lo", {65'536});
}

void
CreateVethPair(const VethPair& pair, const NetworkNamespace& elsewhere)
{
    NetlinkRequest request(RTM_NEWLINK, NEW);
    request.Append(ifinfomsg{});
    AppendDevice(request, pair.name, HOST_MAC, pair.mtu);
    const std::size_t info = request.BeginNested(IFLA_LINKINFO);
    request.Text(IFLA_INFO_KIND, "veth");
    const std::size_t data = request.BeginNested(IFLA_INFO_DATA);
    const std::size_t peer = request.BeginNested(VETH_INFO_PEER);
    request.Append(ifinfomsg{});
    AppendDevice(request, pair.peerName, PEER_MAC, pair.mtu);
    request.Attribute(IFLA_NET_NS_FD, elsewhere.File());
    request.EndNested(peer);
    request.EndNested(data);
    request.EndNested(info);
    request.Demand("making the device " + pair.name);
}

void
StartDevice(const std::string& device, ByteCount mtu)
{
    NetlinkRequest request(RTM_NEWLINK, 0);
    ifinfomsg header{};
    header.ifi_index = static_cast<int>(IndexOf(device));
    header.ifi_flags = IFF_UP | IFF_NOARP;
    header.ifi_change = IFF_UP | IFF_NOARP;
    request.Append(header);
    request.Attribute(IFLA_MTU, static_cast<std::uint32_t>(mtu.value));
    request.Attribute(IFLA_TXQLEN, BURST_PACKETS);
    request.Demand("starting the device " + device);
}

void
AddAddress(const std::string& device, const Address& address)
{
    NetlinkRequest request(RTM_NEWADDR, NEW);
    ifaddrmsg header{};
    header.ifa_family = AF_INET;
    header.ifa_prefixlen = WHOLE_ADDRESS;
    header.ifa_scope = RT_SCOPE_UNIVERSE;
    header.ifa_index = IndexOf(device);
    request.Append(header);
    request.Attribute(IFA_LOCAL, Ipv4Of(address));
    request.Attribute(IFA_ADDRESS, Ipv4Of(address));
    request.Demand("giving an address to " + device);
}

void
AddRoute(const DeviceRoute& route)
{
    NetlinkRequest request(RTM_NEWROUTE, NEW);
    rtmsg header{};
    header.rtm_family = AF_INET;
    header.rtm_dst_len = WHOLE_ADDRESS;
    header.rtm_table = RT_TABLE_UNSPEC;
    header.rtm_protocol = RTPROT_STATIC;
    header.rtm_scope = RT_SCOPE_LINK;
    header.rtm_type = RTN_UNICAST;
    request.Append(header);
    request.Attribute(RTA_DST, Ipv4Of(route.to));
    request.Attribute(RTA_OIF, IndexOf(route.device));
    request.Attribute(RTA_PREFSRC, Ipv4Of(route.source));
    request.Attribute(RTA_TABLE, route.table);
    request.Demand("adding a route over " + route.device);
}

void
AddRule(const Address& source, std::uint32_t table)
{
    NetlinkRequest request(RTM_NEWRULE, NEW);
    fib_rule_hdr header{};
    header.family = AF_INET;
    header.src_len = WHOLE_ADDRESS;
    header.action = FR_ACT_TO_TBL;
    request.Append(header);
    request.Attribute(FRA_SRC, Ipv4Of(source));
    request.Attribute(FRA_TABLE, table);
    request.Demand("adding a rule for what is sent from an address");
}

} // namespace kwik::testbed
