#ifndef KWIK_EXPERIMENT_SCENARIO_NETWORK_SPEC_H
#define KWIK_EXPERIMENT_SCENARIO_NETWORK_SPEC_H

#include "experiment/text/queue-size.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace kwik::experiment
{

/// What is simulated of the links between routers; all others are simulated whole.
enum class Interior : std::uint8_t
{
    Packets, ///< Everything: every packet waits and is sent at every router.
    Cloud,   ///< Delays and outages.
};

/// Links of one kind: the rate and the delay of each are drawn evenly from between two bounds.
struct LinkClassSpec
{
    std::array<BitRate, 2> rate;
    std::array<Duration, 2> delay;
    QueueSize queue{.time = std::chrono::milliseconds(50)};
    bool operator==(const LinkClassSpec&) const = default;
};

/// Hosts of one role, each behind a link of its own.
struct HostClassSpec
{
    std::uint32_t count = 1;
    LinkClassSpec link;
    bool operator==(const HostClassSpec&) const = default;
};

/**
 * A transit-stub network (Zegura, Calvert and Bhattacharjee: How to Model an Internetwork, INFOCOM
 * 1996). Each region has one transit router, `transit-R`, and stub routers, `stub-R-S`. The transit
 * routers form a ring with random chords. Servers `server-N` and clients `client-N` are dealt out
 * to the regions in turn, and stand at a random stub of theirs.
 */
struct TransitStubSpec
{
    std::uint32_t regions = 4;
    std::uint32_t stubs = 2;  ///< Of each region.
    std::uint32_t chords = 0; ///< Links of the backbone beside its ring.
    std::uint32_t seed = 1;   ///< Another one draws another network; the seed of a run does not.
    LinkClassSpec backbone;
    LinkClassSpec regional; ///< Between a stub and the transit router of its region.
    HostClassSpec servers;
    HostClassSpec clients;
    bool operator==(const TransitStubSpec&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_NETWORK_SPEC_H
