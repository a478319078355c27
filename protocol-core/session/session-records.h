#ifndef KWIK_SESSION_SESSION_RECORDS_H
#define KWIK_SESSION_SESSION_RECORDS_H

#include "protocol-core/registry/server-info.h"
#include "protocol-core/session/client-path.h"

#include <cstddef>
#include <string>

namespace kwik
{

/// The longest session token that a client keeps, in bytes.
inline constexpr std::size_t TOKEN_MAX = 1024;

/// The token, or none when it is too long.
inline std::string
UsableToken(const std::string& token)
{
    return token.size() <= TOKEN_MAX ? token : std::string();
}

/// A path of a ClientSession.
struct PathRecord
{
    ClientPath path;
    bool isGreeted{false}; ///< The hello is sent: the path can be used.
    bool isCarrier{false}; ///< Takes part in transfers.
    bool hasViolated{false};
    SessionId session{}; ///< As its server has named it.
};

/// A server that a ClientSession may use.
struct KnownServer
{
    ServerInfo info;
    std::string token;   ///< Proves the session there; empty for the primary.
    SessionId session{}; ///< The one that the token is of.
};

} // namespace kwik

#endif // KWIK_SESSION_SESSION_RECORDS_H
