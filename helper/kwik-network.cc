#include "helper/kwik-network.h"

namespace ns3::kwiklab
{

namespace
{

constexpr std::uint32_t HOST_ADDRESSES = 0xac100001; // 172.16.0.1 and on, one a host
constexpr std::uint32_t LINK_ADDRESSES = 0x0a000000; // 10.0.0.0 and on, a /30 a link

} // namespace

Ipv4Address
KwikNetwork::AddressAt(std::size_t index)
{
    return Ipv4Address(HOST_ADDRESSES + static_cast<std::uint32_t>(index));
}

Ipv4Address
KwikNetwork::LinkAddressAt(std::size_t link, std::size_t end)
{
    return Ipv4Address(LINK_ADDRESSES + 4 * static_cast<std::uint32_t>(link) + 1 +
                       static_cast<std::uint32_t>(end));
}

} // namespace ns3::kwiklab
