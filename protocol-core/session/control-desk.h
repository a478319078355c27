#ifndef KWIK_SESSION_CONTROL_DESK_H
#define KWIK_SESSION_CONTROL_DESK_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/event/event.h"
#include "protocol-core/wire/kcp/kcp-codec.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

namespace kwik
{

/// A session's paths as its primary knows them: those that are not closed.
struct SessionPicture
{
    struct PathEntry
    {
        ::kwik::kcp::v3::PathStatusUpdate::PathStatus status;
        float latencyMs{0};
    };

    std::map<Address, PathEntry> paths; ///< By server.
    bool isCurrent{false};              ///< No gap since it was last complete.
};

/**
 * A server's side of the sessions of which it is the primary: keeps a picture of each, gives it
 * commands and waits for their final responses (seed 002, "Transport Command Protocol").
 *
 * The client tells each change of a path as it happens. When its path to us was gone meanwhile, or
 * we have forgotten the session, the picture has a gap: as the session comes back it is asked with
 * SYNC_STATE, and the answer replaces the picture. Each return asks anew: the answer to what was
 * asked before may be older than the gap. Commands that have no final response are repeated then,
 * with the same `command_id`, which does nothing twice.
 *
 * Bounds: SESSIONS_MAX sessions; the one that has been away longest is forgotten, and when all are
 * here the new one is not kept. COMMANDS_MAX commands a session and the one SYNC_STATE of ours;
 * PATHS_MAX paths of a picture.
 */
class ControlDesk
{
  public:
    using Command = ::kwik::kcp::v3::TransportCommand;
    using Message = ::kwik::kcp::v3::KCPMessage;

    static constexpr std::size_t SESSIONS_MAX = 65'536;
    static constexpr std::size_t COMMANDS_MAX = 16;
    static constexpr std::size_t PATHS_MAX = 64;
    /// Beyond a command's own time, for the way there and back, and for a path to return.
    static constexpr Duration ANSWER_GRACE = std::chrono::seconds(20);

    struct Send
    {
        CarrierId path;
        Message message;
    };

    using Action = std::variant<Send, Event>;

    /// The first path of a new session of ours was admitted.
    void OnOpened(CarrierId path, SessionId session);
    /// A path was admitted into a session of ours that has had one, perhaps before we started.
    void OnReturned(Instant now, CarrierId path, SessionId session);
    void OnGone(CarrierId path);
    /// A response to a command, or the status of a path.
    void OnMessage(Instant now, CarrierId path, const Message& message);
    /// Gives a session a command, whose id and session are filled in. @returns its id; nothing when
    /// there is no such session or it has too many commands.
    std::optional<std::string> Issue(Instant now, SessionId session, Command command);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// Nothing for a session that is not known.
    std::optional<SessionPicture> PictureOf(SessionId session) const;

  private:
    struct Pending
    {
        Command command;
        Instant deadline;
    };

    struct Session
    {
        std::optional<CarrierId> path;
        std::uint64_t leftAs{0}; ///< Counts up over all sessions that lost their path.
        SessionPicture picture;
        std::map<std::string, Pending> commands;
        std::optional<std::string> sync; ///< The command whose answer closes the gap.
    };

    Session* Enter(SessionId id, CarrierId path);
    std::string Give(Instant now, SessionId id, Command command);
    bool MakeRoom();
    /// Gives up waiting for the final response to @p command.
    void Close(SessionId id, Session& session, std::string command, std::string_view reason);
    void Erase(SessionId id, Session& session, const std::string& command);
    void Transmit(CarrierId path, const Command& command);
    void OnStatus(Session& session, const ::kwik::kcp::v3::PathStatusUpdate& status);
    void OnResponse(SessionId id, const ::kwik::kcp::v3::TransportResponse& response);
    void Replace(SessionPicture& picture, const ::kwik::kcp::v3::TransportResponse& response);

    std::map<SessionId, Session> m_sessions;
    std::map<CarrierId, SessionId> m_sessionOf;
    std::map<std::uint64_t, SessionId> m_away; ///< Sessions without a path, by `leftAs`.
    std::set<std::tuple<Instant, SessionId, std::string>> m_deadlines; ///< Of all commands.
    std::uint64_t m_nextCommand{1};
    std::uint64_t m_left{0};
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_CONTROL_DESK_H
