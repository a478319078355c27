#ifndef KWIK_EXPERIMENT_SCENARIO_TOPOLOGY_H
#define KWIK_EXPERIMENT_SCENARIO_TOPOLOGY_H

#include "experiment/text/queue-size.h"
#include "experiment/text/share.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace kwik::experiment
{

enum class HostRole : std::uint8_t
{
    Client,
    Server,
    Router, ///< Forwards and does nothing else; only routers forward.
};

/// What a server can answer from its own store.
enum class HostContent : std::uint8_t
{
    All,  ///< Every byte of every download.
    None, ///< Nothing: it fetches from the primary what it is asked for.
};

struct HostSpec
{
    std::string name;
    HostRole role = HostRole::Client;
    std::optional<std::string> region;
    std::optional<HostContent> content; ///< Present for servers and only for them.
    bool operator==(const HostSpec&) const = default;
};

using HostPair = std::array<std::string, 2>;

/// A full-duplex link; everything but the MTU is that of each direction.
struct LinkSpec
{
    HostPair between;
    BitRate rate;
    Duration delay{}; ///< One way, without serialisation and queueing.
    QueueSize queue{.milliBdp = 1'000};
    Share loss;
    ByteCount mtu{1500}; ///< Of the IP packet, as in Ethernet.
    Duration jitter{};   ///< The most that a packet waits beyond the delay; none overtakes by it.
    Share corruption;    ///< Packets that arrive with one bit of their UDP payload inverted.
    Share duplication;   ///< Packets that arrive twice.
    Share reordering;    ///< Packets that are held back, so that later ones overtake them.
    Duration heldBack = std::chrono::milliseconds(10);
    bool operator==(const LinkSpec&) const = default;
};

/// The queue of one direction of @p link in bytes. A bandwidth-delay product is rate x 2 x delay; a
/// queue that rests on the rate has room for ten full packets at least.
ByteCount QueueBytes(const LinkSpec& link);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TOPOLOGY_H
