#ifndef KWIK_SESSION_DUPLEX_CLIENT_H
#define KWIK_SESSION_DUPLEX_CLIENT_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/session/duplex-config.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <map>
#include <optional>
#include <variant>

namespace kwik
{

/**
 * A client's streams that go in both directions: what joins the upload and the download under one
 * number. Says what has been read and what may come, on one path: the primary's while it works, as
 * only the primary has these streams, else the oldest that does.
 *
 *   asked for -> answered -> both directions at their ends -> closed
 *       '------------'-----> reset, by either side, or nothing heard while waiting -> closed
 *
 * Bounds: DuplexConfig; CLOSED_MAX closed streams are remembered, so that a server that has not
 * heard of the end is told again.
 */
class DuplexClient
{
  public:
    static constexpr std::size_t CLOSED_MAX = 4'096;

    /// Whether the peer owes us something.
    enum class Awaiting : std::uint8_t
    {
        Nothing,
        Answer,
    };

    enum class PathKind : std::uint8_t
    {
        ToPrimary,
        ToSecondary,
    };

    struct Tell
    {
        PathId path;
        KdpMessage message;
    };

    /// The server has taken the stream.
    struct Answered
    {
        StreamId stream;
    };

    /// The stream is over before its time; the owner drops what it has of it.
    struct Dropped
    {
        StreamId stream;
        ResetCause cause;
    };

    /// The download's window: bytes below the limit may be asked for.
    struct Widen
    {
        StreamId stream;
        ByteCount limit;
    };

    using Action = std::variant<Tell, Answered, Dropped, Widen>;

    explicit DuplexClient(const DuplexConfig& config);

    void OnOpened(StreamId stream);
    /// Whether @p extent is of a stream of ours that is still open. It is answered in any case.
    bool OnExtent(PathId path, const KdpStreamExtent& extent);
    void OnReset(const KdpStreamReset& reset);
    /// Something of the stream came: the server is there.
    void OnHeard(Instant now, StreamId stream);
    /// The next @p bytes are with the program, or wait for it to read.
    void OnDelivered(StreamId stream, ByteCount bytes, StreamFinish finish);
    /// The program has read @p bytes more.
    void OnConsumed(StreamId stream, ByteCount bytes);
    /// The server has acknowledged our direction and its end.
    void OnSent(StreamId stream);
    void OnPathReady(PathId path, PathKind kind);
    void OnPathLost(PathId path);
    void OnAwaiting(Instant now, Awaiting awaiting);
    /// The program gives the stream up.
    void Reset(StreamId stream, ResetCause cause);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    bool IsOpen(StreamId stream) const;
    bool IsAnswered(StreamId stream) const;
    bool HasStreams() const;
    /// Whether there is a path to the server that has the streams; over others it is told of, and
    /// not missed.
    bool HasDirectPath() const;
    /// Whether any stream waits to be taken.
    bool HasUnanswered() const;
    /// Whether an answer is awaited on this path.
    bool IsAwaited(PathId path) const;
    /// How far the download of a fresh stream may go.
    ByteCount FirstLimit() const;

  private:
    struct Stream
    {
        ByteCount extent;
        ByteCount delivered;
        ByteCount consumed;
        ByteCount acknowledged; ///< As told.
        ByteCount limit;        ///< As told.
        bool isAnswered{false};
        bool isReceived{false}; ///< To its end.
        bool isSent{false};     ///< And acknowledged.
    };

    void Speak(StreamId id, Stream& stream);
    void Acknowledge(StreamId id, Stream& stream);
    void SpeakAgain();
    void ChooseVoice();
    /// Acknowledges once more, which the server answers if it is still there.
    void AskForWord();
    void Close(StreamId id, std::optional<ByteCount> received);
    ByteCount Share() const;

    DuplexConfig m_config;
    std::map<StreamId, Stream> m_streams;
    /// How far each closed one came, if to its end: what is acknowledged again.
    std::map<StreamId, std::optional<ByteCount>> m_closed;
    std::map<PathId, PathKind> m_ready;
    std::optional<PathId> m_voice; ///< The path to speak on.
    Instant m_giveUp{NEVER};
    Instant m_ask{NEVER}; ///< When the server is asked for a word while we wait.
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_DUPLEX_CLIENT_H
