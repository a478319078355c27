#ifndef KWIK_SOCKET_SOCKET_H
#define KWIK_SOCKET_SOCKET_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/event.h"
#include "protocol-core/socket/socket-lifecycle.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <deque>
#include <optional>
#include <variant>

namespace kwik
{

/// What a call of a socket came to.
enum class SocketStatus : std::uint8_t
{
    Ok,
    WouldBlock,   ///< Nothing to read or no room to write yet; OnSocketReady follows.
    EndOfStream,  ///< The peer has written its last byte, and it was read.
    TimedOut,     ///< The deadline of this direction has passed; a later one can be set.
    NotConnected, ///< Closed, or not open yet.
    Finished,     ///< This side has ended its direction.
    Reset,        ///< The stream is gone; ResetBy() says why.
};

/// What was read.
struct SocketRead
{
    SocketStatus status;
    SharedBytes bytes;
};

/// How long what a socket does may take.
struct SocketConfig
{
    /// A socket that is closed waits so long for what it has written to be acknowledged and for the
    /// peer to end its direction; then it resets the stream. As TCP's user timeout (RFC 5482), but
    /// shorter: there is a cause to name.
    Duration lingerFor = std::chrono::seconds(30);
};

/**
 * What a program holds of one stream in both directions (seed 004): non-blocking calls, deadlines,
 * the two ends of its directions, and the four states of SocketLifecycle.
 *
 * Bytes that have come wait here until they are read, at most one window, as the peer sends no
 * more. Bytes that are written do not wait here: the owner gives them to the stream and tells how
 * many it took. A reset lets what has come still be read. Deadlines fail a direction from then on,
 * until another one is set; NEVER is none.
 */
class Socket
{
  public:
    /// The program has read so much: the peer may send more.
    struct Consume
    {
        ByteCount bytes;
    };

    /// End our direction of the stream.
    struct Finish
    {
    };

    /// End both directions at once.
    struct Abort
    {
        ResetCause cause;
    };

    /// Something may be possible that was not before: look.
    struct Ready
    {
    };

    using Action = std::variant<Consume, Finish, Abort, Ready, Event>;

    Socket(SocketId id, const SocketConfig& config);

    void OnDialled();
    void OnAccepted();
    /// The server has taken the stream.
    void OnAnswered();
    void OnBytes(SharedBytes bytes, StreamFinish finish);
    /// The stream takes bytes again.
    void OnWritable();
    /// The peer has everything that was written, and knows that it is all.
    void OnSent();
    void OnReset(ResetCause cause);

    /// At most @p most bytes; a part of one arrival at a time.
    SocketRead Read(Instant now, ByteCount most);
    /// Whether bytes may be written now; before anything is given to the stream.
    SocketStatus CheckWrite(Instant now) const;
    /// The stream has taken @p taken of @p offered bytes.
    void OnTaken(ByteCount taken, ByteCount offered);
    void CloseWrite();
    /// Done with it: what was written still goes out, what comes is dropped.
    void Close(Instant now);
    void SetReadDeadline(Instant deadline);
    void SetWriteDeadline(Instant deadline);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    SocketState State() const;
    /// What Read() would find.
    ByteCount Readable() const;
    /// Whether Read() would come to the end, or fail.
    bool IsAtEnd() const;
    std::optional<ResetCause> ResetBy() const;
    bool IsSent() const;

  private:
    struct Deadline
    {
        Instant at{NEVER};
        bool isTold{false};

        bool HasPassed(Instant now) const
        {
            return now >= at;
        }
    };

    void MoveTo(SocketState next);
    void CloseIfDone();
    void Notify();
    void Tell(Instant now, Deadline& deadline);

    SocketId m_id;
    SocketConfig m_config;
    SocketLifecycle m_lifecycle;
    std::deque<SharedBytes> m_inbox;
    ByteCount m_readable;
    bool m_hasEnd{false};     ///< The peer's direction is here to its end.
    bool m_isFinished{false}; ///< Ours is written to its end.
    bool m_isSent{false};     ///< And acknowledged.
    bool m_isFull{false};     ///< The stream took less than it was offered.
    bool m_isNotified{false}; ///< Ready is on its way.
    std::optional<ResetCause> m_reset;
    Deadline m_read;
    Deadline m_write;
    Instant m_lingerEnd{NEVER};
    BoundedQueue<Action, 1024> m_actions;
};

} // namespace kwik

#endif // KWIK_SOCKET_SOCKET_H
