#include "model/cloud-datagram.h"

#include <ns3/ipv4-header.h>
#include <ns3/ppp-header.h>
#include <ns3/udp-header.h>

namespace ns3::kwiklab
{

namespace
{

constexpr std::uint32_t HEADER_BYTES = 2 + 20 + 8;
constexpr std::uint8_t UDP = 17;
constexpr std::uint8_t TTL = 64;
constexpr std::uint16_t PPP_IPV4 = 0x0021;

} // namespace

std::uint32_t
WireSize(const CloudDatagram& datagram)
{
    return datagram.payload->GetSize() + HEADER_BYTES;
}

Ptr<Packet>
Framed(const CloudDatagram& datagram)
{
    const Ptr<Packet> packet = datagram.payload->Copy();
    UdpHeader udp;
    udp.SetSourcePort(datagram.fromPort);
    udp.SetDestinationPort(datagram.toPort);
    packet->AddHeader(udp);
    Ipv4Header ip;
    ip.SetSource(datagram.from);
    ip.SetDestination(datagram.to);
    ip.SetProtocol(UDP);
    ip.SetTtl(TTL);
    ip.SetPayloadSize(static_cast<std::uint16_t>(packet->GetSize()));
    packet->AddHeader(ip);
    PppHeader ppp;
    ppp.SetProtocol(PPP_IPV4);
    packet->AddHeader(ppp);
    return packet;
}

} // namespace ns3::kwiklab
