#ifndef KWIK_ENDPOINT_CLOCKED_H
#define KWIK_ENDPOINT_CLOCKED_H

#include "protocol-core/endpoint/carrier-owner.h"

namespace kwik
{

/// The one control desk of an endpoint.
struct DeskOwner
{
    auto operator<=>(const DeskOwner&) const = default;
};

/// The streams in both directions that an endpoint serves.
struct DuplexOwner
{
    auto operator<=>(const DuplexOwner&) const = default;
};

/// A machine of an endpoint with deadlines of its own.
using Clocked = std::variant<SessionHandle, RelayOwner, DeskOwner, DuplexOwner>;

} // namespace kwik

#endif // KWIK_ENDPOINT_CLOCKED_H
