#include "protocol-core/stream/rate-estimator.h"

#include <algorithm>

namespace kwik
{

namespace
{

/// Slots shorter than this measure bursts, not rates.
constexpr Duration SLOT_MIN = std::chrono::milliseconds(5);

} // namespace

void
RateEstimator::OnBusy(Instant)
{
    m_openSince = NEVER;
    m_open = {};
}

void
RateEstimator::OnReceived(Instant now, ByteCount bytes, Duration roundTrip)
{
    if (m_openSince == NEVER)
    {
        m_openSince = now; // The bytes that open a slot came before it, so they do not count.
        return;
    }
    m_open += bytes;
    const Duration length = now - m_openSince;
    if (length < std::max(roundTrip / static_cast<int>(SLOTS_A_ROUND), SLOT_MIN))
    {
        return;
    }
    m_newest = (m_newest + 1) % SLOTS;
    m_slots[m_newest] = {m_open, length};
    m_count = std::min(m_count + 1, SLOTS);
    if (m_count >= 2 * SLOTS_A_ROUND)
    {
        const Slot earlier = Sum(SLOTS_A_ROUND, SLOTS_A_ROUND);
        m_peak = std::max(m_peak, MeanRate(earlier.bytes, earlier.length));
    }
    m_openSince = now;
    m_open = {};
}

RateEstimator::Slot
RateEstimator::Sum(std::size_t newest, std::size_t count) const
{
    Slot sum{};
    for (std::size_t age = newest; age < std::min(newest + count, m_count); ++age)
    {
        const Slot& slot = m_slots[(m_newest + SLOTS - age) % SLOTS];
        sum.bytes += slot.bytes;
        sum.length += slot.length;
    }
    return sum;
}

std::optional<BitRate>
RateEstimator::Mean() const
{
    const Slot sum = Sum(0, SLOTS_A_ROUND);
    return m_count == 0 ? std::nullopt : std::optional(MeanRate(sum.bytes, sum.length));
}

std::optional<BitRate>
RateEstimator::Best() const
{
    std::optional<BitRate> best = Mean();
    for (std::size_t age = 1; age + SLOTS_A_ROUND <= m_count; ++age)
    {
        const Slot round = Sum(age, SLOTS_A_ROUND);
        best = std::max(*best, MeanRate(round.bytes, round.length));
    }
    return best;
}

bool
RateEstimator::IsGrowing() const
{
    if (m_count < 2 * SLOTS_A_ROUND)
    {
        return true;
    }
    const std::uint64_t peak = m_peak.bitsPerSecond;
    return Mean()->bitsPerSecond > peak + peak / 4;
}

} // namespace kwik
