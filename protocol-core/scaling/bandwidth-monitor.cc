#include "protocol-core/scaling/bandwidth-monitor.h"

#include <algorithm>

namespace kwik
{

void
BandwidthMonitor::OnReading(Instant now,
                            const DemandReading& demand,
                            const std::vector<PathReading>& paths)
{
    const Duration length = m_lastAt ? now - *m_lastAt : Duration{};
    std::map<Address, Path> present;
    m_roundTrip = {};
    for (const PathReading& reading : paths)
    {
        const auto known = m_paths.find(reading.server);
        Path path = known == m_paths.end() ? Path{reading.received, {}} : known->second;
        const ByteCount received = SubtractOrZero(reading.received, path.received);
        if (known != m_paths.end() && length > Duration{})
        {
            path.capacity.OnSlot({length, received, reading.leastOutstanding, reading.roundTrip});
        }
        path.received = reading.received;
        present.emplace(reading.server, std::move(path));
        m_roundTrip = std::max(m_roundTrip, reading.roundTrip);
    }
    m_paths = std::move(present);
    if (length > Duration{})
    {
        AddSlot({SubtractOrZero(demand.asked, m_last.asked), length});
    }
    m_last = demand;
    m_lastAt = now;
}

void
BandwidthMonitor::AddSlot(const Slot& slot)
{
    m_slots[m_nextSlot] = slot;
    m_nextSlot = (m_nextSlot + 1) % SLOTS;
}

BitRate
BandwidthMonitor::AskedRate() const
{
    Slot sum;
    for (const Slot& slot : m_slots)
    {
        sum.asked += slot.asked;
        sum.length += slot.length;
    }
    return sum.length > Duration{} ? MeanRate(sum.asked, sum.length) : BitRate{};
}

BitRate
BandwidthMonitor::Demand() const
{
    const BitRate asked = AskedRate();
    const ByteCount late = SubtractOrZero(m_last.queued, BytesIn(asked, m_roundTrip * 2));
    return {asked.bitsPerSecond + MeanRate(late, CATCH_UP).bitsPerSecond};
}

BitRate
BandwidthMonitor::Capacity() const
{
    return CapacityWithout({});
}

BitRate
BandwidthMonitor::CapacityWithout(const Address& server) const
{
    BitRate sum;
    for (const auto& [address, path] : m_paths)
    {
        sum.bitsPerSecond += address == server ? 0 : CapacityOf(path).bitsPerSecond;
    }
    return sum;
}

BitRate
BandwidthMonitor::CapacityOf(const Path& path) const
{
    const BitRate typical = TypicalCapacity();
    const BitRate guess =
        typical == BitRate{} ? BitRate{} : std::max(typical, path.capacity.Shown());
    return path.capacity.Capacity().value_or(guess);
}

std::optional<BitRate>
BandwidthMonitor::CapacityOf(const Address& server) const
{
    const auto path = m_paths.find(server);
    return path == m_paths.end() ? std::nullopt : std::optional(CapacityOf(path->second));
}

BitRate
BandwidthMonitor::TypicalCapacity() const
{
    std::optional<BitRate> least;
    for (const auto& [address, path] : m_paths)
    {
        const auto capacity = path.capacity.Capacity();
        least = capacity && (!least || *capacity < *least) ? capacity : least;
    }
    return least.value_or(BitRate{});
}

BitRate
BandwidthMonitor::Rate() const
{
    BitRate sum;
    for (const auto& [address, path] : m_paths)
    {
        sum.bitsPerSecond += path.capacity.Rate().bitsPerSecond;
    }
    return sum;
}

bool
BandwidthMonitor::AreAllFull() const
{
    return !m_paths.empty() && std::all_of(m_paths.begin(), m_paths.end(), [](const auto& entry) {
        return entry.second.capacity.IsFull();
    });
}

bool
BandwidthMonitor::HasPath(const Address& server) const
{
    return m_paths.contains(server);
}

std::uint64_t
PercentOf(BitRate part, BitRate whole)
{
    return whole == BitRate{}
               ? 0
               : static_cast<std::uint64_t>(static_cast<WideNumber>(part.bitsPerSecond) * 100 /
                                            whole.bitsPerSecond);
}

} // namespace kwik
