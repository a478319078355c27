#ifndef KWIK_PATH_PATH_H
#define KWIK_PATH_PATH_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/event/states.h"
#include "protocol-core/path/path-config.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace kwik
{

/**
 * Decides whether one path works, from what its carrier reports (PROTOCOL section 5, seed 004).
 *
 *   Initializing -> Connecting -> Handshaking -> Active <-> Degraded
 *         |              |             |           |           |
 *         '--------------'-------------'-----------'-----------'--> Failing -> Closed
 *
 * QUIC's own timers do not show a dead peer to a receiver, so the path measures silence itself: the
 * time since the last datagram, or since something was first awaited, whichever is later. Only
 * while something is awaited does silence mean anything. On entering Degraded the path asks for a
 * probe, so that a peer that merely had nothing to say can clear itself.
 *
 * During the QUIC handshake the carrier's handshake timeout is the judge; between that and the
 * answer to the hello (expectation Answer in Handshaking) only the longer silence counts, and it is
 * final.
 */
class Path
{
  public:
    struct ChangeState
    {
        PathState from;
        PathState to;
        PathCause cause;
    };

    /// Provoke an answer from the peer.
    struct SendProbe
    {
    };

    /// Close the connection: nobody is there.
    struct GiveUp
    {
    };

    using Action = std::variant<ChangeState, SendProbe, GiveUp>;

    /// Whether the owner waits for anything from the peer.
    enum class Expectation : std::uint8_t
    {
        Nothing,
        Answer,
    };

    explicit Path(const PathConfig& config);

    /// The connection attempt was started.
    void OnOpened(Instant now);
    /// The peer's first datagram came.
    void OnPeerReplied(Instant now);
    /// The peer has accepted us into the session.
    void OnHelloAccepted(Instant now);
    /// A datagram came; the carrier's probe timeout is now @p probeTimeout.
    void OnHeard(Instant now, Duration probeTimeout);
    void OnExpectation(Instant now, Expectation expectation);
    /// The carrier connection is gone, or we close it ourselves.
    void OnClosed(Instant now, PathCause cause);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    PathState State() const;
    /// As of the last datagram heard.
    Duration ProbeTimeout() const;

  private:
    void MoveTo(PathState next, PathCause cause);
    Instant SilentAfter(std::uint32_t timeouts) const;
    bool IsWatching() const;
    bool IsAwaitingHello() const;

    PathConfig m_config;
    PathState m_state{PathState::Initializing};
    Expectation m_expectation{Expectation::Nothing};
    Instant m_openedAt{};
    Instant m_quietSince{};
    Duration m_firstReply{}; ///< From the opening; a round trip, or more when something was lost.
    Duration m_probeTimeout{};
    BoundedQueue<Action, 8> m_actions;
};

/// Whether the life of a path may lead from @p from directly to @p to: the one transition table.
bool IsAllowed(PathState from, PathState to);

} // namespace kwik

#endif // KWIK_PATH_PATH_H
