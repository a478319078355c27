#include "protocol-core/stream/interval-set.h"

#include <algorithm>

namespace kwik
{

void
IntervalSet::Add(Interval interval)
{
    if (interval.IsEmpty())
    {
        return;
    }
    auto next = m_intervals.lower_bound(interval.begin);
    if (next != m_intervals.begin() && std::prev(next)->second >= interval.begin)
    {
        --next;
    }
    while (next != m_intervals.end() && next->first <= interval.end)
    {
        interval.begin = std::min(interval.begin, next->first);
        interval.end = std::max(interval.end, next->second);
        m_total -= next->second - next->first;
        next = m_intervals.erase(next);
    }
    m_intervals.emplace(interval.begin, interval.end);
    m_total += interval.Length();
}

void
IntervalSet::Remove(Interval interval)
{
    for (const Interval& part : Within(interval))
    {
        const auto holder = std::prev(m_intervals.upper_bound(part.begin));
        const Interval whole{holder->first, holder->second};
        m_intervals.erase(holder);
        m_total -= whole.Length();
        Add({whole.begin, part.begin});
        Add({part.end, whole.end});
    }
}

bool
IntervalSet::Contains(Interval interval) const
{
    return !FirstMissing(interval).has_value();
}

std::vector<Interval>
IntervalSet::Missing(Interval interval) const
{
    std::vector<Interval> gaps;
    while (const auto gap = FirstMissing(interval))
    {
        gaps.push_back(*gap);
        interval.begin = gap->end;
    }
    return gaps;
}

std::optional<Interval>
IntervalSet::FirstMissing(Interval interval) const
{
    auto next = FirstEndingBehind(interval.begin);
    if (next != m_intervals.end() && next->first <= interval.begin)
    {
        interval.begin = next->second;
        ++next;
    }
    if (interval.IsEmpty())
    {
        return std::nullopt;
    }
    if (next != m_intervals.end())
    {
        interval.end = std::min(interval.end, next->first);
    }
    return interval;
}

std::vector<Interval>
IntervalSet::Within(Interval interval) const
{
    std::vector<Interval> parts;
    for (auto next = FirstEndingBehind(interval.begin);
         !interval.IsEmpty() && next != m_intervals.end() && next->first < interval.end;
         ++next)
    {
        parts.push_back(
            {std::max(next->first, interval.begin), std::min(next->second, interval.end)});
    }
    return parts;
}

ByteCount
IntervalSet::Total() const
{
    return m_total;
}

ByteCount
IntervalSet::End() const
{
    return m_intervals.empty() ? ByteCount{} : m_intervals.rbegin()->second;
}

IntervalSet::Map::const_iterator
IntervalSet::FirstEndingBehind(ByteCount offset) const
{
    auto next = m_intervals.upper_bound(offset);
    if (next != m_intervals.begin() && std::prev(next)->second > offset)
    {
        --next;
    }
    return next;
}

} // namespace kwik
