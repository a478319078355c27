#include "protocol-core/scaling/path-capacity.h"

#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik
{

bool
PathCapacity::IsFull(const Slot& slot)
{
    const ByteCount twoRounds = BytesIn(MeanRate(slot.received, slot.length), slot.roundTrip * 2);
    return slot.received > ByteCount{} && slot.leastOutstanding >= twoRounds;
}

void
PathCapacity::OnSlot(const Slot& slot)
{
    KWIK_ASSERT(slot.length > Duration{});
    m_slots[m_nextSlot] = slot;
    m_nextSlot = (m_nextSlot + 1) % SLOTS_A_SAMPLE;
    m_count = std::min(m_count + 1, SLOTS_A_SAMPLE);
    m_fullInARow = IsFull(slot) ? std::min(m_fullInARow + 1, SLOTS_A_SAMPLE) : 0;
    if (m_fullInARow >= SLOTS_MIN)
    {
        AddSample(MeanOf(m_fullInARow));
    }
    else if (m_count >= SLOTS_MIN)
    {
        m_capacity = std::max(m_capacity, MeanOf(m_count));
    }
}

std::optional<BitRate>
PathCapacity::Capacity() const
{
    return m_wasFull ? std::optional(m_capacity) : std::nullopt;
}

BitRate
PathCapacity::Shown() const
{
    return m_capacity;
}

BitRate
PathCapacity::Rate() const
{
    return m_count == 0 ? BitRate{} : MeanOf(m_count);
}

bool
PathCapacity::IsFull() const
{
    return m_fullInARow >= SLOTS_MIN;
}

BitRate
PathCapacity::MeanOf(std::size_t newest) const
{
    ByteCount bytes;
    Duration length{};
    for (std::size_t age = 1; age <= newest; ++age)
    {
        const Slot& slot = m_slots[(m_nextSlot + SLOTS_A_SAMPLE - age) % SLOTS_A_SAMPLE];
        bytes += slot.received;
        length += slot.length;
    }
    return MeanRate(bytes, length);
}

void
PathCapacity::AddSample(BitRate sample)
{
    m_wasFull = true;
    m_samples[m_nextSample] = sample;
    m_nextSample = (m_nextSample + 1) % SAMPLES;
    // While fewer samples than these are known, what other slots have shown still counts.
    const BitRate best = *std::max_element(m_samples.begin(), m_samples.end());
    const bool isRingFull = m_samples[m_nextSample] > BitRate{};
    m_capacity = isRingFull ? best : std::max(m_capacity, best);
}

} // namespace kwik
