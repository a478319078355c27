#ifndef KWIK_EVENT_SERVER_EVENTS_H
#define KWIK_EVENT_SERVER_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"

#include <string>
#include <string_view>

namespace kwik
{

/// A peer sent what the protocol does not allow; the path pays for it, the session does not.
struct PeerViolated
{
    static constexpr std::string_view KIND = "peer_violated";
    Address peer;
    std::string reason;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("peer", peer);
        visit("reason", reason);
    }
};

/// A client's path was accepted by this server.
struct ServerPathAccepted
{
    static constexpr std::string_view KIND = "server_path_accepted";
    SessionId session;
    Address client;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("client", client);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_SERVER_EVENTS_H
