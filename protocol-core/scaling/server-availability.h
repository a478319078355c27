#ifndef KWIK_SCALING_SERVER_AVAILABILITY_H
#define KWIK_SCALING_SERVER_AVAILABILITY_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <map>
#include <optional>

namespace kwik
{

/**
 * Which servers a session may add a path to, and what to expect of one (seed 002, "Check Server
 * Availability").
 *
 * A server that could not be reached is left alone for REST x the number of such failures in a row,
 * at most REST_MAX, like an outlier that a load balancer ejects (Envoy, "Outlier detection":
 * base_ejection_time x count). One whose path added nothing is left alone for VAIN: it shares a
 * bottleneck with the others. What a path has carried is remembered when it is gone.
 *
 * Bounds: one entry for every server that its session knows.
 */
class ServerAvailability
{
  public:
    static constexpr Duration REST = std::chrono::seconds(30);
    static constexpr Duration REST_MAX = std::chrono::minutes(5);
    static constexpr Duration VAIN = std::chrono::minutes(5);

    void OnReached(const Address& server);
    void OnFailed(Instant now, const Address& server);
    /// A path to the server brought the session nothing more than it had.
    void OnVain(Instant now, const Address& server);
    /// What its path has been seen to carry.
    void OnCapacity(const Address& server, BitRate capacity);

    bool IsAvailable(Instant now, const Address& server) const;
    /// Nothing for a server that no path of ours was full to.
    std::optional<BitRate> Expected(const Address& server) const;

  private:
    struct Entry
    {
        std::uint32_t failures{0};
        Instant restsUntil{};
        std::optional<BitRate> capacity;
    };

    std::map<Address, Entry> m_servers;
};

} // namespace kwik

#endif // KWIK_SCALING_SERVER_AVAILABILITY_H
