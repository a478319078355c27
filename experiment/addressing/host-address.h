#ifndef KWIK_EXPERIMENT_ADDRESSING_HOST_ADDRESS_H
#define KWIK_EXPERIMENT_ADDRESSING_HOST_ADDRESS_H

#include <cstddef>
#include <cstdint>

namespace kwik::experiment
{

/// The UDP port of every host.
inline constexpr std::uint16_t HOST_PORT = 4433;

/// The IPv4 address, in host byte order, of the host at @p place of a scenario's list: 172.16.0.1
/// and on, in every world.
constexpr std::uint32_t
HostIpv4(std::size_t place)
{
    constexpr std::uint32_t FIRST = 0xac100001;
    return FIRST + static_cast<std::uint32_t>(place);
}

/// That of one end, 0 or 1, of the link at @p link of the list of links: 10.0.0.0 and on, a /30 a
/// link. Only mobile hosts are reached there.
constexpr std::uint32_t
LinkIpv4(std::size_t link, std::size_t end)
{
    constexpr std::uint32_t FIRST = 0x0a000001;
    return FIRST + 4 * static_cast<std::uint32_t>(link) + static_cast<std::uint32_t>(end);
}

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_ADDRESSING_HOST_ADDRESS_H
