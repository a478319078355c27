#ifndef KWIK_STREAM_INTERVAL_SET_H
#define KWIK_STREAM_INTERVAL_SET_H

#include "protocol-core/base/units.h"

#include <map>
#include <optional>
#include <vector>

namespace kwik
{

/// The bytes [begin, end) of a stream.
struct Interval
{
    ByteCount begin;
    ByteCount end;
    auto operator<=>(const Interval&) const = default;

    ByteCount Length() const
    {
        return end - begin;
    }

    bool IsEmpty() const
    {
        return begin >= end;
    }
};

/// A set of bytes of a stream, kept as the fewest disjoint intervals.
class IntervalSet
{
  public:
    void Add(Interval interval);
    void Remove(Interval interval);

    bool Contains(Interval interval) const;
    /// The parts of @p interval that are not in the set, in order.
    std::vector<Interval> Missing(Interval interval) const;
    /// The first part of @p interval that is not in the set.
    std::optional<Interval> FirstMissing(Interval interval) const;
    /// The parts of @p interval that are in the set, in order.
    std::vector<Interval> Within(Interval interval) const;
    /// Bytes in the set.
    ByteCount Total() const;
    /// The end of the last interval; 0 for the empty set.
    ByteCount End() const;

  private:
    using Map = std::map<ByteCount, ByteCount>; ///< begin -> end
    /// The first interval that ends behind @p offset.
    Map::const_iterator FirstEndingBehind(ByteCount offset) const;

    Map m_intervals;
    ByteCount m_total;
};

} // namespace kwik

#endif // KWIK_STREAM_INTERVAL_SET_H
