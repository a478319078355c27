#ifndef KWIK_SOCKET_SOCKET_LIFECYCLE_H
#define KWIK_SOCKET_SOCKET_LIFECYCLE_H

#include "protocol-core/event/states.h"

#include <optional>

namespace kwik
{

/// Whether the life of a socket may lead from @p from directly to @p to: the one transition table.
bool IsAllowed(SocketState from, SocketState to);

/**
 * Where one socket stands (seed 004, "Transparent Socket Interface").
 *
 *   Closed -> Connecting -> Connected -> Closing -> Closed
 *      |           |  '---------------------^  ^
 *      |           '------> Closed             |
 *      '-> Connected (accepted) ---------------'
 *              '----------> Closed
 */
class SocketLifecycle
{
  public:
    struct Change
    {
        SocketState from;
        SocketState to;
    };

    /// Moves on, unless the socket is there already. @pre the table allows it
    std::optional<Change> MoveTo(SocketState next);
    SocketState State() const;

  private:
    SocketState m_state{SocketState::Closed};
};

} // namespace kwik

#endif // KWIK_SOCKET_SOCKET_LIFECYCLE_H
