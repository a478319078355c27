#include "protocol-core/stream/upload/segment-book.h"

#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik
{

void
SegmentBook::Add(Instant now, PathId path, const StreamPart& part)
{
    Insert(part.stream, {part.bytes, now, m_nextOrder++, {path}});
}

std::optional<SegmentBook::Candidate>
SegmentBook::CandidateFor(PathId path, std::size_t carriersMax)
{
    if (carriersMax < 2)
    {
        return std::nullopt;
    }
    Order& cursor = m_cursors[path];
    for (auto next = m_byAge.lower_bound(cursor); next != m_byAge.end(); ++next)
    {
        const Segment& segment = m_segments.at(next->second);
        cursor = next->first;
        if (segment.carriers.size() < carriersMax && !IsOn(segment, path))
        {
            return Candidate{{next->second.first, segment.bytes}, segment.sent};
        }
    }
    return std::nullopt;
}

void
SegmentBook::AddCarrier(PathId path, const StreamPart& part)
{
    const auto entry = m_segments.find({part.stream, part.bytes.begin});
    KWIK_ASSERT(entry != m_segments.end() && entry->second.bytes.end >= part.bytes.end);
    Segment first = Take(entry);
    KWIK_ASSERT(!IsOn(first, path));
    Segment rest = first;
    rest.bytes.begin = part.bytes.end;
    if (!rest.bytes.IsEmpty())
    {
        Insert(part.stream, std::move(rest));
    }
    first.bytes = part.bytes;
    first.carriers.push_back(path);
    Insert(part.stream, std::move(first));
}

std::vector<PathId>
SegmentBook::Acknowledge(const StreamPart& part)
{
    std::vector<PathId> carriers;
    auto next = m_segments.upper_bound({part.stream, part.bytes.begin});
    if (next != m_segments.begin() && std::prev(next)->first.first == part.stream &&
        std::prev(next)->second.bytes.end > part.bytes.begin)
    {
        --next;
    }
    while (next != m_segments.end() && next->first.first == part.stream &&
           next->second.bytes.begin < part.bytes.end)
    {
        const Segment whole = Take(next);
        for (const Interval& rest : {Interval{whole.bytes.begin, part.bytes.begin},
                                     Interval{part.bytes.end, whole.bytes.end}})
        {
            if (!rest.IsEmpty())
            {
                Segment left = whole;
                left.bytes = rest;
                Insert(part.stream, std::move(left));
            }
        }
        carriers.insert(carriers.end(), whole.carriers.begin(), whole.carriers.end());
        next = m_segments.lower_bound({part.stream, whole.bytes.end});
    }
    std::sort(carriers.begin(), carriers.end());
    carriers.erase(std::unique(carriers.begin(), carriers.end()), carriers.end());
    return carriers;
}

std::vector<StreamPart>
SegmentBook::Drop(PathId path)
{
    std::vector<StreamPart> owed;
    for (auto next = m_segments.begin(); next != m_segments.end();)
    {
        const auto entry = next++;
        if (!IsOn(entry->second, path))
        {
            continue;
        }
        std::vector<PathId>& carriers = entry->second.carriers;
        if (carriers.size() == 1)
        {
            owed.push_back({entry->first.first, entry->second.bytes});
            Take(entry);
            continue;
        }
        carriers.erase(std::find(carriers.begin(), carriers.end(), path));
    }
    m_outstanding.erase(path);
    m_cursors.clear(); // What others carry less often now may be a candidate again.
    return owed;
}

ByteCount
SegmentBook::Outstanding(PathId path) const
{
    const auto entry = m_outstanding.find(path);
    return entry == m_outstanding.end() ? ByteCount{} : entry->second;
}

std::size_t
SegmentBook::Size() const
{
    return m_segments.size();
}

void
SegmentBook::Insert(StreamId stream, Segment segment)
{
    const Key key{stream, segment.bytes.begin};
    for (const PathId carrier : segment.carriers)
    {
        m_outstanding[carrier] += segment.bytes.Length();
    }
    m_byAge.emplace(Order{segment.order, segment.bytes.begin}, key);
    const bool isNew = m_segments.emplace(key, std::move(segment)).second;
    KWIK_ASSERT(isNew);
}

SegmentBook::Segment
SegmentBook::Take(Map::iterator entry)
{
    Segment segment = std::move(entry->second);
    for (const PathId carrier : segment.carriers)
    {
        m_outstanding[carrier] -= segment.bytes.Length();
    }
    m_byAge.erase({segment.order, segment.bytes.begin});
    m_segments.erase(entry);
    return segment;
}

bool
SegmentBook::IsOn(const Segment& segment, PathId path)
{
    return std::find(segment.carriers.begin(), segment.carriers.end(), path) !=
           segment.carriers.end();
}

} // namespace kwik
