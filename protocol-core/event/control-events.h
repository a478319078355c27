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

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("issuer", issuer);
        visit("command", command);
        visit("type", type);
        visit("status", status);
        visit("reason", reason);
    }
};

/// A server gives a command to a session; `command_answered` follows.
struct CommandIssued
{
    static constexpr std::string_view KIND = "command_issued";
    SessionId session;
    std::string command;
    std::string type;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("command", command);
        visit("type", type);
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

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("command", command);
        visit("type", type);
        visit("status", status);
        visit("reason", reason);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_CONTROL_EVENTS_H
