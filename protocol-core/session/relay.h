#ifndef KWIK_SESSION_RELAY_H
#define KWIK_SESSION_RELAY_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/event/event.h"
#include "protocol-core/registry/server-info.h"
#include "protocol-core/session/client-path.h"
#include "protocol-core/stream/interval-set.h"

#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace kwik
{

/// Which transfer of which client a relayed range is for.
struct RelayKey
{
    CarrierId client;
    CarrierStreamId transfer;
    auto operator<=>(const RelayKey&) const = default;
};

/**
 * A server's path to another server, from which it fetches the ranges that it does not hold itself
 * (PROTOCOL section 1, "pull-through").
 *
 * A transfer is asked for upstream as a whole as soon as it starts, so that its bytes are here by
 * the time they are read. Reads of a transfer come in order; a read waits until all its bytes are
 * here. When the path fails, every read is answered with nothing, which ends the transfer early and
 * sends the client elsewhere; the next transfer opens the path again.
 *
 * Bound: what is held are ranges that clients have asked for and not yet been sent; they bound
 * those.
 */
class Relay
{
  public:
    struct Connect
    {
        CarrierTarget target;
    };

    /// The answer to a read; empty when it cannot be had.
    struct Answer
    {
        RelayKey key;
        SharedBytes bytes;
    };

    struct Transfer
    {
        StreamId stream;
        std::string content;
        Interval bytes;
        RangePriority priority;
    };

    /// What the upstream server says of an upload, for the client that it came from.
    struct UploadReply
    {
        CarrierId client;
        KdpMessage message;
    };

    using Action =
        std::variant<Connect, WriteStream, RankStream, AbortStream, CloseConnection, Event>;

    /// @p token proves to @p upstream in which session its content is read.
    Relay(const PathConfig& config, const ServerInfo& upstream);

    /// What a client has proved itself with; the one that holds longest is shown upstream.
    void OnToken(const std::string& token, Instant expiry);
    void OnTransfer(Instant now, const RelayKey& key, const Transfer& transfer);
    void OnRead(const RelayKey& key, ByteCount offset, ByteCount length);
    /// The transfer is over, however it ended.
    void OnTransferEnded(const RelayKey& key);
    /// A part of an upload that @p client has sent here; replies go to whoever sent last.
    void OnUpload(Instant now, CarrierId client, KdpMessage message);
    /// What the carrier connection reports.
    void OnCarrier(Instant now, const CarrierEvent& event);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();
    /// Drained beside the actions.
    std::optional<Answer> PollAnswer();
    std::optional<UploadReply> PollUploadReply();

  private:
    struct Pending
    {
        RangeId range;
        Transfer transfer;
        ByteCount received; ///< Up to here, as an offset.
        bool isOver{false}; ///< Nothing more will come.
        std::deque<std::pair<ByteCount, SharedBytes>> held;
        std::deque<Interval> reads;
    };

    void Open(Instant now);
    void Greet(Instant now);
    void Ask(const Pending& pending);
    void OnPathAction(Instant now, ClientPath::Action& action);
    void OnData(RangeId range, const KdpData& data);
    void AnswerReads(const RelayKey& key);
    SharedBytes Take(Pending& pending, Interval wanted);
    void Report(Violation kind, std::string detail);
    void OnViolated(Instant now, const ClientPath::Violated& violated);
    void FailAll();
    void Forward(const KdpMessage& message);
    void Drain(Instant now);

    PathConfig m_config;
    ServerInfo m_upstream;
    std::string m_token;
    Instant m_tokenExpiry{};
    std::optional<ClientPath> m_path;
    bool m_isGreeted{false};
    std::map<RelayKey, Pending> m_transfers;
    std::map<RangeId, RelayKey> m_keyOf;
    std::uint64_t m_nextRange{1};
    BoundedQueue<Action, 65536> m_actions;
    BoundedQueue<Answer, 65536> m_answers;
    std::optional<CarrierId> m_uploader;
    std::vector<KdpMessage> m_waitingUploads; ///< Until the path is open; the windows bound them.
    BoundedQueue<UploadReply, 65536> m_uploadReplies;
};

} // namespace kwik

#endif // KWIK_SESSION_RELAY_H
