#ifndef KWIK_SESSION_UPLOADS_H
#define KWIK_SESSION_UPLOADS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/carrier-types.h"
#include "protocol-core/event/event.h"
#include "protocol-core/stream/upload/upload-sender.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kwik
{

/**
 * The sending half of all streams of one session: which content each one carries, which servers
 * have been told of it, and what the sender's segments are as messages.
 *
 * Streams are numbered from 0, apart from those of downloads: a number has two directions.
 */
class Uploads
{
  public:
    /// Data frames and the QUIC stream that carries those of one stream on one path.
    struct SendFrame
    {
        PathId path;
        KdpData frame;
        SegmentPurpose purpose;
    };

    /// Tells the server of a path what a stream carries and how far it reaches.
    struct Announce
    {
        PathId path;
        KdpStreamExtent extent;
    };

    /// Nothing more of the stream will be sent on any path.
    struct EndFrames
    {
        StreamId stream;
    };

    /// The same of a stream that goes in both directions.
    struct Connect
    {
        PathId path;
        KdpStreamConnect connect;
    };

    using Action = std::variant<SendFrame,
                                Announce,
                                Connect,
                                EndFrames,
                                UploadSender::Writable,
                                UploadSender::Finished,
                                Event>;

    Uploads(SessionHandle session, const UploadConfig& config);

    StreamId Open(std::string content);
    /// A stream that the server answers with bytes of its own.
    void OpenDuplex(StreamId stream, std::string service);
    /// The server has taken the stream.
    void OnAnswered(StreamId stream);
    /// Nobody wants the stream any more.
    void OnDropped(StreamId stream);
    /// @returns how many of the bytes were taken. @pre the stream is open and not written to its
    /// end
    ByteCount Write(Instant now, StreamId stream, const SharedBytes& bytes);
    /// No more will be written.
    void OnWritten(StreamId stream);

    /// The path to @p server takes part in transfers from now on (again).
    void OnPathReady(Instant now,
                     PathId path,
                     const Address& server,
                     const CarrierSnapshot& measured);
    /// As in UploadSender.
    void OnPathJudged(Instant now, PathId path, PathFitness fitness);
    void OnPathMeasured(Instant now, PathId path, const CarrierSnapshot& measured);
    /// @returns the bytes that the path owed and that go elsewhere now.
    ByteCount OnPathLost(Instant now, PathId path);
    void OnAck(Instant now, const KdpStreamAck& ack);
    void OnWindow(Instant now, const KdpStreamWindow& window);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    bool IsOpen(StreamId stream) const;
    /// Whether the path carries something that its peer has not acknowledged.
    bool IsAwaited(PathId path) const;
    ByteCount Outstanding(PathId path) const;
    ByteCount Remaining() const;
    bool HasOpenStreams() const;
    /// Whether the server has still to acknowledge something that was sent.
    bool HasUnacknowledged() const;
    /// What Write() would take. @pre the stream is open and not written to its end
    ByteCount Room(StreamId stream) const;
    /// The smallest number that no stream has had.
    StreamId NextStream() const;

  private:
    struct Stream
    {
        std::string content; ///< Or the service.
        /// Only of a stream that goes in both directions.
        std::optional<StreamAcquaintance> acquaintance{};
    };

    UploadPath PathOf(PathId path, const CarrierSnapshot& measured) const;
    void Drain();
    void AnnounceOn(PathId path, StreamId stream);

    SessionHandle m_session;
    std::vector<UploadWeight> m_weights; ///< UploadConfig::weights.
    UploadSender m_sender;
    std::map<StreamId, Stream> m_streams;    ///< Those that are open.
    std::map<PathId, std::uint32_t> m_ready; ///< And the weight of each.
    std::uint64_t m_nextStream{0};
    BoundedQueue<Action, 131072> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_UPLOADS_H
