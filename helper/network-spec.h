#ifndef KWIK_HELPER_NETWORK_SPEC_H
#define KWIK_HELPER_NETWORK_SPEC_H

#include "model/channel-direction.h"
#include "model/shortest-ways.h"
#include "protocol-core/base/units.h"

#include <cstddef>
#include <cstdint>
#include <string>

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
    std::size_t link;   ///< Its place in the list that the network was made of.
    std::size_t sender; ///< 0 for what `from` sends, 1 for what `to` sends.
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_NETWORK_SPEC_H
