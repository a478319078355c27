#include "testbed/lab/udp-payload.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t SHORTEST_IP_HEADER = 20;
constexpr std::size_t UDP_HEADER = 8;
constexpr std::size_t PROTOCOL_AT = 9;
constexpr std::uint8_t UDP = 17;
constexpr std::size_t CHECKSUM_AT = 6; ///< In the header of UDP.

std::uint8_t
ByteAt(MutableBytes packet, std::size_t at)
{
    return std::to_integer<std::uint8_t>(packet[at]);
}

std::size_t
IpHeaderSize(MutableBytes packet)
{
    return static_cast<std::size_t>(ByteAt(packet, 0) & 0x0f) * 4;
}

bool
IsUdpOverIpv4(MutableBytes packet)
{
    return ByteAt(packet, 0) >> 4 == 4 && ByteAt(packet, PROTOCOL_AT) == UDP;
}

bool
IsFirstFragment(MutableBytes packet)
{
    return (ByteAt(packet, 6) & 0x1f) == 0 && ByteAt(packet, 7) == 0;
}

} // namespace

MutableBytes
UdpPayloadOf(MutableBytes packet)
{
    if (packet.size() < SHORTEST_IP_HEADER || !IsUdpOverIpv4(packet) || !IsFirstFragment(packet))
    {
        return {};
    }
    const std::size_t total = std::size_t{ByteAt(packet, 2)} << 8U | ByteAt(packet, 3);
    const std::size_t headers = IpHeaderSize(packet) + UDP_HEADER;
    const std::size_t end = std::min(total, packet.size());
    return headers < end ? packet.subspan(headers, end - headers) : MutableBytes{};
}

void
ForgoChecksum(MutableBytes packet)
{
    const std::size_t at = IpHeaderSize(packet) + CHECKSUM_AT;
    packet[at] = std::byte{0};
    packet[at + 1] = std::byte{0};
}

} // namespace kwik::testbed
