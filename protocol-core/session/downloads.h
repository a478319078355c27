#ifndef KWIK_SESSION_DOWNLOADS_H
#define KWIK_SESSION_DOWNLOADS_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/event/event.h"
#include "protocol-core/stream/download-scheduler.h"
#include "protocol-core/stream/reassembler.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

namespace kwik
{

/**
 * The receiving half of all streams of one session: which content each one carries, what of it is
 * here, and what goes to the application.
 */
class Downloads
{
  public:
    struct Request
    {
        PathId path;
        RangeId range;
        KdpRangeRequest request;
    };

    /// Ask the server of a path what a stream carries.
    struct OpenOn
    {
        PathId path;
        KdpStreamOpen open;
    };

    struct Deliver
    {
        StreamId stream;
        SharedBytes bytes;
        StreamFinish finish;
    };

    /// No server has the content of the stream.
    struct Refused
    {
        StreamId stream;
    };

    using Action = std::variant<Request,
                                OpenOn,
                                Deliver,
                                Refused,
                                DownloadScheduler::TrimRange,
                                DownloadScheduler::AbandonRange,
                                Event>;

    Downloads(SessionHandle session, const DownloadConfig& config);

    StreamId Open(Instant now, std::string content);
    /// A stream whose server is asked for by others, and whose reader may be slow: bytes below
    /// @p limit may come. Its ranges name no content.
    void OpenDuplex(Instant now, StreamId stream, ByteCount limit);
    void OnWindow(Instant now, StreamId stream, ByteCount limit);
    /// Nobody wants the stream any more.
    void OnDropped(Instant now, StreamId stream);
    /// The application takes the stream's bytes below @p limit, and says so as it reads on: it
    /// reads at a pace. Before the first such word it takes everything.
    void ReadUpTo(Instant now, StreamId stream, ByteCount limit);
    /// Messages to the server of the path will be read.
    void OnPathGreeted(PathId path);
    /// The path takes part in transfers from now on (again).
    void OnPathReady(Instant now, PathId path, Duration roundTrip);
    /// Datagrams with @p bytes in all came on the path, whose round trip is now @p roundTrip.
    void OnArrived(Instant now, PathId path, ByteCount bytes, RoundTrip roundTrip);
    /// @returns the bytes that the path owed and that are asked for elsewhere now.
    ByteCount OnPathSilent(Instant now, PathId path);
    /// As in DownloadScheduler.
    void OnPathDraining(Instant now, PathId path);
    void OnPathJudged(Instant now, PathId path, PathFitness fitness);
    void OnPathClosed(Instant now, PathId path);

    /// @p range is the request that the frame answers; none for pushed frames.
    void OnData(Instant now, std::optional<RangeId> range, const KdpData& data);
    void OnExtent(Instant now, PathId path, const KdpStreamExtent& extent);
    /// The server of the path does not have what the stream carries.
    void OnRefused(Instant now, PathId path, StreamId stream);
    void OnRangeEnded(Instant now, RangeId range);
    void OnPushEnded(Instant now, StreamId stream);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// Whether the path owes ranges or an answer.
    bool IsAwaited(PathId path) const;
    ByteCount Outstanding(PathId path) const;
    BitRate Rate(PathId path) const;
    /// What is not here of all streams.
    ByteCount Remaining() const;
    /// What of that the applications want by now, with what may be kept for those that read at a
    /// pace.
    ByteCount Queued() const;
    /// By how much all readers that read at a pace have moved on so far.
    ByteCount Asked() const;
    /// As in DownloadScheduler.
    ByteCount TakeLeastOutstanding(PathId path);
    /// How many round trips of the quickest path that will take; in slow start while no rate is
    /// known.
    std::uint64_t RoundTripsLeft() const;
    ByteCount Duplicates() const;
    bool HasOpenStreams() const;
    /// Whether bytes that there are, and that may be asked for, have not come.
    bool IsBehind() const;
    /// The smallest number that no stream has had.
    StreamId NextStream() const;

  private:
    struct Stream
    {
        std::string content;
        Reassembler bytes;
        bool isKnown{false}; ///< The source has told the extent.
        bool isFinal{false}; ///< And that it is the end.
        ByteCount extent;
        std::optional<PathId> asked; ///< The path on which its extent was asked for.
        std::set<PathId> openedOn;   ///< Paths on which it was asked for; once on each.
        std::set<PathId> refusedBy;
        std::map<ByteCount, RangeId> pushed; ///< What comes unasked, by its end.
        std::optional<ByteCount> limit;      ///< Of what the application takes.
        std::optional<ByteCount> window;     ///< Of a duplex stream: bytes below it may come.
    };

    void Drain();
    void AskUnknown(PathId path);
    void ForgetAsked(PathId path);
    /// The range that brings what comes unasked at @p offset.
    static RangeId PushAt(const Stream& stream, ByteCount offset);
    void OnPushed(Instant now, PathId path, StreamId id, Interval announced);
    void DeliverReady(Instant now, StreamId id);
    /// Refuses the streams that no open path can serve.
    void RefuseUnserved(Instant now);
    bool IsServed(StreamId id) const;
    void Close(Instant now, StreamId id);

    SessionHandle m_session;
    ByteCount m_window;
    DownloadScheduler m_scheduler;
    std::map<StreamId, Stream> m_streams;
    std::set<PathId> m_greeted; ///< And not closed.
    std::set<PathId> m_ready;
    std::uint64_t m_nextStream{0};
    ByteCount m_duplicates; ///< Of the streams that are finished.
    ByteCount m_asked;
    BoundedQueue<Action, 65536> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_DOWNLOADS_H
