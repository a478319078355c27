#ifndef KWIK_SESSION_COMMAND_BOOK_H
#define KWIK_SESSION_COMMAND_BOOK_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/event/event.h"
#include "protocol-core/wire/kcp/kcp-codec.h"

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>

namespace kwik
{

/// A command is known by who has given it and what he calls it.
struct CommandKey
{
    Address issuer;
    std::string id;
    auto operator<=>(const CommandKey&) const = default;
};

/**
 * Keeps the promises about commands at the end that carries them out (seed 002, "Transport Command
 * Protocol"): each gets exactly one final response, perhaps IN_PROGRESS before, and takes effect
 * once, however often it comes.
 *
 * What a command does is its owner's business: it gets Execute, says OnStarted when that takes
 * time, and OnOutcome when it is over. A command that takes longer than its `timeout_seconds` is
 * asked for with Conclude; the owner answers with OnOutcome at once.
 *
 * Bounds: PENDING_MAX commands at a time; one more fails. A flood that the owner has not drained is
 * dropped, as if it had been lost. The responses to the last REMEMBERED_MAX
 * are remembered. An issuer repeats only what it has no final response to, and has far fewer
 * commands than that under way, so none of his is forgotten while he may repeat it.
 */
class CommandBook
{
  public:
    using Command = ::kwik::kcp::v3::TransportCommand;
    using Response = ::kwik::kcp::v3::TransportResponse;

    static constexpr std::size_t PENDING_MAX = 32;
    static constexpr std::size_t REMEMBERED_MAX = 1024;
    static constexpr std::size_t ID_MAX = 64; ///< Bytes of a `command_id`.
    static constexpr Duration TIMEOUT_DEFAULT = std::chrono::seconds(10);
    static constexpr Duration TIMEOUT_MAX = std::chrono::seconds(300);

    /// Carry it out.
    struct Execute
    {
        CommandKey key;
        Command command;
    };

    /// Its time is over: say what became of it.
    struct Conclude
    {
        CommandKey key;
    };

    struct Respond
    {
        Address issuer;
        Response response;
    };

    using Action = std::variant<Execute, Conclude, Respond, Event>;

    struct Outcome
    {
        Response::ResponseStatus status; ///< Not IN_PROGRESS.
        std::string reason;              ///< Of anything but SUCCESS.
        ::kwik::kcp::v3::TransportResponse::TransportResult result;
    };

    explicit CommandBook(SessionHandle session);

    /// @p connection is the session's id as headers have it.
    void OnCommand(Instant now,
                   const Address& issuer,
                   const Command& command,
                   const std::string& connection);
    /// The command takes time.
    void OnStarted(const CommandKey& key);
    /// The command is over. One that is over already stays so.
    void OnOutcome(const CommandKey& key, const Outcome& outcome);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    std::size_t Pending() const;
    std::size_t Remembered() const;

  private:
    struct Entry
    {
        Command::CommandType type;
        Instant deadline;
    };

    void Finish(const CommandKey& key, Command::CommandType type, Response response);

    SessionHandle m_session;
    std::map<CommandKey, Entry> m_pending;
    std::map<CommandKey, Response> m_finished;
    std::deque<CommandKey> m_finishedOrder; ///< Oldest first.
    BoundedQueue<Action, 65536> m_actions;
};

/// Why @p command cannot even be tried; empty when it can.
std::string_view FaultOf(const CommandBook::Command& command, const std::string& connection);

} // namespace kwik

#endif // KWIK_SESSION_COMMAND_BOOK_H
