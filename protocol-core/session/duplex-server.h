#ifndef KWIK_SESSION_DUPLEX_SERVER_H
#define KWIK_SESSION_DUPLEX_SERVER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/event/event.h"
#include "protocol-core/session/duplex-caller.h"
#include "protocol-core/session/duplex-config.h"
#include "protocol-core/stream/upload/send-buffer.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kwik
{

/**
 * The server's end of all streams that go in both directions: who may have one, and the sending
 * half of each. What clients send comes in through UploadReceiver, as any upload.
 *
 *   offered -> accepted -> our direction acknowledged and theirs whole -> closed
 *      '----------'------> reset, by either side or for silence -------> closed
 *
 * The client fetches what is written here in ranges over any of its paths, as it does with a
 * content; this machine tells how far the stream reaches, and lets the first pushWindow bytes
 * beyond what is acknowledged go unasked. It speaks on the connection on which the client has last
 * spoken of windows, and on all of the session's when nothing is acknowledged for a while. A stream
 * that is closed is remembered, so that what comes late opens none.
 *
 * Bounds: DuplexConfig; CLOSED_MAX closed streams of a session are remembered.
 */
class DuplexServer
{
  public:
    static constexpr std::size_t CLOSED_MAX = 4'096;

    using Way = DuplexWay;
    using Caller = DuplexCaller;

    struct Reply
    {
        CarrierId carrier;
        KdpMessage message;
    };

    /// Send these bytes of the stream without being asked.
    struct Push
    {
        CarrierId carrier;
        ServedStream stream;
        Interval bytes;
    };

    /// No more of the stream will be pushed on this connection.
    struct EndPush
    {
        CarrierId carrier;
        StreamId stream;
    };

    /// A client wants to speak with a service: Accept() it or Reset() it.
    struct Offered
    {
        ServedStream stream;
        Address client;
        std::string service;
    };

    /// The stream takes bytes again, after a Write() that took less than it was given.
    struct Writable
    {
        ServedStream stream;
    };

    /// The client has every byte, and knows that these are all.
    struct Sent
    {
        ServedStream stream;
    };

    struct Ended
    {
        ServedStream stream;
        std::optional<ResetCause> cause; ///< Nothing: both directions came to their ends.
    };

    using Action = std::variant<Reply, Push, EndPush, Offered, Writable, Sent, Ended, Event>;

    explicit DuplexServer(const DuplexConfig& config);

    /// @returns whether the stream's upload direction may be taken.
    bool OnConnect(Instant now, const Caller& caller, const KdpStreamConnect& connect);
    void OnAck(Instant now, const Caller& caller, const KdpStreamAck& ack);
    void OnWindow(Instant now, const Caller& caller, const KdpStreamWindow& window);
    void OnReset(Instant now, const Caller& caller, const KdpStreamReset& reset);
    /// The program has got the client's direction to its end.
    void OnReceivedAll(const ServedStream& stream);
    /// The reader of a client's direction has made room up to @p limit.
    void OnWidened(const ServedStream& stream, ByteCount limit);
    /// A connection is gone.
    void OnGone(Instant now, SessionId session, CarrierId carrier);
    /// The client has said that its session is over.
    void OnSessionOver(SessionId session);

    void Accept(Instant now, const ServedStream& stream);
    /// @returns how many of the bytes were taken; @p finish counts only when all were. Nothing of a
    /// stream that is not open. @pre the stream was not finished before
    ByteCount Write(Instant now,
                    const ServedStream& stream,
                    const SharedBytes& bytes,
                    StreamFinish finish);
    void Reset(const ServedStream& stream, ResetCause cause);
    /// What Write() would take.
    ByteCount Room(const ServedStream& stream) const;
    /// What of [begin, end) is here.
    SharedBytes Read(const ServedStream& stream, Interval wanted) const;
    /// How many streams share what the session may hold.
    std::size_t Streams(SessionId session) const;

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

  private:
    struct Stream
    {
        SendBuffer buffer;
        ByteCount acknowledged;
        ByteCount limit; ///< How far pushes may go.
        ByteCount told;  ///< The extent that the client has been told.
        bool isAccepted{false};
        bool isWritten{false}; ///< To its end.
        bool isEndTold{false};
        bool isSent{false};     ///< And acknowledged.
        bool isReceived{false}; ///< The client's direction, to its end.
        bool isShort{false};    ///< A writer waits for room.

        /// Whether the client should have answered something by now.
        bool IsOwedAnswer() const;
    };

    struct Session
    {
        std::map<CarrierId, Way> carriers;
        std::optional<CarrierId> voice; ///< The connection to speak on.
        std::map<StreamId, Stream> streams;
        std::map<StreamId, std::optional<ResetCause>> closed;
        Instant heard{};
        Instant retell{NEVER};
        Duration patience{};     ///< Until the next one.
        Instant deadline{NEVER}; ///< As entered in m_deadlines.
    };

    Session& Hear(Instant now, const Caller& caller);
    Stream* Find(const ServedStream& id);
    const Stream* Find(const ServedStream& id) const;
    /// How far the server's direction goes, for a client that wants to know.
    void Answer(const Caller& caller, StreamId id, const Stream& stream);
    std::optional<ResetCause> Refusal(const Caller& caller, const KdpStreamConnect& connect) const;
    /// The client speaks of a stream that is not here.
    void Disown(const Caller& caller, StreamId stream);
    void SpeakOn(Instant now, const Caller& caller);
    /// Tells what is new of the stream, as far as that is worth a message.
    void Tell(const ServedStream& id, Stream& stream);
    /// Which streams are told again.
    enum class Scope : std::uint8_t
    {
        All,
        Owed, ///< Those whose client has not acknowledged something.
    };

    void Retell(const Session& session, CarrierId carrier, Scope scope);
    /// Sets when to tell again, or to give up.
    void Watch(Instant now, SessionId id);
    void SetDeadline(SessionId id, Instant deadline);
    void CloseIfDone(const ServedStream& id);
    void Close(const ServedStream& id, std::optional<ResetCause> cause);
    void Abandon(SessionId id, ResetCause cause);
    /// Forgets a session that has neither streams nor connections.
    void ForgetIfIdle(SessionId id);

    DuplexConfig m_config;
    std::map<SessionId, Session> m_sessions;
    std::set<std::pair<Instant, SessionId>> m_deadlines;
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_DUPLEX_SERVER_H
