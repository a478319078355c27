#include "testbed/lab/emulated-wire.h"

#include "protocol-core/base/machine.h"
#include "testbed/lab/udp-payload.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace kwik::testbed
{

static_assert(Machine<EmulatedWire>);

namespace
{

constexpr std::uint32_t MILLION = 1'000'000;

ByteCount
WireSize(const PacketBytes& bytes)
{
    return ByteCount{bytes.size()} + FRAMING;
}

} // namespace

bool
EmulatedWire::OnTheWay::operator>(const OnTheWay& other) const
{
    return std::pair(arrival, number) > std::pair(other.arrival, other.number);
}

EmulatedWire::EmulatedWire(const DirectionShape& shape, const Prng& prng)
    : m_shape(shape),
      m_channelPrng(prng.Fork("channel")),
      m_lossPrng(prng.Fork("loss"))
{
}

void
EmulatedWire::OnPacket(Instant now, PacketBytes bytes)
{
    OnTimeout(now);
    ++m_counters.packetsIn;
    m_counters.bytesIn += bytes.size();
    if (!m_isSenderUp)
    {
        ++m_counters.outageDrops;
        return;
    }
    const ByteCount size = WireSize(bytes);
    if (!HasRoomFor(size))
    {
        ++m_counters.queueDrops;
        return;
    }
    if (m_waiting.empty() && now >= m_busyUntil)
    {
        Transmit(now, std::move(bytes));
        return;
    }
    m_waitingSize += size;
    m_waiting.push_back(std::move(bytes));
}

void
EmulatedWire::OnShape(Instant now, const DirectionShape& shape)
{
    OnTimeout(now);
    m_shape = shape;
}

void
EmulatedWire::OnSenderUp(Instant now, bool isUp)
{
    OnTimeout(now);
    m_isSenderUp = isUp;
}

void
EmulatedWire::OnReceiverUp(Instant now, bool isUp)
{
    OnTimeout(now);
    m_isReceiverUp = isUp;
}

void
EmulatedWire::OnTimeout(Instant now)
{
    StartThoseWaiting(now);
    while (!m_line.empty() && m_line.front().arrival <= now)
    {
        std::pop_heap(m_line.begin(), m_line.end(), std::greater<>());
        OnTheWay packet = std::move(m_line.back());
        m_line.pop_back();
        Arrive(std::move(packet));
    }
}

/// Nobody need look before a packet arrives. One that waits arrives at the earliest when it is
/// sent and has been delayed.
Instant
EmulatedWire::NextTimeout() const
{
    if (!m_arrived.empty())
    {
        return m_arrived.front().due;
    }
    const Instant first = m_line.empty() ? NEVER : m_line.front().arrival;
    if (m_waiting.empty())
    {
        return first;
    }
    const Duration sending = TransmissionTime(WireSize(m_waiting.front()), m_shape.rate);
    return std::min(first, m_busyUntil + sending + m_shape.delay);
}

std::optional<ArrivedPacket>
EmulatedWire::PollAction()
{
    if (m_arrived.empty())
    {
        return std::nullopt;
    }
    ArrivedPacket packet = std::move(m_arrived.front());
    m_arrived.pop_front();
    return packet;
}

const DirectionCounters&
EmulatedWire::Counters() const
{
    return m_counters;
}

bool
EmulatedWire::HasRoomFor(ByteCount size) const
{
    return m_waitingSize + size <= m_shape.queue && m_lineSize + size <= MOST_ON_THE_WAY;
}

void
EmulatedWire::StartThoseWaiting(Instant now)
{
    while (!m_waiting.empty() && m_busyUntil <= now)
    {
        PacketBytes next = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingSize -= WireSize(next);
        Transmit(m_busyUntil, std::move(next));
    }
}

void
EmulatedWire::Transmit(Instant start, PacketBytes bytes)
{
    m_busyUntil = start + TransmissionTime(WireSize(bytes), m_shape.rate);
    const Instant arrival = ArrivalOf(m_busyUntil);
    const bool isDuplicated = Happens(m_channelPrng, m_shape.duplicationPpm);
    const bool isCorrupted = Happens(m_channelPrng, m_shape.corruptionPpm);
    m_counters.corrupted += isCorrupted ? 1 : 0;
    if (isDuplicated)
    {
        ++m_counters.duplicated;
        Launch(arrival, isCorrupted, bytes);
    }
    Launch(arrival, isCorrupted, std::move(bytes));
}

Instant
EmulatedWire::ArrivalOf(Instant sent)
{
    Instant arrival = sent + m_shape.delay;
    if (m_shape.jitter > Duration{})
    {
        const auto most = static_cast<std::uint64_t>(m_shape.jitter.count());
        arrival += Duration(static_cast<Duration::rep>(m_channelPrng.Below(most)));
    }
    if (Happens(m_channelPrng, m_shape.reorderingPpm))
    {
        ++m_counters.heldBack;
        return arrival + m_shape.heldBack;
    }
    m_lastArrival = std::max(m_lastArrival, arrival);
    return m_lastArrival;
}

void
EmulatedWire::Launch(Instant arrival, bool isCorrupted, PacketBytes bytes)
{
    if (isCorrupted)
    {
        InvertOneBit(bytes);
    }
    m_lineSize += WireSize(bytes);
    m_line.push_back({arrival, m_number++, std::move(bytes)});
    std::push_heap(m_line.begin(), m_line.end(), std::greater<>());
}

void
EmulatedWire::Arrive(OnTheWay packet)
{
    m_lineSize -= WireSize(packet.bytes);
    if (!m_shape.isUp || !m_isReceiverUp)
    {
        ++m_counters.outageDrops;
        return;
    }
    if (Happens(m_lossPrng, m_shape.lossPpm))
    {
        ++m_counters.lost;
        return;
    }
    ++m_counters.packetsOut;
    m_counters.bytesOut += packet.bytes.size();
    m_arrived.push_back({packet.arrival, std::move(packet.bytes)});
}

bool
EmulatedWire::Happens(Prng& prng, std::uint32_t ppm)
{
    return ppm > 0 && prng.Below(MILLION) < ppm;
}

void
EmulatedWire::InvertOneBit(PacketBytes& bytes)
{
    const MutableBytes payload = UdpPayloadOf(bytes);
    if (payload.empty())
    {
        return;
    }
    const std::uint64_t bit = m_channelPrng.Below(payload.size() * BITS_PER_BYTE);
    payload[bit / BITS_PER_BYTE] ^= std::byte{1} << static_cast<int>(bit % BITS_PER_BYTE);
    ForgoChecksum(bytes);
}

} // namespace kwik::testbed
