#ifndef KWIK_STREAM_DOWNLOAD_SCHEDULER_H
#define KWIK_STREAM_DOWNLOAD_SCHEDULER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/event/states.h"
#include "protocol-core/stream/download-entries.h"
#include "protocol-core/stream/range-book.h"

#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace kwik
{

/**
 * Decides which path is asked for which bytes of the streams of one session (PROTOCOL section 4).
 *
 * The senders are different hosts, so only the receiver sees every path. In this order:
 *   1. gaps: bytes that a silent or dead path owed go to the path that brings them soonest, at
 * once;
 *   2. fresh bytes: each path is kept busy with its credit = expected rate x RTT x gain, as far as
 *      the reassembly window (DownloadConfig::reassemblyCap) reaches beyond what the application
 *      has: how deep bytes wait for earlier ones follows from the credits;
 *   3. stealing: with nothing fresh left, a path with room takes over the tail of what the slowest
 *      path owes and has not sent yet, so that all paths finish together;
 *   4. rescue: the bytes that the application waits for were lost, and another path brings them
 *      sooner than theirs can repeat them: they are asked for there too, within half that budget;
 *   5. end-game: what cannot be recalled any more is asked for twice when that finishes sooner,
 *      within the redundancy budget; beyond it, what was pushed or asked for before the rate of its
 *      path was known.
 *
 * A path that ends a range before all of it came cannot serve that stream now: a replica that is
 * shorter, a relay whose origin is away. It is asked again after a while, or once it is ready anew.
 *
 * Bounds: the window bounds what is outstanding, RANGES_MAX the number of ranges.
 */
class DownloadScheduler
{
  public:
    /// What a silent path owed is spread over the others in pieces of this size.
    static constexpr ByteCount RESCUE_SIZE{16U << 10};
    /// So much comes on a path without a byte of the range whose turn it is: it was lost. Three
    /// datagrams, as in RFC 9002, section 6.1.1.
    static constexpr ByteCount STALL_SLACK{4'500};
    /// No more ranges are under way; the rest waits until one has ended.
    static constexpr std::size_t RANGES_MAX = 4096;
    /// How long a path is not asked for a stream that it could not serve.
    static constexpr Duration UNABLE_FOR = std::chrono::seconds(1);

    struct RequestRange
    {
        RangeId range;
        PathId path;
        StreamId stream;
        Interval bytes;
        RangePurpose purpose;
        StreamRank rank = StreamRank::Normal;
    };

    /// The range ends earlier than was asked for.
    struct TrimRange
    {
        RangeId range;
        PathId path;
        ByteCount end;
    };

    /// Nothing of the range is wanted any more.
    struct AbandonRange
    {
        RangeId range;
        PathId path;
    };

    using Action = std::variant<RequestRange, TrimRange, AbandonRange>;

    explicit DownloadScheduler(const DownloadConfig& config);

    void OnStreamOpened(StreamId stream);
    void OnExtent(Instant now, StreamId stream, ByteCount extent);
    /// The server sends these bytes of the stream without being asked; @returns that range.
    RangeId OnPushAnnounced(Instant now, PathId path, StreamId stream, Interval pushed);
    /// Everything below @p delivered is with the application.
    void OnDelivered(Instant now, StreamId stream, ByteCount delivered);
    /// Bytes below @p limit may be asked for; the reassembly window bounds them all the same.
    void OnWindow(Instant now, StreamId stream, ByteCount limit);
    void OnStreamClosed(Instant now, StreamId stream);

    /// The path may carry ranges from now on (again).
    void OnPathReady(Instant now, PathId path, Duration roundTrip);
    /// Datagrams with @p bytes in all came on the path, whose round trip is now @p roundTrip.
    void OnArrived(Instant now, PathId path, ByteCount bytes, RoundTrip roundTrip);
    /// The path is to end: it finishes what it owes and is asked for nothing more.
    void OnPathDraining(Instant now, PathId path);
    void OnPathJudged(Instant now, PathId path, PathFitness fitness);
    /// The path fell silent; @returns the bytes that have to be fetched elsewhere.
    ByteCount OnPathSilent(Instant now, PathId path);
    void OnPathClosed(Instant now, PathId path);

    /// @p bytes of @p stream came for the range.
    void OnReceived(Instant now, RangeId range, StreamId stream, Interval bytes);
    /// The server has nothing more to send for the range.
    void OnRangeEnded(Instant now, RangeId range);

    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    ByteCount Outstanding(PathId path) const;
    /// The least that was outstanding on the path at any time since this was asked last.
    ByteCount TakeLeastOutstanding(PathId path);
    /// As measured; 0 before there is a measurement.
    BitRate Rate(PathId path) const;
    /// The bytes of all streams that are known to exist and not received.
    ByteCount Remaining() const;
    /// How many round trips of the quickest path that will take; in slow start while no rate is
    /// known.
    std::uint64_t RoundTripsLeft() const;

  private:
    using PathEntry = DownloadPath;
    using StreamEntry = DownloadStream;
    using Candidate = DownloadCandidate;
    using Theft = DownloadTheft;

    void Schedule(Instant now);
    void FillGaps(Instant now);
    void RequestFresh(Instant now);
    bool RequestFreshOnce(Instant now);
    std::optional<Interval> NextFresh(StreamId stream) const;
    bool StealOnce(Instant now);
    /// The path's newest range that still owes something and that nobody else was asked for.
    std::optional<RangeId> NewestOwing(PathId path) const;
    void StealTail(Instant now, const Theft& theft);
    /// How much of the range may be asked for once more.
    ByteCount RedundancyLeft(const Range& range) const;
    bool DuplicateTail(Instant now, PathId thief, RangeId range);
    void RescueHeads(Instant now);
    /// @p head is what the application waits for.
    void RescueHead(Instant now, StreamId stream, Interval head);
    ByteCount RescuesLeft() const;
    /// How long until the range's path brings its next byte.
    Duration WaitFor(Instant now, const Range& range) const;
    /// The path that would bring something urgent instead of the range's.
    std::optional<Candidate> SoonestRescuer(const Range& range) const;
    void AbandonSuperseded();

    /// The path that would bring @p extra bytes of the stream first.
    std::optional<Candidate> Soonest(StreamId stream, ByteCount extra) const;
    std::optional<Candidate> SoonestWithRoom() const;
    /// The same among the paths that would not keep the others waiting.
    std::optional<Candidate> SoonestInTime(StreamId stream) const;
    /// How long the other paths are busy before they wait for what @p path is asked for next.
    Duration OthersBusyFor(PathId path, StreamId stream) const;
    std::optional<Candidate> Latest(PathId except) const;
    ByteCount Room(PathId path) const;
    /// Whether the path may be asked for bytes of the stream: an unfit one only when no fit one
    /// can.
    bool MayServe(const PathEntry& path, StreamId stream) const;
    /// The same of any stream.
    bool MayServeAny(const PathEntry& path) const;
    ByteCount Surplus(PathId thief, PathId victim) const;
    void Request(Instant now, PathId path, StreamId stream, Interval bytes, RangePurpose purpose);

    DownloadConfig m_config;
    RangeBook m_book;
    std::map<PathId, PathEntry> m_paths;
    std::map<StreamId, StreamEntry> m_streams;
    Instant m_retryAt{NEVER}; ///< When paths that were unable are asked again.
    StreamId m_lastServed;    ///< Streams take turns.
    ByteCount m_received;
    ByteCount m_askedTwice;
    ByteCount m_rescued;       ///< Asked for twice because the application waited for it.
    bool m_hasOverlaps{false}; ///< Some range may be superseded by another.
    BoundedQueue<Action, 4 * RANGES_MAX> m_actions;
};

} // namespace kwik

#endif // KWIK_STREAM_DOWNLOAD_SCHEDULER_H
