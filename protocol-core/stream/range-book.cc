#include "protocol-core/stream/range-book.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <utility>

namespace kwik
{

void
RangeBook::OpenStream(StreamId stream)
{
    m_streams.try_emplace(stream);
}

void
RangeBook::SetExtent(StreamId stream, ByteCount extent)
{
    m_streams.at(stream).extent = extent;
}

void
RangeBook::CloseStream(StreamId stream)
{
    std::erase_if(m_ranges, [this, stream](const auto& entry) {
        const Range& range = entry.second;
        if (range.stream == stream && !range.isOrphan)
        {
            --m_count;
            m_outstanding[range.path] -= range.Remaining();
        }
        return range.stream == stream;
    });
    m_streams.erase(stream);
}

RangeId
RangeBook::Claim(PathId path, StreamId id, Interval bytes, RangePurpose purpose)
{
    KWIK_ASSERT(!bytes.IsEmpty());
    Stream& stream = m_streams.at(id);
    stream.claimed.Add(bytes);
    stream.frontier = std::max(stream.frontier, bytes.end);
    const RangeId range{m_nextRange++};
    m_ranges.emplace(range, Range{path, id, bytes.begin, bytes.end, purpose});
    m_outstanding[path] += bytes.Length();
    ++m_count;
    return range;
}

void
RangeBook::Receive(StreamId id, Interval bytes)
{
    const auto entry = m_streams.find(id);
    if (entry == m_streams.end())
    {
        return;
    }
    Stream& stream = entry->second;
    stream.received.Add(bytes);
    stream.claimed.Add(bytes);
    // What came without being asked for is not fresh any more.
    if (const auto gap = stream.claimed.FirstMissing({stream.frontier, ByteCount{UINT64_MAX}}))
    {
        stream.frontier = gap->begin;
    }
}

void
RangeBook::Advance(RangeId id, ByteCount next)
{
    const auto entry = m_ranges.find(id);
    if (entry == m_ranges.end() || next <= entry->second.next)
    {
        return;
    }
    Range& range = entry->second;
    const ByteCount reached = std::min(next, range.end);
    if (!range.isOrphan)
    {
        m_outstanding[range.path] -= reached - range.next;
    }
    range.next = reached;
}

void
RangeBook::MarkDue(RangeId range, ByteCount due)
{
    m_ranges.at(range).due = due;
}

void
RangeBook::MarkUrgent(RangeId range)
{
    m_ranges.at(range).isUrgent = true;
}

void
RangeBook::MarkPushed(RangeId range)
{
    m_ranges.at(range).isPushed = true;
    MarkGuess(range);
}

void
RangeBook::MarkGuess(RangeId range)
{
    m_ranges.at(range).isGuess = true;
}

void
RangeBook::MarkDoubled(RangeId range, ByteCount bytes)
{
    m_ranges.at(range).doubled += bytes;
}

void
RangeBook::MarkRescued(RangeId range, ByteCount end)
{
    m_ranges.at(range).rescued = end;
}

void
RangeBook::Trim(RangeId id, ByteCount end)
{
    Range& range = m_ranges.at(id);
    KWIK_ASSERT(range.next <= end && end <= range.end && !range.isOrphan);
    m_outstanding[range.path] -= range.end - end;
    range.doubled = SubtractOrZero(range.doubled, range.end - end);
    range.end = end;
}

void
RangeBook::Drop(RangeId id)
{
    const auto entry = m_ranges.find(id);
    if (entry == m_ranges.end())
    {
        return;
    }
    const Range range = entry->second;
    m_ranges.erase(entry);
    if (!range.isOrphan)
    {
        --m_count;
        m_outstanding[range.path] -= range.Remaining();
        Unclaim(range);
    }
}

ByteCount
RangeBook::Orphan(PathId path)
{
    for (const RangeId id : RangesOf(path))
    {
        Range& range = m_ranges.at(id);
        range.isOrphan = true;
        --m_count;
        Unclaim(range);
    }
    return std::exchange(m_outstanding[path], ByteCount{});
}

void
RangeBook::Unclaim(const Range& range)
{
    if (range.Remaining() == ByteCount{})
    {
        return;
    }
    Stream& stream = m_streams.at(range.stream);
    const Interval owed{range.next, range.end};
    stream.claimed.Remove(owed);
    for (const Interval& part : stream.received.Within(owed))
    {
        stream.claimed.Add(part);
    }
    for (const auto& [id, other] : m_ranges)
    {
        const Interval shared{std::max(other.next, owed.begin), std::min(other.end, owed.end)};
        if (other.stream == range.stream && !other.isOrphan)
        {
            stream.claimed.Add(shared);
        }
    }
}

std::optional<Interval>
RangeBook::FirstGap(StreamId id) const
{
    const Stream& stream = m_streams.at(id);
    return stream.claimed.FirstMissing({ByteCount{}, stream.frontier});
}

std::optional<Interval>
RangeBook::Fresh(StreamId id, ByteCount limit) const
{
    const Stream& stream = m_streams.at(id);
    const Interval fresh{stream.frontier, std::min(stream.extent, limit)};
    return fresh.IsEmpty() ? std::nullopt : std::optional(fresh);
}

ByteCount
RangeBook::FreshBytes(StreamId id, ByteCount limit) const
{
    const Stream& stream = m_streams.at(id);
    return std::min(SubtractOrZero(stream.extent, stream.frontier), limit);
}

const Range*
RangeBook::Find(RangeId range) const
{
    const auto entry = m_ranges.find(range);
    return entry == m_ranges.end() ? nullptr : &entry->second;
}

std::size_t
RangeBook::Count() const
{
    return m_count;
}

std::vector<RangeId>
RangeBook::RangesOf(PathId path) const
{
    std::vector<RangeId> ids;
    for (const auto& [id, range] : m_ranges)
    {
        if (range.path == path && !range.isOrphan)
        {
            ids.push_back(id);
        }
    }
    return ids;
}

std::vector<RangeId>
RangeBook::AllRangesOf(PathId path) const
{
    std::vector<RangeId> ids;
    for (const auto& [id, range] : m_ranges)
    {
        if (range.path == path)
        {
            ids.push_back(id);
        }
    }
    return ids;
}

std::optional<RangeId>
RangeBook::OwnerOf(StreamId stream, ByteCount offset) const
{
    std::optional<RangeId> owner;
    for (const auto& [id, range] : m_ranges)
    {
        if (range.stream == stream && !range.isOrphan && range.next <= offset && offset < range.end)
        {
            if (owner)
            {
                return std::nullopt;
            }
            owner = id;
        }
    }
    return owner;
}

std::optional<Interval>
RangeBook::FirstMissing(StreamId stream, Interval interval) const
{
    return m_streams.at(stream).received.FirstMissing(interval);
}

bool
RangeBook::OwesMoreBehind(PathId path, StreamId stream, ByteCount offset) const
{
    ByteCount before;
    ByteCount behind;
    for (const auto& [id, range] : m_ranges)
    {
        if (range.path == path && range.stream == stream && !range.isOrphan && !range.isUrgent)
        {
            (range.next < offset ? before : behind) += range.Remaining();
        }
    }
    return behind > before;
}

std::vector<RangeId>
RangeBook::Superseded() const
{
    std::vector<RangeId> ids;
    for (const auto& [id, range] : m_ranges)
    {
        const Interval owed{range.next, range.end};
        if (!owed.IsEmpty() && m_streams.at(range.stream).received.Contains(owed))
        {
            ids.push_back(id);
        }
    }
    return ids;
}

ByteCount
RangeBook::Outstanding(PathId path) const
{
    const auto entry = m_outstanding.find(path);
    return entry == m_outstanding.end() ? ByteCount{} : entry->second;
}

ByteCount
RangeBook::Received(StreamId stream) const
{
    return m_streams.at(stream).received.Total();
}

std::vector<StreamId>
RangeBook::Streams() const
{
    std::vector<StreamId> ids;
    for (const auto& [id, stream] : m_streams)
    {
        ids.push_back(id);
    }
    return ids;
}

} // namespace kwik
