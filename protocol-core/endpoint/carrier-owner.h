#ifndef KWIK_ENDPOINT_CARRIER_OWNER_H
#define KWIK_ENDPOINT_CARRIER_OWNER_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"

#include <compare>
#include <optional>
#include <variant>

namespace kwik
{

/// A path of one of our sessions.
struct PathOwner
{
    SessionHandle session;
    PathId path;
    auto operator<=>(const PathOwner&) const = default;
};

/// Our path to another server, from which we fetch what we do not hold.
struct RelayOwner
{
    Address upstream;
    /// The session whose uploads and duplex streams it forwards; nothing for the path that fetches
    /// for all.
    std::optional<SessionId> session{};
    auto operator<=>(const RelayOwner&) const = default;
};

/// Whom a carrier connection that we have started belongs to.
using CarrierOwner = std::variant<PathOwner, RelayOwner>;

} // namespace kwik

#endif // KWIK_ENDPOINT_CARRIER_OWNER_H
