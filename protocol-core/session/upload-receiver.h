#ifndef KWIK_SESSION_UPLOAD_RECEIVER_H
#define KWIK_SESSION_UPLOAD_RECEIVER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/event/event.h"
#include "protocol-core/stream/reassembler.h"
#include "protocol-core/stream/upload/upload-config.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace kwik
{

/**
 * The receiving half of what clients upload to one server, over all paths and all relays.
 *
 * Puts the bytes of a stream together by offset, acknowledges every frame on the connection that
 * brought it with all that is known of the stream, and hands the bytes on in order once the
 * stream's name is known. A stream that is whole is remembered, so that a frame that comes late is
 * acknowledged and not delivered again. A session outlives its connections: the client may come
 * back.
 *
 * A stream whose reader may be slow is paced: its window moves with what was read, not with what
 * was handed on.
 *
 * Bounds: a byte behind the window is a violation; so are more than STREAMS_MAX streams of a
 * session. Of more than SESSIONS_MAX sessions the one that was silent longest is forgotten.
 */
class UploadReceiver
{
  public:
    static constexpr std::size_t STREAMS_MAX = 1'024;
    static constexpr std::size_t SESSIONS_MAX = 1'024;

    struct Reply
    {
        CarrierId carrier;
        KdpMessage message;
    };

    struct Deliver
    {
        SessionId session;
        StreamId stream;
        std::string content;
        SharedBytes bytes;
        StreamFinish finish;
    };

    struct Violated
    {
        CarrierId carrier;
        std::string_view reason;
    };

    /// The reader of a paced stream has made room.
    struct Widened
    {
        ServedStream stream;
        ByteCount limit;
    };

    using Action = std::variant<Reply, Deliver, Violated, Widened, Event>;

    explicit UploadReceiver(const UploadConfig& config);

    /// A client, or a relay for it, says what a stream carries.
    void OnExtent(Instant now, CarrierId carrier, SessionId session, const KdpStreamExtent& extent);
    void OnData(Instant now, CarrierId carrier, SessionId session, const KdpData& data);
    /// From now on @p window reaches from what was read.
    void OnPaced(Instant now, CarrierId carrier, const ServedStream& id, ByteCount window);
    /// The reader of a paced stream has read @p bytes more; its window is now @p window.
    void OnConsumed(const ServedStream& id, ByteCount bytes, ByteCount window);
    /// Nobody wants the stream any more; what still comes is dropped.
    void OnAbandoned(const ServedStream& id);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

  private:
    struct Stream
    {
        std::optional<std::string> content; ///< Nothing until the announcement has come.
        std::optional<ByteCount> size;      ///< Nothing until the end is known.
        Reassembler bytes;
        ByteCount limit;
        bool isWhole{false};
        bool isAbandoned{false};
        std::optional<ByteCount> window{}; ///< Of a paced stream.
        ByteCount consumed{};
    };

    struct Session
    {
        Instant heard;
        std::uint64_t forgotten{0}; ///< Streams below that are not here were whole.
        std::map<StreamId, Stream> streams;
    };

    /// Nothing when the session has too many streams, or the stream was whole long ago.
    Stream* Find(Instant now, CarrierId carrier, SessionId session, StreamId stream);
    void Hand(SessionId session, StreamId id, Stream& stream);
    void Acknowledge(CarrierId carrier, StreamId id, const Stream& stream);
    /// Makes room for another stream. @returns whether there is some
    static bool ForgetWhole(Session& session);
    /// How far the client may go.
    ByteCount LimitOf(const Stream& stream) const;
    /// Moves the window on when that is worth a message.
    void Widen(CarrierId carrier, StreamId id, Stream& stream);
    void ForgetOldest();

    UploadConfig m_config;
    std::map<SessionId, Session> m_sessions;
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_UPLOAD_RECEIVER_H
