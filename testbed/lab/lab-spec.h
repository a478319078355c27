#ifndef KWIK_TESTBED_LAB_LAB_SPEC_H
#define KWIK_TESTBED_LAB_LAB_SPEC_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/units.h"
#include "testbed/lab/direction-shape.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kwik::testbed
{

struct LabHost
{
    std::string name;
    Address address; ///< IPv4, of a private network; the port is 0.
    bool forwards{false};
    bool isMobile{false}; ///< Also reachable at the address of each of its links.
};

struct LabLink
{
    std::size_t from; ///< Places in LabSpec::hosts.
    std::size_t to;
    ByteCount mtu{1500};                  ///< Of the IP packet.
    std::array<DirectionShape, 2> shapes; ///< Of what `from` sends, of what `to` sends.
    std::array<Address, 2> addresses{};   ///< Of the two ends; only that of a mobile host counts.
};

/// What carries packets between a host and the emulator.
enum class PortKind : std::uint8_t
{
    Auto, ///< Tun where /dev/net/tun may be opened, else Veth.
    Tun,
    Veth,
};

struct LabSpec
{
    std::vector<LabHost> hosts;
    std::vector<LabLink> links;
    std::uint64_t seed; ///< Of losses and other random fates.
    PortKind ports{PortKind::Auto};
};

/// One direction of a link: 0 is what its `from` sends.
struct LinkDirection
{
    std::size_t link;
    std::size_t sender;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_LAB_SPEC_H
