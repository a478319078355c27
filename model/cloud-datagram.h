#ifndef KWIK_MODEL_CLOUD_DATAGRAM_H
#define KWIK_MODEL_CLOUD_DATAGRAM_H

#include <ns3/ipv4-address.h>
#include <ns3/packet.h>
#include <ns3/ptr.h>

#include <cstdint>

namespace ns3::kwiklab
{

struct CloudWay;

/// A UDP datagram on its way through a CloudSwitch: what its headers would say, beside it.
struct CloudDatagram
{
    Ipv4Address from;
    std::uint16_t fromPort{0};
    Ipv4Address to;
    std::uint16_t toPort{0};
    Ptr<Packet> payload;
    CloudWay* way{nullptr}; ///< The switch's own.
};

/// What it fills of a link and of its queue: with the headers of UDP, IPv4 and PPP.
std::uint32_t WireSize(const CloudDatagram& datagram);

/// The packet that a point-to-point device would have sent.
Ptr<Packet> Framed(const CloudDatagram& datagram);

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_CLOUD_DATAGRAM_H
