#include "model/access-line.h"

#include "model/ns3-time.h"

#include <utility>

namespace ns3::kwiklab
{

AccessLine::AccessLine(const Plan& plan, std::uint32_t node, Receiver receiver)
    : m_rate(plan.rate.bitsPerSecond),
      m_limit(plan.queue),
      m_node(node),
      m_receiver(std::move(receiver)),
      m_impairment(CreateObject<LinkImpairment>())
{
    m_impairment->SetLossPpm(plan.lossPpm);
    m_channel.Shape() = plan.shape;
}

void
AccessLine::Send(const CloudDatagram& datagram)
{
    const std::uint32_t size = WireSize(datagram);
    if (!HasRoomFor(size))
    {
        return;
    }
    if (m_waiting.empty() && SimulatedNow() >= m_busyUntil)
    {
        Transmit(datagram);
        return;
    }
    m_waiting.push_back(datagram);
    m_waitingBytes += size;
    if (m_waiting.size() == 1)
    {
        AwaitTurn();
    }
}

void
AccessLine::SetRate(kwik::BitRate rate)
{
    m_rate = DataRate(rate.bitsPerSecond);
    m_timedSize = 0;
}

LinkImpairment&
AccessLine::Impairment()
{
    return *m_impairment;
}

ChannelDirection&
AccessLine::Channel()
{
    return m_channel;
}

void
AccessLine::SniffSent(Receiver sniffer)
{
    m_sentSniffer = std::move(sniffer);
}

void
AccessLine::SniffArrived(Receiver sniffer)
{
    m_arrivedSniffer = std::move(sniffer);
}

/// As in a DropTailQueue, also of one that does not have to wait.
bool
AccessLine::HasRoomFor(std::uint32_t size) const
{
    return m_limit.GetUnit() == QueueSizeUnit::BYTES ? m_waitingBytes + size <= m_limit.GetValue()
                                                     : m_waiting.size() + 1 <= m_limit.GetValue();
}

void
AccessLine::Transmit(const CloudDatagram& datagram)
{
    const kwik::Instant now = SimulatedNow();
    m_busyUntil = ToInstant(Simulator::Now() + TransmissionTime(WireSize(datagram)));
    const ChannelFate fate = m_channel.Next(m_busyUntil);
    if (m_sentSniffer)
    {
        m_sentSniffer(datagram);
    }
    for (int copy = 0; copy < fate.copies; ++copy)
    {
        CloudDatagram sent = datagram;
        if (fate.isCorrupted && datagram.payload->GetSize() > 0)
        {
            sent.payload = m_channel.Corrupted(datagram.payload, 0);
        }
        Simulator::ScheduleWithContext(m_node,
                                       ToTime(fate.arrival - now),
                                       [this, sent = std::move(sent)] { Arrive(sent); });
    }
}

void
AccessLine::TransmitNext()
{
    const CloudDatagram next = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_waitingBytes -= WireSize(next);
    Transmit(next);
    if (!m_waiting.empty())
    {
        AwaitTurn();
    }
}

void
AccessLine::AwaitTurn()
{
    Simulator::Schedule(ToTime(m_busyUntil - SimulatedNow()), &AccessLine::TransmitNext, this);
}

void
AccessLine::Arrive(const CloudDatagram& datagram)
{
    if (m_impairment->IsCorrupt(datagram.payload))
    {
        return;
    }
    if (m_arrivedSniffer)
    {
        m_arrivedSniffer(datagram);
    }
    m_receiver(datagram);
}

Time
AccessLine::TransmissionTime(std::uint32_t size)
{
    if (size != m_timedSize)
    {
        m_timed = m_rate.CalculateBytesTxTime(size);
        m_timedSize = size;
    }
    return m_timed;
}

} // namespace ns3::kwiklab
