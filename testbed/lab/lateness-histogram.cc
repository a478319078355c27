#include "testbed/lab/lateness-histogram.h"

#include <algorithm>
#include <bit>

namespace kwik::testbed
{

namespace
{

constexpr std::uint64_t PARTS = 16; ///< Of each power of two.
constexpr auto RELAXED = std::memory_order_relaxed;

} // namespace

void
LatenessHistogram::Note(Duration late)
{
    late = std::max(late, Duration{});
    const auto late_us = static_cast<std::uint64_t>(late.count()) / 1000;
    m_counts[BucketOf(late_us)].fetch_add(1, RELAXED);
    if (late.count() > m_max.load(RELAXED))
    {
        m_max.store(late.count(), RELAXED);
    }
}

void
LatenessHistogram::Clear()
{
    for (auto& count : m_counts)
    {
        count.store(0, RELAXED);
    }
    m_max.store(0, RELAXED);
}

LagReport
LatenessHistogram::Report() const
{
    LagReport report;
    std::array<std::uint64_t, BUCKETS> counts{};
    for (std::size_t i = 0; i < BUCKETS; ++i)
    {
        counts[i] = m_counts[i].load(RELAXED);
        report.count += counts[i];
    }
    report.max = Duration(m_max.load(RELAXED));
    std::uint64_t below = 0;
    std::uint64_t belowOrEqual = 0;
    for (std::size_t i = 0; i < BUCKETS; ++i, below = belowOrEqual)
    {
        belowOrEqual += counts[i];
        const auto holds = [&](std::uint64_t percent) {
            const std::uint64_t rank = (report.count * percent + 99) / 100;
            return below < rank && rank <= belowOrEqual;
        };
        report.p50 = holds(50) ? std::min(UpperEnd(i), report.max) : report.p50;
        report.p99 = holds(99) ? std::min(UpperEnd(i), report.max) : report.p99;
    }
    return report;
}

/// Below 16 us one a microsecond; then 16 for each power of two.
std::size_t
LatenessHistogram::BucketOf(std::uint64_t late_us)
{
    if (late_us < PARTS)
    {
        return late_us;
    }
    const auto power = static_cast<std::uint64_t>(std::bit_width(late_us)) - 5;
    const std::uint64_t part = late_us >> power; // 16 to 31.
    return std::min<std::size_t>(BUCKETS - 1, power * PARTS + part);
}

Duration
LatenessHistogram::UpperEnd(std::size_t bucket)
{
    const std::uint64_t next = bucket + 1;
    const std::uint64_t power = next < 2 * PARTS ? 0 : next / PARTS - 1;
    const std::uint64_t part = next < 2 * PARTS ? next : PARTS + next % PARTS;
    return std::chrono::microseconds(part << power);
}

} // namespace kwik::testbed
