#ifndef KWIK_STREAM_UPLOAD_UPLOAD_SENDER_H
#define KWIK_STREAM_UPLOAD_UPLOAD_SENDER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/stream/path-fitness.h"
#include "protocol-core/stream/upload/segment-book.h"
#include "protocol-core/stream/upload/send-buffer.h"
#include "protocol-core/stream/upload/upload-config.h"
#include "protocol-core/stream/upload/upload-scheduler.h"

#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace kwik
{

/// Why a segment goes on a path.
enum class SegmentPurpose : std::uint8_t
{
    Fresh,
    Rescued, ///< Another path owed it and has failed.
    Copied,  ///< Another path carries it too.
};

/**
 * The sending half of a client's uploads: cuts the streams into segments, gives them to paths as an
 * UploadScheduler says, and keeps every byte until the server has acknowledged it end to end.
 *
 *   written -> waiting -> in flight on one path or more -> acknowledged
 *                 ^              |
 *                 '--------------'  its last path fell silent, closed or stalled
 *
 * What a QUIC connection has acknowledged counts for nothing: it may be in a relay that dies. A
 * path stalls when for UploadConfig::patience nothing that it carries is acknowledged; it is passed
 * over from then on while there is another, until it is ready anew.
 *
 * Bounds: Write() takes no more than UploadConfig::buffer of each stream; a path is given no more
 * than its congestion window has room for, and all of them no more than the streams' windows.
 * Rescued bytes go before fresh ones; the streams take turns.
 */
class UploadSender
{
  public:
    struct SendSegment
    {
        PathId path;
        StreamPart part;
        SharedBytes bytes;
        SegmentPurpose purpose;
    };

    /// The stream takes bytes again, after a Write() that took less than it was given.
    struct Writable
    {
        StreamId stream;
    };

    /// The server has everything, and knows that it is everything.
    struct Finished
    {
        StreamId stream;
        ByteCount size;
    };

    using Action = std::variant<SendSegment, Writable, Finished>;

    /// What the server has of a stream.
    struct Acknowledgement
    {
        StreamId stream;
        ByteCount cumulative;         ///< Everything below.
        std::vector<Interval> ranges; ///< And these, behind it.
        bool isWhole;                 ///< It has the end too.
    };

    UploadSender(const UploadConfig& config, std::unique_ptr<UploadScheduler> scheduler);

    /// @p window is what the server takes before it has said anything.
    void OnStreamOpened(StreamId stream, ByteCount window);
    /// @returns how many of the bytes, from the first on, were taken. @pre not finished
    ByteCount Write(Instant now, StreamId stream, const SharedBytes& bytes);
    /// No more will be written.
    void OnWritten(StreamId stream);
    /// Nobody wants the stream any more.
    void OnStreamClosed(StreamId stream);

    /// The path may carry segments from now on (again).
    void OnPathReady(Instant now, const UploadPath& measured);
    /// An unfit path carries what it has and gets nothing more while there is another.
    void OnPathJudged(Instant now, PathId path, PathFitness fitness);
    /// What is known of the path has changed; a path that is not ready stays so.
    void OnPathMeasured(Instant now, const UploadPath& measured);
    /// The path fell silent or closed, or its server takes no uploads. @returns what it alone owed
    ByteCount OnPathLost(Instant now, PathId path);

    void OnAcknowledged(Instant now, const Acknowledgement& acknowledgement);
    /// The server takes the bytes of the stream below @p limit.
    void OnWindow(Instant now, StreamId stream, ByteCount limit);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// The bytes of the path that are not acknowledged.
    ByteCount Outstanding(PathId path) const;
    /// Whether some of that may be unacknowledged by the path's carrier too.
    bool IsCarrying(PathId path) const;
    /// The bytes of all streams that were written and not acknowledged.
    ByteCount Remaining() const;
    bool HasOpenStreams() const;
    /// Whether something that was sent is not acknowledged.
    bool HasUnacknowledged() const;
    /// What Write() would take. @pre the stream is open
    ByteCount Room(StreamId stream) const;
    /// How far the stream reaches so far. @pre it is open
    ByteCount Extent(StreamId stream) const;
    bool IsWritten(StreamId stream) const;

  private:
    struct Stream
    {
        SendBuffer buffer;
        IntervalSet acknowledged;
        IntervalSet lost; ///< Was sent, and has to be sent again.
        ByteCount next;   ///< The first byte never sent.
        ByteCount limit;  ///< The end of the window.
        ByteCount released;
        bool isWritten{false};
        bool isShort{false}; ///< A writer waits for room.
    };

    struct Path
    {
        UploadPath measured;
        bool isStalled{false};
        PathFitness fitness{PathFitness::Fit};
        Instant progress; ///< When something it carries was acknowledged last, or when it got busy.
    };

    /// What one stream may hold.
    ByteCount BufferShare() const;
    void Pump(Instant now);
    UploadView View(Instant now);
    void CollectPaths();
    ByteCount Sendable(const Stream& stream) const;
    void SendNext(Instant now, const UploadChoice& choice);
    void SendCopy(Instant now, const UploadChoice& choice);
    /// From now on the path has to show progress. Before anything is put on it.
    void NoteBusy(Instant now, PathId path);
    void Send(PathId path, const StreamPart& part, SegmentPurpose purpose);
    /// The stream whose turn it is. @pre one is sendable
    StreamId NextStream();
    ByteCount Lose(PathId path);
    void ReleaseAcknowledged(StreamId id, Stream& stream);
    Instant StallDeadline(PathId id, const Path& path) const;
    bool HasAlternative(PathId path) const;

    UploadConfig m_config;
    std::unique_ptr<UploadScheduler> m_scheduler;
    std::map<StreamId, Stream> m_streams;
    std::map<PathId, Path> m_paths;
    SegmentBook m_book;
    std::vector<UploadPath> m_usable; ///< What the view shows.
    StreamId m_served{};              ///< Streams take turns.
    std::uint64_t m_windowStalls{0};
    Instant m_nextChoice{NEVER};
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_UPLOAD_SENDER_H
