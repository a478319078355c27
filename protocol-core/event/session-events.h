#ifndef KWIK_EVENT_SESSION_EVENTS_H
#define KWIK_EVENT_SESSION_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"

#include <cstdint>
#include <string_view>

namespace kwik
{

struct SessionStateChanged
{
    static constexpr std::string_view KIND = "session_state_changed";
    SessionHandle session;
    SessionState from;
    SessionState to;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("from", self.from);
        visit("to", self.to);
    }
};

/// The primary has named the session; from here on both sides mean the same one.
struct SessionNamed
{
    static constexpr std::string_view KIND = "session_named";
    SessionHandle session;
    SessionId id;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("id", self.id);
    }
};

/// A step of the establishment is done, and so are all before it: each comes once, in order.
struct EstablishmentStepDone
{
    static constexpr std::string_view KIND = "establishment_step_done";
    SessionHandle session;
    EstablishmentStep step;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("number", static_cast<std::uint32_t>(self.step));
        visit("step", self.step);
    }
};

/// A server has told a session what it can do, and it is not what was known.
struct CapabilitiesLearned
{
    static constexpr std::string_view KIND = "capabilities_learned";
    SessionHandle session;
    Address server;
    std::string capabilities; ///< `name/version` of each, separated by spaces.

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("server", self.server);
        visit("capabilities", self.capabilities);
    }
};

/// A path in use fell silent or died: what it owed is asked for elsewhere.
struct FailoverStarted
{
    static constexpr std::string_view KIND = "failover_started";
    SessionHandle session;
    PathId path;
    ByteCount outstanding;        ///< Requested on the path and not received.
    Duration probeTimeout;        ///< Of the silent path when it was last heard.
    Duration slowestRoundTrip;    ///< Smoothed, the largest of the paths that take over.
    std::uint32_t remainingPaths; ///< Paths that can take over at once.

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("path", self.path);
        visit("outstanding_bytes", self.outstanding);
        visit("probe_timeout_ns", self.probeTimeout);
        visit("slowest_round_trip_ns", self.slowestRoundTrip);
        visit("remaining_paths", self.remainingPaths);
    }
};

/// A new attempt to reach a server whose path has failed.
struct RecoveryAttempted
{
    static constexpr std::string_view KIND = "recovery_attempted";
    SessionHandle session;
    Address server;
    std::uint32_t attempt; ///< Counted from 1 since the server was lost.

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("server", self.server);
        visit("attempt", self.attempt);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_SESSION_EVENTS_H
