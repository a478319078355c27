// The second half of DownloadScheduler: which path has room, which is slow, and who takes over
// what.
#include "protocol-core/stream/download-scheduler.h"

#include <algorithm>

namespace kwik
{

namespace
{

bool
IsAskedTwice(const Range& range)
{
    return range.isDoubled || range.purpose == RangePurpose::EndGame;
}

} // namespace

ByteCount
DownloadScheduler::Window() const
{
    constexpr ByteCount FLOOR{1U << 20};
    std::uint64_t rate = 0;
    Duration roundTrip{};
    for (const auto& [id, path] : m_paths)
    {
        if (path.isReady)
        {
            rate += path.load.ExpectedRate(m_config).bitsPerSecond;
            roundTrip = std::max(roundTrip, path.load.roundTrip);
        }
    }
    const ByteCount twoPipes = BytesIn(BitRate{rate}, roundTrip * 2);
    return std::clamp(twoPipes, FLOOR, std::max(FLOOR, m_config.reassemblyCap));
}

ByteCount
DownloadScheduler::Room(PathId path) const
{
    const PathLoad& load = m_paths.at(path).load;
    return SubtractOrZero(load.Credit(m_config), m_book.Outstanding(path));
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::Soonest(ByteCount extra) const
{
    std::optional<Candidate> best;
    for (const auto& [id, path] : m_paths)
    {
        const Duration finish = path.load.FinishTime(m_config, m_book.Outstanding(id), extra);
        if (path.isReady && (!best || finish < best->finish))
        {
            best = Candidate{id, finish, {}};
        }
    }
    return best;
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::SoonestWithRoom() const
{
    std::optional<Candidate> best;
    for (const auto& [id, path] : m_paths)
    {
        const ByteCount size = path.load.RequestSize(m_config);
        const Duration finish = path.load.FinishTime(m_config, m_book.Outstanding(id), size);
        if (path.isReady && Room(id) >= size && (!best || finish < best->finish))
        {
            best = Candidate{id, finish, {}};
        }
    }
    return best;
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::SoonestInTime(StreamId stream, ByteCount window) const
{
    // Somebody has to be first, even when each would keep the others waiting a little.
    const auto first = Soonest(m_config.rangeMin);
    std::optional<Candidate> best;
    for (const auto& [id, path] : m_paths)
    {
        const ByteCount wanted = path.load.RequestSize(m_config);
        if (!path.isReady || Room(id) < wanted)
        {
            continue;
        }
        const Duration patience =
            first->path == id ? Duration::max() : OthersBusyFor(id, stream, window);
        const ByteCount owed = m_book.Outstanding(id);
        const ByteCount size = std::min(wanted, path.load.DoneWithin(m_config, owed, patience));
        const Duration finish = path.load.FinishTime(m_config, owed, size);
        if (size >= m_config.rangeMin && (!best || finish < best->finish))
        {
            best = Candidate{id, finish, size};
        }
    }
    return best;
}

Duration
DownloadScheduler::OthersBusyFor(PathId path, StreamId stream, ByteCount window) const
{
    std::uint64_t rate = 0;
    Duration roundTrip = Duration::max();
    ByteCount work = m_book.FreshBytes(stream, window);
    for (const auto& [id, other] : m_paths)
    {
        if (other.isReady && id != path)
        {
            rate += other.load.DrainRate(m_config).bitsPerSecond;
            roundTrip = std::min(roundTrip, other.load.roundTrip);
            work += m_book.Outstanding(id);
        }
    }
    return rate == 0 ? Duration::max() : roundTrip + TransmissionTime(work, BitRate{rate});
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::Latest(PathId except) const
{
    std::optional<Candidate> worst;
    for (const auto& [id, path] : m_paths)
    {
        const ByteCount owed = m_book.Outstanding(id);
        const Duration finish = path.load.FinishTime(m_config, owed, ByteCount{});
        const bool isVictim = path.isReady && id != except && owed > ByteCount{};
        if (isVictim && (!worst || finish > worst->finish))
        {
            worst = Candidate{id, finish, {}};
        }
    }
    return worst;
}

bool
DownloadScheduler::StealOnce(Instant now)
{
    const auto thief = SoonestWithRoom();
    const auto victim = thief ? Latest(thief->path) : std::nullopt;
    if (!victim || victim->finish <= thief->finish)
    {
        return false;
    }
    const ByteCount surplus = Surplus(thief->path, victim->path);
    if (surplus >= m_config.rangeMin)
    {
        return StealTail(now, thief->path, victim->path, surplus);
    }
    return DuplicateTail(now, thief->path, victim->path);
}

ByteCount
DownloadScheduler::Surplus(PathId thief, PathId victim) const
{
    const PathLoad& fast = m_paths.at(thief).load;
    const PathLoad& slow = m_paths.at(victim).load;
    const ByteCount owed = m_book.Outstanding(victim);
    const ByteCount busy = std::max(m_book.Outstanding(thief), fast.BeyondRecall(m_config));
    const auto fastRate = static_cast<WideNumber>(fast.DrainRate(m_config).bitsPerSecond);
    const auto slowRate = static_cast<WideNumber>(slow.DrainRate(m_config).bitsPerSecond);
    // Both finish together when (owed - x) / slowRate = (busy + x) / fastRate.
    const WideNumber gain = owed.value * fastRate;
    const WideNumber cost = busy.value * slowRate;
    if (gain <= cost)
    {
        return {};
    }
    const ByteCount balance{static_cast<std::uint64_t>((gain - cost) / (fastRate + slowRate))};
    const ByteCount unsent = SubtractOrZero(owed, slow.BeyondRecall(m_config));
    return std::min({balance, unsent, Room(thief)});
}

RangeId
DownloadScheduler::NewestOwing(PathId path) const
{
    // A newer range may be complete already: urgent ones overtake, and so do those without loss.
    const std::vector<RangeId> ranges = m_book.RangesOf(path);
    const auto newest = std::find_if(ranges.rbegin(), ranges.rend(), [this](RangeId range) {
        return m_book.Find(range)->Remaining() > ByteCount{};
    });
    KWIK_ASSERT(newest != ranges.rend());
    return *newest;
}

bool
DownloadScheduler::StealTail(Instant now, PathId thief, PathId victim, ByteCount wanted)
{
    const RangeId last = NewestOwing(victim);
    const Range range = *m_book.Find(last);
    if (IsAskedTwice(range))
    {
        return false; // The tail is on its way on another path already, perhaps the thief's.
    }
    const ByteCount size = std::min({wanted, range.Remaining(), m_config.rangeMax});
    const ByteCount end = range.end - size;
    m_book.Trim(last, end);
    m_actions.Push(TrimRange{last, victim, end});
    Request(now, thief, range.stream, {end, range.end}, RangePurpose::Stolen);
    if (m_book.Find(last)->Remaining() == ByteCount{})
    {
        m_book.Drop(last);
    }
    return true;
}

bool
DownloadScheduler::DuplicateTail(Instant now, PathId thief, PathId victim)
{
    const RangeId last = NewestOwing(victim);
    const Range range = *m_book.Find(last);
    const ByteCount size = std::min({range.Remaining(), m_config.rangeMax, Room(thief)});
    const ByteCount budget{m_received.value * m_config.redundancyPercent / 100};
    if (size == ByteCount{} || IsAskedTwice(range) || m_askedTwice + size > budget)
    {
        return false;
    }
    const PathLoad& fast = m_paths.at(thief).load;
    const Duration there =
        m_paths.at(victim).load.FinishTime(m_config, m_book.Outstanding(victim), ByteCount{});
    const Duration here = fast.FinishTime(m_config, m_book.Outstanding(thief), size);
    if (here * 5 / 4 >= there)
    {
        return false;
    }
    m_askedTwice += size;
    m_hasOverlaps = true;
    m_book.MarkDoubled(last);
    Request(now, thief, range.stream, {range.end - size, range.end}, RangePurpose::EndGame);
    return true;
}

} // namespace kwik
