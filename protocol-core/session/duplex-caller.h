#ifndef KWIK_SESSION_DUPLEX_CALLER_H
#define KWIK_SESSION_DUPLEX_CALLER_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"

#include <cstdint>

namespace kwik
{

/// How a client's connection leads to the server of its streams in both directions.
enum class DuplexWay : std::uint8_t
{
    Direct,
    Relayed, ///< Through another server, which takes no pushes.
};

/// Who speaks to that server.
struct DuplexCaller
{
    CarrierId carrier;
    SessionId session;
    Address client;
    DuplexWay way;
};

} // namespace kwik

#endif // KWIK_SESSION_DUPLEX_CALLER_H
