// The metrics of faults: what crashes, outages and the like meant to the application.
#include "experiment/metrics/recorder.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

using Value = std::optional<std::uint64_t>;

constexpr std::uint64_t MILLIONTHS = 1'000'000;
constexpr std::uint64_t WHOLE_PERCENT = 100;

std::uint64_t
Count(Duration span)
{
    return static_cast<std::uint64_t>(span.count());
}

Value
RatioOf(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
    {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(static_cast<WideNumber>(part) * MILLIONTHS / whole);
}

Value
Larger(Value a, Value b)
{
    // An absent value is less than any other.
    return std::max(a, b);
}

} // namespace

Value
Recorder::Gap(const Window& window) const
{
    const std::optional<Duration> gap = m_deliveries.LongestGap(window, *m_end);
    return gap ? Value(Count(*gap)) : std::nullopt;
}

Value
Recorder::GapLimit(const Window& reaction) const
{
    Value limit;
    for (const Failover& failover : m_failovers)
    {
        if (failover.at >= reaction.from && failover.at <= reaction.to)
        {
            limit = Larger(limit, Count(failover.limit));
        }
    }
    return limit;
}

Value
Recorder::OfFaults(const MetricCall& call) const
{
    if (call.name == "goodput_after_fault")
    {
        return GoodputAfterFault(call);
    }
    const std::vector<Fault>& faults = m_faults.Faults();
    Value largest;
    for (std::size_t i = 0; i < faults.size(); ++i)
    {
        if (call.fault && *call.fault != i)
        {
            continue;
        }
        const Value gap = Gap(faults[i].effect);
        const Value limit = GapLimit(faults[i].reaction);
        const Value share = gap && limit ? RatioOf(*gap, *limit) : std::nullopt;
        largest = Larger(largest,
                         call.name == "failover_gap"         ? gap
                         : call.name == "failover_gap_limit" ? limit
                                                             : share);
    }
    return largest;
}

Value
Recorder::GoodputAfterFault(const MetricCall& call) const
{
    const std::vector<Fault>& faults = m_faults.Faults();
    Value least;
    for (std::size_t i = 0; i < faults.size(); ++i)
    {
        const Window window{faults[i].effect.from, std::min(faults[i].effect.to, *m_end)};
        if ((call.fault && *call.fault != i) || window.to <= window.from)
        {
            continue;
        }
        const std::uint64_t rate =
            MeanRate(m_deliveries.In(window), window.to - window.from).bitsPerSecond;
        least = std::min(least.value_or(rate), rate);
    }
    return least;
}

Value
Recorder::GoodputBeforeFault() const
{
    if (m_faults.Faults().empty() || !m_workloadStart ||
        m_faults.Faults()[0].effect.from <= *m_workloadStart)
    {
        return std::nullopt;
    }
    const Instant fault = m_faults.Faults()[0].effect.from;
    const Instant middle = *m_workloadStart + (fault - *m_workloadStart) / 2;
    return MeanRate(m_deliveries.In({middle, fault}), fault - middle).bitsPerSecond;
}

Value
Recorder::RegainTime() const
{
    constexpr Duration WHOLE_SECOND = std::chrono::seconds(1);
    constexpr std::uint64_t ENOUGH_PERCENT = 80;
    constexpr std::uint64_t BITS = 8;
    const Value before = GoodputBeforeFault();
    const std::optional<Instant> mended = m_faults.LastMending();
    if (!before || !mended)
    {
        return std::nullopt;
    }
    const ByteCount enough{*before / BITS * ENOUGH_PERCENT / WHOLE_PERCENT};
    const std::optional<Instant> regained =
        m_deliveries.FirstWindow({*mended, *m_end}, WHOLE_SECOND, enough);
    return regained ? Value(Count(*regained - *mended)) : std::nullopt;
}

} // namespace kwik::experiment
