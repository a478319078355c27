#ifndef KWIK_EVENT_SERVER_EVENTS_H
#define KWIK_EVENT_SERVER_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/violation.h"
#include "protocol-core/event/states.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace kwik
{

/// A peer broke the rules; the path pays for it, the session does not.
struct SecurityViolation
{
    static constexpr std::string_view KIND = "security_violation";
    PathId path; ///< Of the client that tells it; 0 at a server, whose paths have no numbers.
    Address peer;
    Violation kind;
    std::string detail;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("path", self.path);
        visit("peer", self.peer);
        visit("kind", self.kind);
        visit("detail", self.detail);
    }
};

/// A primary has asked another server whether it may recommend it, or could not.
struct CandidateJudged
{
    static constexpr std::string_view KIND = "candidate_judged";
    Address candidate;
    CandidateVerdict verdict;
    std::uint32_t loadPercent; ///< As it has said last.

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("candidate", self.candidate);
        visit("verdict", self.verdict);
        visit("load_percent", self.loadPercent);
    }
};

/// A client's path was accepted by this server.
struct ServerPathAccepted
{
    static constexpr std::string_view KIND = "server_path_accepted";
    SessionId session;
    Address client;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("client", self.client);
    }
};

/// A server has told the client that it ends soon.
struct ServerLeaving
{
    static constexpr std::string_view KIND = "server_leaving";
    SessionHandle session;
    PathId path;
    Address server;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("path", self.path);
        visit("server", self.server);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_SERVER_EVENTS_H
