#include "experiment/metrics/paths-alone.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

constexpr std::uint64_t MILLIONTHS = 1'000'000;

/// The goodput of a fixed number of bytes in some unit, fine enough for completion times from a
/// microsecond to a day.
std::uint64_t
GoodputOf(Duration completion)
{
    constexpr std::uint64_t SCALE = 1'000'000'000'000'000'000;
    return SCALE / static_cast<std::uint64_t>(std::max(completion, Duration(1)).count());
}

std::uint64_t
InMillionths(std::uint64_t part, std::uint64_t whole)
{
    return static_cast<std::uint64_t>(static_cast<WideNumber>(part) * MILLIONTHS / whole);
}

/// What one path has brought more at a time.
struct Step
{
    Instant at;
    ByteCount bytes;
};

void
AddSteps(std::vector<Step>& steps, const std::vector<Arrival>& arrivals, Duration later)
{
    ByteCount before;
    for (const Arrival& arrival : arrivals)
    {
        steps.push_back({arrival.at + later, arrival.total - before});
        before = arrival.total;
    }
}

} // namespace

PathsAlone::PathsAlone(std::vector<PathAlone> paths)
    : m_paths(std::move(paths))
{
}

bool
PathsAlone::AreMeasured() const
{
    return !m_paths.empty();
}

BitRate
PathsAlone::SumOfGoodputs() const
{
    BitRate sum;
    for (const PathAlone& path : m_paths)
    {
        sum.bitsPerSecond += path.steadyGoodput.bitsPerSecond;
    }
    return sum;
}

const PathAlone*
PathsAlone::Fastest() const
{
    const PathAlone* fastest = nullptr;
    for (const PathAlone& path : m_paths)
    {
        if (path.completion && (fastest == nullptr || *path.completion < *fastest->completion))
        {
            fastest = &path;
        }
    }
    return fastest;
}

std::optional<Duration>
PathsAlone::Best() const
{
    const PathAlone* fastest = Fastest();
    return fastest == nullptr ? std::nullopt : fastest->completion;
}

std::optional<Duration>
PathsAlone::Ceiling(Instant workloadStart, ByteCount size) const
{
    const auto origin = std::find_if(m_paths.begin(), m_paths.end(), [](const PathAlone& path) {
        return path.isOrigin;
    });
    if (origin == m_paths.end())
    {
        return std::nullopt;
    }
    std::vector<Step> steps;
    for (const PathAlone& path : m_paths)
    {
        AddSteps(steps, path.arrivals, path.isOrigin ? Duration{} : origin->handshake);
    }
    std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
    ByteCount total;
    for (const Step& step : steps)
    {
        total += step.bytes;
        if (total >= size)
        {
            return step.at - workloadStart;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t>
PathsAlone::Benefit(Duration completion) const
{
    const std::optional<Duration> best = Best();
    if (!best || m_paths.size() < 2)
    {
        return std::nullopt;
    }
    std::uint64_t sum = 0;
    for (const PathAlone& path : m_paths)
    {
        sum += path.completion ? GoodputOf(*path.completion) : 0;
    }
    const std::uint64_t ofBest = GoodputOf(*best);
    const std::uint64_t reached = GoodputOf(completion);
    if (sum == ofBest)
    {
        return std::nullopt;
    }
    return reached <= ofBest ? 0 : InMillionths(reached - ofBest, sum - ofBest);
}

std::optional<std::uint64_t>
PathsAlone::Speedup(Duration completion) const
{
    const std::optional<Duration> best = Best();
    if (!best || completion <= Duration{})
    {
        return std::nullopt;
    }
    return InMillionths(static_cast<std::uint64_t>(best->count()),
                        static_cast<std::uint64_t>(completion.count()));
}

std::optional<Duration>
PathsAlone::Excess(Duration completion) const
{
    const std::optional<Duration> best = Best();
    return best ? std::optional(std::max(completion - *best, Duration{})) : std::nullopt;
}

std::optional<std::uint64_t>
PathsAlone::ExcessRoundTrips(Duration completion) const
{
    const PathAlone* fastest = Fastest();
    if (fastest == nullptr || fastest->handshake <= Duration{})
    {
        return std::nullopt;
    }
    const auto excess = static_cast<std::uint64_t>(Excess(completion)->count());
    return InMillionths(2 * excess, static_cast<std::uint64_t>(fastest->handshake.count()));
}

} // namespace kwik::experiment
