#include "protocol-core/socket/socket-lifecycle.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>

namespace kwik
{

namespace
{

using enum SocketState;

constexpr std::array<SocketLifecycle::Change, 8> TRANSITIONS{{
    {Closed, Connecting},
    {Closed, Connected},
    {Connecting, Connected},
    {Connecting, Closing},
    {Connecting, Closed},
    {Connected, Closing},
    {Connected, Closed},
    {Closing, Closed},
}};

} // namespace

bool
IsAllowed(SocketState from, SocketState to)
{
    return std::any_of(TRANSITIONS.begin(),
                       TRANSITIONS.end(),
                       [from, to](const SocketLifecycle::Change& known) {
                           return known.from == from && known.to == to;
                       });
}

std::optional<SocketLifecycle::Change>
SocketLifecycle::MoveTo(SocketState next)
{
    if (next == m_state)
    {
        return std::nullopt;
    }
    KWIK_ASSERT(IsAllowed(m_state, next));
    const Change change{m_state, next};
    m_state = next;
    return change;
}

SocketState
SocketLifecycle::State() const
{
    return m_state;
}

} // namespace kwik
