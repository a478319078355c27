#include "protocol-core/session/session-lifecycle.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>

namespace kwik
{

namespace
{

using enum SessionState;

constexpr std::array<SessionLifecycle::Change, 21> TRANSITIONS{{
    {Initializing, Negotiating}, {Initializing, Closing}, {Negotiating, Discovering},
    {Negotiating, Degraded},     {Negotiating, Closing},  {Discovering, Establishing},
    {Discovering, Degraded},     {Discovering, Closing},  {Establishing, Active},
    {Establishing, Degraded},    {Establishing, Closing}, {Active, Scaling},
    {Active, Degraded},          {Active, Closing},       {Scaling, Active},
    {Scaling, Degraded},         {Scaling, Closing},      {Degraded, Active},
    {Degraded, Closing},         {Degraded, Discovering}, {Closing, Closed},
}};

} // namespace

bool
IsAllowed(SessionState from, SessionState to)
{
    return std::any_of(TRANSITIONS.begin(),
                       TRANSITIONS.end(),
                       [from, to](const SessionLifecycle::Change& known) {
                           return known.from == from && known.to == to;
                       });
}

std::optional<SessionLifecycle::Change>
SessionLifecycle::MoveTo(SessionState next)
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

SessionState
SessionLifecycle::State() const
{
    return m_state;
}

} // namespace kwik
