#include "protocol-core/stream/download-scheduler.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<DownloadScheduler>);

DownloadScheduler::DownloadScheduler(const DownloadConfig& config)
    : m_config(config)
{
}

void
DownloadScheduler::OnStreamOpened(StreamId stream)
{
    m_streams.try_emplace(stream);
    m_book.OpenStream(stream);
}

void
DownloadScheduler::OnExtent(Instant now, StreamId stream, ByteCount extent)
{
    StreamEntry& entry = m_streams.at(stream);
    if (entry.extent == entry.delivered)
    {
        entry.waitsSince = now; // The application had nothing to wait for.
    }
    entry.extent = extent;
    m_book.SetExtent(stream, extent);
    Schedule(now);
}

RangeId
DownloadScheduler::OnPushAnnounced(Instant now, PathId path, StreamId stream, Interval pushed)
{
    m_paths[path].load.rate.OnBusy(now);
    const RangeId range = m_book.Claim(path, stream, pushed, RangePurpose::Fresh);
    m_book.MarkPushed(range);
    return range;
}

void
DownloadScheduler::OnDelivered(Instant now, StreamId stream, ByteCount delivered)
{
    m_streams.at(stream).delivered = delivered;
    Schedule(now);
}

void
DownloadScheduler::OnWindow(Instant now, StreamId stream, ByteCount limit)
{
    m_streams.at(stream).limit = limit;
    Schedule(now);
}

void
DownloadScheduler::OnStreamClosed(Instant now, StreamId stream)
{
    m_streams.erase(stream);
    m_book.CloseStream(stream);
    for (auto& [id, path] : m_paths)
    {
        path.unable.erase(stream);
    }
    Schedule(now);
}

void
DownloadScheduler::OnPathReady(Instant now, PathId path, Duration roundTrip)
{
    PathEntry& entry = m_paths[path];
    entry.isReady = true;
    entry.isDraining = false;
    entry.unable.clear();
    entry.load.roundTrip = {roundTrip, roundTrip};
    // What it owed before it fell silent was asked for elsewhere; it need not send it any more.
    for (const RangeId id : m_book.AllRangesOf(path))
    {
        if (m_book.Find(id)->isOrphan)
        {
            m_book.Drop(id);
            m_actions.Push(AbandonRange{id, path});
        }
    }
    Schedule(now);
}

void
DownloadScheduler::OnArrived(Instant now, PathId path, ByteCount bytes, RoundTrip roundTrip)
{
    const auto entry = m_paths.find(path);
    if (entry == m_paths.end())
    {
        return;
    }
    PathLoad& load = entry->second.load;
    load.roundTrip = roundTrip;
    if (m_book.Outstanding(path) > ByteCount{})
    {
        load.rate.OnReceived(now, bytes, roundTrip.smoothed);
    }
    load.arrived += bytes;
    load.arrivedAt = now;
}

void
DownloadScheduler::OnPathDraining(Instant now, PathId path)
{
    m_paths[path].isReady = false;
    m_paths[path].isDraining = true;
    Schedule(now);
}

void
DownloadScheduler::OnPathJudged(Instant now, PathId path, PathFitness fitness)
{
    m_paths[path].fitness = fitness;
    Schedule(now);
}

ByteCount
DownloadScheduler::OnPathSilent(Instant now, PathId path)
{
    m_paths[path].isReady = false;
    m_paths[path].isDraining = false;
    const ByteCount freed = m_book.Orphan(path);
    m_hasOverlaps = m_hasOverlaps || freed > ByteCount{}; // It may bring them after all.
    Schedule(now);
    return freed;
}

void
DownloadScheduler::OnPathClosed(Instant now, PathId path)
{
    for (const RangeId id : m_book.AllRangesOf(path))
    {
        m_book.Drop(id);
    }
    m_paths.erase(path);
    Schedule(now);
}

void
DownloadScheduler::OnReceived(Instant now, RangeId id, StreamId stream, Interval bytes)
{
    m_book.Receive(stream, bytes);
    m_received += bytes.Length();
    m_book.Advance(id, bytes.end);
    if (const Range* range = m_book.Find(id))
    {
        m_book.MarkDue(id, m_paths.at(range->path).load.arrived + STALL_SLACK);
    }
    for (auto& [path, entry] : m_paths)
    {
        entry.leastOutstanding = std::min(entry.leastOutstanding, m_book.Outstanding(path));
    }
    AbandonSuperseded();
    RescueHeads(now);
    Schedule(now);
}

void
DownloadScheduler::OnRangeEnded(Instant now, RangeId id)
{
    const Range* range = m_book.Find(id);
    if (range != nullptr && !range->isOrphan && range->Remaining() > ByteCount{})
    {
        m_paths[range->path].unable.insert(range->stream);
        m_retryAt = std::min(m_retryAt, now + UNABLE_FOR);
    }
    m_book.Drop(id);
    Schedule(now);
}

void
DownloadScheduler::OnTimeout(Instant now)
{
    if (now < m_retryAt)
    {
        return;
    }
    m_retryAt = NEVER;
    for (auto& [id, path] : m_paths)
    {
        path.unable.clear();
    }
    Schedule(now);
}

Instant
DownloadScheduler::NextTimeout() const
{
    return m_retryAt;
}

std::optional<DownloadScheduler::Action>
DownloadScheduler::PollAction()
{
    return m_actions.Pop();
}

