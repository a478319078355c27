// The second half of DownloadScheduler: which path has room, which is slow, and who takes over
// what.
#include "protocol-core/stream/download-scheduler.h"

#include <algorithm>

namespace kwik
{

ByteCount
DownloadScheduler::Room(PathId path) const
{
    const PathLoad& load = m_paths.at(path).load;
    return SubtractOrZero(load.Credit(m_config), m_book.Outstanding(path));
}

bool
DownloadScheduler::MayServe(const PathEntry& path, StreamId stream) const
{
    const bool isPassedOver =
        path.fitness == PathFitness::Unfit &&
        std::any_of(m_paths.begin(), m_paths.end(), [stream](const auto& other) {
            return other.second.fitness == PathFitness::Fit && other.second.CanServe(stream);
        });
    return path.CanServe(stream) && !isPassedOver;
}

bool
DownloadScheduler::MayServeAny(const PathEntry& path) const
{
    const bool isPassedOver =
        path.fitness == PathFitness::Unfit &&
        std::any_of(m_paths.begin(), m_paths.end(), [](const auto& other) {
            return other.second.fitness == PathFitness::Fit && other.second.isReady;
        });
    return path.isReady && !isPassedOver;
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::Soonest(StreamId stream, ByteCount extra) const
{
    std::optional<Candidate> best;
    for (const auto& [id, path] : m_paths)
    {
        const Duration finish = path.load.FinishTime(m_book.Outstanding(id), extra);
        if (MayServe(path, stream) && (!best || finish < best->finish))
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
        const Duration finish = path.load.FinishTime(m_book.Outstanding(id), size);
        if (MayServeAny(path) && Room(id) >= size && (!best || finish < best->finish))
        {
            best = Candidate{id, finish, {}};
        }
    }
    return best;
}

std::optional<DownloadScheduler::Candidate>
DownloadScheduler::SoonestInTime(StreamId stream) const
{
    // Somebody has to be first, even when each would keep the others waiting a little.
    const auto first = Soonest(stream, m_config.rangeMin);
    std::optional<Candidate> best;
    for (const auto& [id, path] : m_paths)
    {
        const ByteCount wanted = path.load.RequestSize(m_config);
        if (!MayServe(path, stream) || Room(id) < wanted)
        {
            continue;
        }
        const Duration patience = first->path == id ? Duration::max() : OthersBusyFor(id, stream);
        const ByteCount owed = m_book.Outstanding(id);
        const ByteCount size = std::min(wanted, path.load.DoneWithin(owed, patience));
        const Duration finish = path.load.FinishTime(owed, size);
        if (size >= m_config.rangeMin && (!best || finish < best->finish))
        {
            best = Candidate{id, finish, size};
        }
    }
    return best;
}

Duration
DownloadScheduler::OthersBusyFor(PathId path, StreamId stream) const
{
    std::uint64_t rate = 0;
    Duration roundTrip = Duration::max();
    ByteCount work = m_book.FreshBytes(stream, m_config.reassemblyCap);
    for (const auto& [id, other] : m_paths)
    {
        if (MayServe(other, stream) && id != path)
        {
            rate += other.load.DrainRate(m_book.Outstanding(id)).bitsPerSecond;
            roundTrip = std::min(roundTrip, other.load.roundTrip.current);
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
        const Duration finish = path.load.FinishTime(owed, ByteCount{});
        const bool isVictim =
            (path.isReady || path.isDraining) && id != except && owed > ByteCount{};
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
    const auto newest = NewestOwing(victim->path);
    if (!newest || !MayServe(m_paths.at(thief->path), m_book.Find(*newest)->stream))
    {
        return false;
    }
    const ByteCount surplus = Surplus(thief->path, victim->path);
    const Range& range = *m_book.Find(*newest);
    if (surplus >= m_config.rangeMin && range.IsAlone() && !range.isPushed)
    {
        StealTail(now, {thief->path, *newest, surplus, RangePurpose::Stolen});
        return true;
    }
    return DuplicateTail(now, thief->path, *newest);
}

ByteCount
DownloadScheduler::Surplus(PathId thief, PathId victim) const
{
    const PathLoad& fast = m_paths.at(thief).load;
    const PathLoad& slow = m_paths.at(victim).load;
    const ByteCount owed = m_book.Outstanding(victim);
    const ByteCount busy = std::max(m_book.Outstanding(thief), fast.BeyondRecall());
    const auto fastRate = static_cast<WideNumber>(fast.DrainRate(busy).bitsPerSecond);
    const auto slowRate = static_cast<WideNumber>(slow.DrainRate(owed).bitsPerSecond);
    // Both finish together when (owed - x) / slowRate = (busy + x) / fastRate.
    const WideNumber gain = owed.value * fastRate;
    const WideNumber cost = busy.value * slowRate;
    if (gain <= cost)
    {
        return {};
    }
    const ByteCount balance{static_cast<std::uint64_t>((gain - cost) / (fastRate + slowRate))};
    const ByteCount unsent = SubtractOrZero(owed, slow.BeyondRecall());
    return std::min({balance, unsent, Room(thief)});
}

std::optional<RangeId>
DownloadScheduler::NewestOwing(PathId path) const
{
    // A newer range may be complete already: urgent ones overtake, and so do those without loss.
    const std::vector<RangeId> ranges = m_book.RangesOf(path);
    const auto newest = std::find_if(ranges.rbegin(), ranges.rend(), [this](RangeId id) {
        const Range& range = *m_book.Find(id);
        return range.purpose != RangePurpose::EndGame &&
               range.purpose != RangePurpose::HeadOfLine && !range.Alone().IsEmpty();
    });
    return newest == ranges.rend() ? std::nullopt : std::optional(*newest);
}

void
DownloadScheduler::StealTail(Instant now, const Theft& theft)
{
    const RangeId id = theft.range;
    const Range range = *m_book.Find(id);
    const ByteCount size = std::min({theft.wanted, range.Remaining(), m_config.rangeMax});
    const ByteCount end = range.end - size;
    m_hasOverlaps = true; // The victim may send more before it reads the trim.
    m_book.Trim(id, end);
    m_actions.Push(TrimRange{id, range.path, end});
    Request(now, theft.thief, range.stream, {end, range.end}, theft.purpose);
    if (range.next == end)
    {
        m_book.Drop(id);
    }
}

ByteCount
DownloadScheduler::RedundancyLeft(const Range& range) const
{
    if (range.isGuess && m_config.redundancyPercent > 0)
    {
        return range.Remaining();
    }
    const ByteCount budget{m_received.value * m_config.redundancyPercent / 100};
    return SubtractOrZero(budget, m_askedTwice + m_rescued);
}

bool
DownloadScheduler::DuplicateTail(Instant now, PathId thief, RangeId id)
{
    const Range range = *m_book.Find(id);
    const Interval alone = range.Alone();
    const ByteCount size =
        std::min({alone.Length(), m_config.rangeMax, Room(thief), RedundancyLeft(range)});
    if (size < std::min(alone.Length(), m_config.rangeMin))
    {
        return false;
    }
    const Duration there =
        m_paths.at(range.path).load.FinishTime(m_book.Outstanding(range.path), ByteCount{});
    const Duration here = m_paths.at(thief).load.FinishTime(m_book.Outstanding(thief), size);
    if (here * 5 / 4 >= there)
    {
        return false;
    }
    m_askedTwice += range.isGuess ? ByteCount{} : size;
    m_hasOverlaps = true;
    m_book.MarkDoubled(id, size);
    Request(now, thief, range.stream, {alone.end - size, alone.end}, RangePurpose::EndGame);
    return true;
}

} // namespace kwik
