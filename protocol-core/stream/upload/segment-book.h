#ifndef KWIK_STREAM_UPLOAD_SEGMENT_BOOK_H
#define KWIK_STREAM_UPLOAD_SEGMENT_BOOK_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/stream/interval-set.h"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace kwik
{

/// Bytes of one stream.
struct StreamPart
{
    StreamId stream;
    Interval bytes;
    auto operator<=>(const StreamPart&) const = default;
};

/**
 * What of a client's uploads is on which paths and not acknowledged end to end.
 *
 * Segments are disjoint. They are cut where an acknowledgement ends, or where a copy has to be
 * shorter than the segment.
 */
class SegmentBook
{
  public:
    struct Candidate
    {
        StreamPart part;
        Instant sent; ///< First.
        auto operator<=>(const Candidate&) const = default;
    };

    /// @pre no byte of @p part is in the book
    void Add(Instant now, PathId path, const StreamPart& part);
    /// The oldest segment that is not on @p path and on fewer than @p carriersMax others.
    std::optional<Candidate> CandidateFor(PathId path, std::size_t carriersMax);
    /// The path carries @p part too. @pre it is the begin of a segment that is not on the path
    void AddCarrier(PathId path, const StreamPart& part);
    /// Forgets what is acknowledged. @returns the paths that carried some of it, each once
    std::vector<PathId> Acknowledge(const StreamPart& part);
    /// The path carries nothing any more. @returns what no other path carries either, in order;
    /// that is no longer in the book
    std::vector<StreamPart> Drop(PathId path);

    /// The bytes on @p path.
    ByteCount Outstanding(PathId path) const;
    std::size_t Size() const;

  private:
    struct Segment
    {
        Interval bytes;
        Instant sent;
        std::uint64_t order; ///< Of the first sending; parts of one segment share it.
        std::vector<PathId> carriers;
    };

    using Key = std::pair<StreamId, ByteCount>;        ///< Where it begins.
    using Order = std::pair<std::uint64_t, ByteCount>; ///< By age, then by offset.
    using Map = std::map<Key, Segment>;

    void Insert(StreamId stream, Segment segment);
    Segment Take(Map::iterator entry);
    static bool IsOn(const Segment& segment, PathId path);

    Map m_segments;
    std::map<Order, Key> m_byAge;
    std::map<PathId, Order> m_cursors; ///< What is older is no candidate for the path.
    std::map<PathId, ByteCount> m_outstanding;
    std::uint64_t m_nextOrder{1};
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_SEGMENT_BOOK_H