BitRate
DownloadScheduler::Rate(PathId path) const
{
    const auto entry = m_paths.find(path);
    return entry == m_paths.end() ? BitRate{} : entry->second.load.rate.Mean().value_or(BitRate{});
}

ByteCount
DownloadScheduler::Outstanding(PathId path) const
{
    return m_book.Outstanding(path);
}

ByteCount
DownloadScheduler::TakeLeastOutstanding(PathId path)
{
    const auto entry = m_paths.find(path);
    const ByteCount now = m_book.Outstanding(path);
    return entry == m_paths.end() ? now : std::exchange(entry->second.leastOutstanding, now);
}

ByteCount
DownloadScheduler::Remaining() const
{
    ByteCount remaining;
    for (const auto& [id, stream] : m_streams)
    {
        remaining += SubtractOrZero(stream.extent, m_book.Received(id));
    }
    return remaining;
}

std::uint64_t
DownloadScheduler::RoundTripsLeft() const
{
    std::uint64_t rate = 0;
    Duration roundTrip = Duration::max();
    for (const auto& [id, path] : m_paths)
    {
        if (path.isReady && path.load.rate.Mean())
        {
            rate += path.load.DrainRate(Remaining()).bitsPerSecond;
            roundTrip = std::min(roundTrip, path.load.roundTrip.smoothed);
        }
    }
    const bool isKnown = rate > 0 && roundTrip > Duration{};
    return isKnown ? static_cast<std::uint64_t>(TransmissionTime(Remaining(), BitRate{rate}) /
                                                roundTrip)
                   : PathLoad::RoundTripsOfSlowStart(Remaining());
}

void
DownloadScheduler::Schedule(Instant now)
{
    FillGaps(now);
    RequestFresh(now);
    while (m_book.Count() < RANGES_MAX && m_actions.FreeSlots() > RANGES_MAX && StealOnce(now))
    {
    }
}

void
DownloadScheduler::FillGaps(Instant now)
{
    for (const StreamId stream : m_book.Streams())
    {
        while (const auto gap = m_book.FirstGap(stream))
        {
            const ByteCount size = std::min(gap->Length(), RESCUE_SIZE);
            const auto best = Soonest(stream, size);
            if (!best || m_book.Count() >= RANGES_MAX)
            {
                break;
            }
            Request(now,
                    best->path,
                    stream,
                    {gap->begin, gap->begin + size},
                    RangePurpose::Rescued);
        }
    }
}

void
DownloadScheduler::RequestFresh(Instant now)
{
    while (m_book.Count() < RANGES_MAX && RequestFreshOnce(now))
    {
    }
}

bool
DownloadScheduler::RequestFreshOnce(Instant now)
{
    auto next = m_streams.upper_bound(m_lastServed);
    for (std::size_t i = 0; i < m_streams.size(); ++i, ++next)
    {
        next = next == m_streams.end() ? m_streams.begin() : next;
        auto fresh = NextFresh(next->first);
        const auto best = fresh ? SoonestInTime(next->first) : std::nullopt;
        if (best)
        {
            fresh->end = std::min(fresh->end, fresh->begin + best->size);
            m_lastServed = next->first;
            Request(now, best->path, next->first, *fresh, RangePurpose::Fresh);
            return true;
        }
    }
    return false;
}

std::optional<Interval>
DownloadScheduler::NextFresh(StreamId id) const
{
    const StreamEntry& stream = m_streams.at(id);
    const ByteCount limit = std::min(stream.limit, stream.delivered + m_config.reassemblyCap);
    const auto fresh = m_book.Fresh(id, limit);
    if (!fresh)
    {
        return std::nullopt;
    }
    // A sliver that only the window cuts off is left until the window has moved.
    const bool isLast = fresh->end == stream.extent;
    return isLast || fresh->Length() >= m_config.rangeMin ? fresh : std::nullopt;
}

void
DownloadScheduler::AbandonSuperseded()
{
    if (!m_hasOverlaps)
    {
        return;
    }
    for (const RangeId id : m_book.Superseded())
    {
        const PathId path = m_book.Find(id)->path;
        m_book.Drop(id);
        m_actions.Push(AbandonRange{id, path});
    }
}

void
DownloadScheduler::Request(Instant now,
                           PathId path,
                           StreamId stream,
                           Interval bytes,
                           RangePurpose purpose)
{
    PathLoad& load = m_paths.at(path).load;
    const ByteCount before = m_book.Outstanding(path);
    if (before == ByteCount{})
    {
        load.rate.OnBusy(now);
    }
    const bool isUrgent = IsUrgent(purpose) && m_book.OwesMoreBehind(path, stream, bytes.begin);
    const RangeId range = m_book.Claim(path, stream, bytes, purpose);
    if (isUrgent)
    {
        m_book.MarkUrgent(range);
    }
    // Urgent ranges go first. On the wire it is a sixteenth more at most.
    const ByteCount earlier = isUrgent ? load.BeyondRecall() : before;
    const ByteCount due = load.arrived + earlier + ByteCount{earlier.value / 16} + STALL_SLACK;
    m_book.MarkDue(range, due);
    if (!load.rate.Mean())
    {
        m_book.MarkGuess(range);
    }
    m_actions.Push(RequestRange{range,
                                path,
                                stream,
                                bytes,
                                purpose,
                                isUrgent ? StreamRank::Urgent : StreamRank::Normal});
}

} // namespace kwik
