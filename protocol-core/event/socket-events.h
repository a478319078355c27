#ifndef KWIK_EVENT_SOCKET_EVENTS_H
#define KWIK_EVENT_SOCKET_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"
#include "protocol-core/event/states.h"

#include <string>
#include <string_view>

namespace kwik
{

struct SocketStateChanged
{
    static constexpr std::string_view KIND = "socket_state_changed";
    SocketId socket;
    SocketState from;
    SocketState to;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("socket", self.socket);
        visit("from", self.from);
        visit("to", self.to);
    }
};

/// A stream ended before both its directions did.
struct SocketReset
{
    static constexpr std::string_view KIND = "socket_reset";
    SocketId socket;
    ResetCause cause;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("socket", self.socket);
        visit("cause", self.cause);
    }
};

/// A server did not take a client's stream: it has reached a limit, or has forgotten the stream.
struct StreamTurnedAway
{
    static constexpr std::string_view KIND = "stream_turned_away";
    SessionId session;
    StreamId stream;
    Address client;
    std::string service;
    ResetCause cause;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session_id", self.session);
        visit("stream", self.stream);
        visit("client", self.client);
        visit("service", self.service);
        visit("cause", self.cause);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_SOCKET_EVENTS_H
