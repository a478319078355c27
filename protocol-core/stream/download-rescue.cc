// The part of DownloadScheduler that is about bytes the application waits for and a path has lost.
#include "protocol-core/stream/download-scheduler.h"

#include <algorithm>

namespace kwik
{

namespace
{

/// Nobody notices that an application had nothing new for so long.
constexpr Duration STALL_MIN = std::chrono::milliseconds(50);
/// What one rescue asks for at most. The first of a range asks for less: most often a single
/// datagram was lost.
constexpr ByteCount HEAD_MAX{64U << 10};

/// When its first bytes come counts, whatever else is in the range.
constexpr ByteCount DATAGRAM{1'500};

} // namespace

void
DownloadScheduler::RescueHeads(Instant now)
{
    for (auto& [id, stream] : m_streams)
    {
        const auto head = m_book.FirstMissing(id, {stream.delivered, stream.extent});
        if (!head)
        {
            continue;
        }
        if (head->begin != stream.head)
        {
            stream.head = head->begin;
            stream.waitsSince = now;
        }
        const bool isBlocking = m_book.Received(id) > head->begin;
        if (isBlocking && now >= stream.waitsSince + STALL_MIN)
        {
            RescueHead(now, id, *head);
        }
    }
}

void
DownloadScheduler::RescueHead(Instant now, StreamId stream, Interval head)
{
    const auto owner = m_book.OwnerOf(stream, head.begin);
    const Range* range = owner ? m_book.Find(*owner) : nullptr;
    if (range == nullptr || m_book.Count() >= RANGES_MAX)
    {
        return;
    }
    const auto rescuer = SoonestRescuer(*range);
    if (!rescuer || rescuer->finish * 5 / 4 >= WaitFor(now, *range))
    {
        return;
    }
    const PathLoad& load = m_paths.at(range->path).load;
    const Interval owed{head.begin, std::min(head.end, range->end)};
    const bool isWhole = owed.begin == range->next && owed.end == range->end && range->IsAlone();
    const bool isUnsent = range->due > load.arrived + load.BeyondRecall();
    if (isWhole && isUnsent && !range->isPushed && !range->isUrgent)
    {
        StealTail(now, {rescuer->path, *owner, owed.Length(), RangePurpose::HeadOfLine});
        return;
    }
    const bool isAgain = m_streams.at(stream).rescued == *owner;
    const ByteCount size =
        std::min({owed.Length(), isAgain ? HEAD_MAX : RESCUE_SIZE, RescuesLeft()});
    if (size < std::min(owed.Length(), m_config.rangeMin))
    {
        return;
    }
    m_rescued += size;
    m_streams.at(stream).rescued = *owner;
    m_hasOverlaps = true;
    m_book.MarkRescued(*owner, head.begin + size);
    Request(now, rescuer->path, stream, {head.begin, head.begin + size}, RangePurpose::HeadOfLine);
}

ByteCount
DownloadScheduler::RescuesLeft() const
{
    const ByteCount known = m_received + Remaining();
    const ByteCount budget{known.value * m_config.redundancyPercent / 200};
    return SubtractOrZero(budget, m_rescued);
}

Duration
DownloadScheduler::WaitFor(Instant now, const Range& range) const
{
    const PathLoad& load = m_paths.at(range.path).load;
    if (load.arrived < range.due)
    {
        return std::max(load.DrainTime(range.due - load.arrived), now - load.arrivedAt);
    }
    // One round trip from the loss to its repair. When that has failed nobody knows: as long as it
    // has taken so far.
    const Duration waited = now - m_streams.at(range.stream).waitsSince;
    return std::max(load.roundTrip.current - waited, waited);
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::SoonestRescuer(const Range& range) const
{
    std::optional<Candidate> best;
    for (const auto& [id, path] : m_paths)
    {
        // Urgent ranges go before what is outstanding.
        const Duration finish = path.load.roundTrip.current + path.load.DrainTime(DATAGRAM);
        if (id != range.path && MayServe(path, range.stream) && path.load.rate.Mean() &&
            (!best || finish < best->finish))
        {
            best = Candidate{id, finish, {}};
        }
    }
    return best;
}

} // namespace kwik
