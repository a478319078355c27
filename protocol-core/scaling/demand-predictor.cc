#include "protocol-core/scaling/demand-predictor.h"

#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik
{

namespace
{

constexpr std::int64_t SCALE = 256; ///< Fractions of the smoothed values.
constexpr std::uint64_t BITS_PER_KILOBIT = 1'000;
/// Beyond this a demand is no number of this world, and squares would overflow.
constexpr std::uint64_t KILOBITS_MAX = 1'000'000'000;

__extension__ using WideSigned = __int128;

BitRate
FromKilobits(std::int64_t kilobits)
{
    return {static_cast<std::uint64_t>(std::max<std::int64_t>(kilobits, 0)) * BITS_PER_KILOBIT};
}

} // namespace

DemandPredictor::DemandPredictor(Duration step)
    : m_step(step)
{
    KWIK_ASSERT(step > Duration{});
}

void
DemandPredictor::OnDemand(Instant now, BitRate demand)
{
    if (!m_stepFrom)
    {
        m_stepFrom = now;
        m_lastAt = now;
    }
    while (now - *m_stepFrom >= m_step)
    {
        const Instant end = *m_stepFrom + m_step;
        m_area += static_cast<WideNumber>(m_last.bitsPerSecond) *
                  static_cast<std::uint64_t>((end - m_lastAt).count());
        CloseStep();
        m_stepFrom = end;
        m_lastAt = end;
    }
    m_area += static_cast<WideNumber>(m_last.bitsPerSecond) *
              static_cast<std::uint64_t>((now - m_lastAt).count());
    m_lastAt = now;
    m_last = demand;
}

void
DemandPredictor::CloseStep()
{
    const auto mean =
        static_cast<std::uint64_t>(m_area / static_cast<std::uint64_t>(m_step.count()));
    const auto kilobits =
        static_cast<std::int64_t>(std::min(mean / BITS_PER_KILOBIT, KILOBITS_MAX));
    m_area = 0;
    if (m_history.empty())
    {
        m_level = kilobits * SCALE;
    }
    const std::int64_t before = m_level;
    const std::int64_t expected = m_level + m_slope;
    m_level = expected + (kilobits * SCALE - expected) / 2;
    m_slope += (m_level - before - m_slope) / 4;
    m_history.push_back(kilobits);
    if (m_history.size() > HISTORY)
    {
        m_history.pop_front();
    }
    FindPeriod();
}

BitRate
DemandPredictor::Trend(Duration ahead) const
{
    const std::int64_t steps = ahead / m_step;
    const std::int64_t rest = (ahead % m_step).count();
    const std::int64_t part =
        static_cast<std::int64_t>(static_cast<WideSigned>(m_slope) * rest / m_step.count());
    return FromKilobits((m_level + m_slope * steps + part) / SCALE);
}

std::optional<Duration>
DemandPredictor::Period() const
{
    return m_period ? std::optional(static_cast<Duration::rep>(*m_period) * m_step) : std::nullopt;
}

std::optional<BitRate>
DemandPredictor::Pattern(Duration from, Duration to) const
{
    if (!m_period)
    {
        return std::nullopt;
    }
    const std::size_t size = m_history.size();
    std::int64_t most = 0;
    // The open step has the index `size`; what is expected at an index was there a period before.
    const auto first = size + static_cast<std::size_t>(from / m_step);
    const auto last = size + static_cast<std::size_t>(to / m_step);
    for (std::size_t index = first; index <= std::min(last, first + HISTORY); ++index)
    {
        for (std::size_t periods = 1; periods <= 2; ++periods)
        {
            const std::size_t back = periods * *m_period;
            if (back <= index && index - back < size)
            {
                most = std::max(most, m_history[index - back]);
            }
        }
    }
    return FromKilobits(most);
}

void
DemandPredictor::FindPeriod()
{
    m_period.reset();
    const std::size_t size = m_history.size();
    std::int64_t sum = 0;
    for (const std::int64_t value : m_history)
    {
        sum += value;
    }
    const std::int64_t mean = sum / static_cast<std::int64_t>(size);
    std::int64_t best = ALIKE_PERCENT - 1;
    // Of lags that fit nearly as well the shortest counts: two periods are a period, too.
    constexpr std::int64_t BETTER = 5;
    std::int64_t before = Likeness(PERIOD_MIN - 1, mean);
    std::int64_t likeness = Likeness(PERIOD_MIN, mean);
    for (std::size_t lag = PERIOD_MIN;
         lag <= PERIOD_MAX && lag + std::max(lag, OVERLAP_MIN) <= size;
         ++lag)
    {
        const std::int64_t after = Likeness(lag + 1, mean);
        if (likeness >= std::max(before, after) && likeness > best + (m_period ? BETTER : 0))
        {
            best = likeness;
            m_period = lag;
        }
        before = likeness;
        likeness = after;
    }
}

std::int64_t
DemandPredictor::Likeness(std::size_t lag, std::int64_t mean) const
{
    WideSigned product = 0;
    WideSigned first = 0;
    WideSigned second = 0;
    for (std::size_t i = lag; i < m_history.size(); ++i)
    {
        const WideSigned now = m_history[i] - mean;
        const WideSigned before = m_history[i - lag] - mean;
        product += now * before;
        first += now * now;
        second += before * before;
    }
    const WideSigned scale = std::max(first, second);
    return scale == 0 || product <= 0 ? 0 : static_cast<std::int64_t>(product * 100 / scale);
}

} // namespace kwik
