#ifndef KWIK_SESSION_KNOWN_SERVER_H
#define KWIK_SESSION_KNOWN_SERVER_H

#include "protocol-core/registry/server-info.h"

#include <string>

namespace kwik
{

/// A server that a session may use.
struct KnownServer
{
    ServerInfo info;
    std::string token; ///< Proves the session there; empty for the primary.
};

} // namespace kwik

#endif // KWIK_SESSION_KNOWN_SERVER_H
