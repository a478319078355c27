#ifndef KWIK_SESSION_SESSION_LIFECYCLE_H
#define KWIK_SESSION_SESSION_LIFECYCLE_H

#include "protocol-core/event/states.h"

#include <optional>

namespace kwik
{

/// Whether the life of a session may lead from @p from directly to @p to: the one transition table.
bool IsAllowed(SessionState from, SessionState to);

/**
 * Where one session stands (seed 004, "Connection State Management").
 *
 *   Initializing -> Negotiating -> Discovering -> Establishing -> Active <-> Scaling
 *                        |              |               |           |  ^        |
 *                        '--------------'---------------'-----------'--+--------'--> Degraded
 *   Degraded goes back to Active, or to Discovering while no list of servers has come; every state
 * but Closed leads to Closing, and that to Closed.
 */
class SessionLifecycle
{
  public:
    struct Change
    {
        SessionState from;
        SessionState to;
    };

    /// Moves on, unless the session is there already. @pre the table allows it
    std::optional<Change> MoveTo(SessionState next);
    SessionState State() const;

  private:
    SessionState m_state{SessionState::Initializing};
};

} // namespace kwik

#endif // KWIK_SESSION_SESSION_LIFECYCLE_H
