#ifndef KWIK_STREAM_RANGE_BOOK_H
#define KWIK_STREAM_RANGE_BOOK_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"
#include "protocol-core/stream/interval-set.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace kwik
{

/// A range that was asked for on a path; its bytes arrive in order.
struct Range
{
    PathId path;
    StreamId stream;
    ByteCount next; ///< The first byte not received yet.
    ByteCount end;
    RangePurpose purpose;
    ByteCount due{};      ///< When so much has come on its path in all, its turn has passed.
    bool isUrgent{false}; ///< The server sends it before what it was asked for earlier.
    bool isPushed{false}; ///< Sent without a request, so it cannot be trimmed.
    bool isGuess{false};  ///< Its size was chosen before anything was known of the path's rate.
    bool isOrphan{false}; ///< Its path fell silent: nobody counts on it any more.
    ByteCount doubled{};  ///< So much at its end was asked for on another path too.
    ByteCount rescued{};  ///< So was what lies before this offset.

    ByteCount Remaining() const
    {
        return SubtractOrZero(end, next);
    }

    /// What only this path was asked for.
    Interval Alone() const
    {
        const ByteCount begin = std::max(next, rescued);
        return {begin, std::max(begin, SubtractOrZero(end, doubled))};
    }

    /// Whether only this path was asked for what is left of it.
    bool IsAlone() const
    {
        return Alone() == Interval{next, end};
    }
};

/**
 * Who owes which bytes: every range asked for, and for every stream what is received or claimed.
 *
 * A byte is claimed while it is received or some range that is no orphan will bring it. What is not
 * claimed is a gap (it was claimed once: it lies below the frontier) or fresh.
 */
class RangeBook
{
  public:
    void OpenStream(StreamId stream);
    void SetExtent(StreamId stream, ByteCount extent);
    void CloseStream(StreamId stream);

    RangeId Claim(PathId path, StreamId stream, Interval bytes, RangePurpose purpose);
    /// Bytes of a stream are here, whether or not anybody still claims them.
    void Receive(StreamId stream, Interval bytes);
    /// The range has got as far as @p next.
    void Advance(RangeId range, ByteCount next);
    void MarkDue(RangeId range, ByteCount due);
    void MarkUrgent(RangeId range);
    void MarkPushed(RangeId range);
    void MarkGuess(RangeId range);
    /// Another path was asked for the last @p bytes of what only this range would have brought.
    void MarkDoubled(RangeId range, ByteCount bytes);
    /// The same of what lies before @p end.
    void MarkRescued(RangeId range, ByteCount end);
    /// The range now ends at @p end; the caller claims the tail for another range at once.
    void Trim(RangeId range, ByteCount end);
    /// Forgets the range; what it still owed is a gap now, unless another range brings it.
    void Drop(RangeId range);
    /// Frees what the path owes, without forgetting its ranges. @returns how much that was
    ByteCount Orphan(PathId path);

    /// The first gap below the frontier.
    std::optional<Interval> FirstGap(StreamId stream) const;
    /// The fresh bytes below @p limit.
    std::optional<Interval> Fresh(StreamId stream, ByteCount limit) const;

    /// How much of the stream is fresh, but at most @p limit.
    ByteCount FreshBytes(StreamId stream, ByteCount limit) const;

    const Range* Find(RangeId range) const;
    /// How many ranges are no orphans.
    std::size_t Count() const;
    /// The ranges of a path that are no orphans, oldest first.
    std::vector<RangeId> RangesOf(PathId path) const;
    /// All ranges of a path, oldest first.
    std::vector<RangeId> AllRangesOf(PathId path) const;
    /// The only range, orphans aside, that will bring the byte at @p offset; nothing when several
    /// will, or none.
    std::optional<RangeId> OwnerOf(StreamId stream, ByteCount offset) const;
    /// The first part of @p interval that was not received.
    std::optional<Interval> FirstMissing(StreamId stream, Interval interval) const;
    /// Whether the path owes more of the stream behind @p offset than before it, without any hurry:
    /// then what lies there should overtake it. Else that would only delay what is needed earlier.
    bool OwesMoreBehind(PathId path, StreamId stream, ByteCount offset) const;
    /// Ranges whose remaining bytes have all been received by other ranges in the meantime.
    std::vector<RangeId> Superseded() const;
    ByteCount Outstanding(PathId path) const;
    ByteCount Received(StreamId stream) const;
    std::vector<StreamId> Streams() const;

  private:
    struct Stream
    {
        ByteCount extent;
        IntervalSet received;
        IntervalSet claimed;
        ByteCount frontier; ///< Everything below was claimed at some time.
    };

    void Unclaim(const Range& range);

    std::map<StreamId, Stream> m_streams;
    std::map<RangeId, Range> m_ranges; ///< In the order of the requests.
    std::map<PathId, ByteCount> m_outstanding;
    std::size_t m_count{0};
    std::uint64_t m_nextRange{1};
};

} // namespace kwik

#endif // KWIK_STREAM_RANGE_BOOK_H
