#ifndef KWIK_SESSION_SESSION_VIEW_H
#define KWIK_SESSION_SESSION_VIEW_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"
#include "protocol-core/session/session-config.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kwik
{

/// A session as a command sees it: its servers, and how the path to each stands.
struct SessionView
{
    struct Server
    {
        Address address;
        std::optional<PathState> state; ///< None: no path.
        Duration roundTrip{};
        BitRate rate;                  ///< Measured; 0 before there is a measurement.
        std::uint64_t answeredProbe{}; ///< The last health check that was answered.
    };

    PathLimits limits;
    Address primary;
    std::vector<Server> servers;

    /// Nothing for a server that is not known.
    const Server* Find(const Address& server) const;
    bool IsActive(const Address& server) const;
    std::size_t ActivePaths() const;
    /// Active, being opened, or being closed.
    std::size_t OpenPaths() const;
    /// Of all active paths, as measured, in Mbit/s.
    std::uint64_t Megabits() const;
};

} // namespace kwik

#endif // KWIK_SESSION_SESSION_VIEW_H
