#include "protocol-core/path/path.h"

#include "protocol-core/base/machine.h"

#include <algorithm>
#include <array>

namespace kwik
{

static_assert(Machine<Path>);

namespace
{

struct Transition
{
    PathState from;
    PathState to;
};

constexpr std::array<Transition, 11> TRANSITIONS{{
    {PathState::Initializing, PathState::Connecting},
    {PathState::Initializing, PathState::Failing},
    {PathState::Connecting, PathState::Handshaking},
    {PathState::Connecting, PathState::Failing},
    {PathState::Handshaking, PathState::Active},
    {PathState::Handshaking, PathState::Failing},
    {PathState::Active, PathState::Degraded},
    {PathState::Active, PathState::Failing},
    {PathState::Degraded, PathState::Active},
    {PathState::Degraded, PathState::Failing},
    {PathState::Failing, PathState::Closed},
}};

} // namespace

bool
IsAllowed(PathState from, PathState to)
{
    return std::any_of(TRANSITIONS.begin(), TRANSITIONS.end(), [from, to](const Transition& known) {
        return known.from == from && known.to == to;
    });
}

Path::Path(const PathConfig& config)
    : m_config(config)
{
    KWIK_ASSERT(config.degradedAfterTimeouts > 0);
    KWIK_ASSERT(config.failedAfterTimeouts > config.degradedAfterTimeouts);
}

void
Path::OnOpened(Instant now)
{
    m_quietSince = now;
    m_openedAt = now;
    MoveTo(PathState::Connecting, PathCause::Opened);
}

void
Path::OnPeerReplied(Instant now)
{
    m_quietSince = now;
    if (m_state == PathState::Connecting)
    {
        m_firstReply = std::min(now - m_openedAt, m_config.probeTimeoutMax);
        MoveTo(PathState::Handshaking, PathCause::PeerReplied);
    }
}

void
Path::OnHelloAccepted(Instant now)
{
    m_quietSince = now;
    if (m_state == PathState::Handshaking)
    {
        MoveTo(PathState::Active, PathCause::HelloAccepted);
    }
}

void
Path::OnHeard(Instant now, Duration probeTimeout)
{
    m_quietSince = now;
    m_probeTimeout = std::min(probeTimeout, m_config.probeTimeoutMax);
    if (m_state == PathState::Degraded)
    {
        MoveTo(PathState::Active, PathCause::Heard);
    }
}

void
Path::OnExpectation(Instant now, Expectation expectation)
{
    if (m_expectation == Expectation::Nothing && expectation == Expectation::Answer)
    {
        m_quietSince = std::max(m_quietSince, now);
    }
    m_expectation = expectation;
}

void
Path::OnClosed(Instant, PathCause cause)
{
    if (m_state == PathState::Closed)
    {
        return;
    }
    if (m_state != PathState::Failing)
    {
        MoveTo(PathState::Failing, cause);
    }
    MoveTo(PathState::Closed, cause);
}

void
Path::OnTimeout(Instant now)
{
    if (IsWatching() && m_state == PathState::Active &&
        now >= SilentAfter(m_config.degradedAfterTimeouts))
    {
        MoveTo(PathState::Degraded, PathCause::Silence);
        m_actions.Push(SendProbe{});
    }
    const bool mayFail = m_state == PathState::Degraded || IsAwaitingHello();
    if (mayFail && now >= SilentAfter(m_config.failedAfterTimeouts))
    {
        MoveTo(PathState::Failing, PathCause::Silence);
        m_actions.Push(GiveUp{});
        MoveTo(PathState::Closed, PathCause::Silence);
    }
}

Instant
Path::NextTimeout() const
{
    if (m_state == PathState::Degraded || IsAwaitingHello())
    {
        return SilentAfter(m_config.failedAfterTimeouts);
    }
    return IsWatching() ? SilentAfter(m_config.degradedAfterTimeouts) : NEVER;
}

std::optional<Path::Action>
Path::PollAction()
{
    return m_actions.Pop();
}

PathState
Path::State() const
{
    return m_state;
}

Duration
Path::ProbeTimeout() const
{
    return m_probeTimeout;
}

void
Path::MoveTo(PathState next, PathCause cause)
{
    KWIK_ASSERT(IsAllowed(m_state, next));
    m_actions.Push(ChangeState{m_state, next, cause});
    m_state = next;
}

Instant
Path::SilentAfter(std::uint32_t timeouts) const
{
    // Until the hello is answered, the probe timeout may still be that of the first guess.
    const Duration timeout =
        m_state == PathState::Handshaking ? std::max(m_probeTimeout, m_firstReply) : m_probeTimeout;
    return m_quietSince + timeout * timeouts;
}

bool
Path::IsAwaitingHello() const
{
    return m_state == PathState::Handshaking && m_expectation == Expectation::Answer;
}

bool
Path::IsWatching() const
{
    return m_state == PathState::Active && m_expectation == Expectation::Answer;
}

} // namespace kwik
