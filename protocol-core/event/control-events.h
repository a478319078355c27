#ifndef KWIK_EVENT_CONTROL_EVENTS_H
#define KWIK_EVENT_CONTROL_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"

#include <string>
#include <string_view>

namespace kwik
{

/// A session has carried out, or refused, a server's command.
struct CommandFinished
{
    static constexpr std::string_view KIND = "command_finished";
    SessionHandle session;
    Address issuer;
    std::string command; ///< As its issuer names it.
    std::string type;    ///< KCP `CommandType`.
    std::string status;  ///< KCP `ResponseStatus`.
    std::string reason;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("issuer", self.issuer);
        visit("command", self.command);
        visit("type", self.type);
        visit("status", self.status);
        visit("reason", self.reason);
    }
};

/// A server gives a command to a session; `command_answered` follows.
struct CommandIssued
{
    static constexpr std::string_view KIND = "command_issued";
    SessionId session;
    std::string command;
    std::string type;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("command", self.command);
        visit("type", self.type);
    }
};

/// The final response to a command, or that none came in time.
struct CommandAnswered
{
    static constexpr std::string_view KIND = "command_answered";
    SessionId session;
    std::string command;
    std::string type;
    std::string status; ///< KCP `ResponseStatus`, or `UNANSWERED`.
    std::string reason;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("command", self.command);
        visit("type", self.type);
        visit("status", self.status);
        visit("reason", self.reason);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_CONTROL_EVENTS_H
