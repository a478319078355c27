#include "model/channel-direction.h"

#include <algorithm>
#include <vector>

namespace ns3::kwiklab
{

namespace
{

constexpr std::uint32_t MILLION = 1'000'000;

} // namespace

ChannelDirection::ChannelDirection()
    : m_draw(CreateObject<UniformRandomVariable>())
{
}

ChannelShape&
ChannelDirection::Shape()
{
    return m_shape;
}

void
ChannelDirection::AssignStream(int64_t stream)
{
    m_draw->SetStream(stream);
}

ChannelFate
ChannelDirection::Next(kwik::Instant sent)
{
    ChannelFate fate{ArrivalOf(sent)};
    fate.copies = Happens(m_shape.duplicationPpm) ? 2 : 1;
    fate.isCorrupted = Happens(m_shape.corruptionPpm);
    return fate;
}

bool
ChannelDirection::Happens(std::uint32_t ppm) const
{
    return ppm > 0 && m_draw->GetInteger(0, MILLION - 1) < ppm;
}

Ptr<Packet>
ChannelDirection::Corrupted(Ptr<const Packet> packet, std::uint32_t skipped) const
{
    std::vector<std::uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), packet->GetSize());
    const std::uint32_t bits = (packet->GetSize() - skipped) * 8;
    const std::uint32_t bit = m_draw->GetInteger(0, bits - 1);
    bytes[skipped + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    return Create<Packet>(bytes.data(), packet->GetSize());
}

kwik::Instant
ChannelDirection::ArrivalOf(kwik::Instant sent)
{
    kwik::Instant arrival = sent + m_shape.delay;
    if (m_shape.jitter > kwik::Duration{})
    {
        const double share = m_draw->GetValue(0, 1);
        arrival += kwik::Duration(
            static_cast<kwik::Duration::rep>(share * static_cast<double>(m_shape.jitter.count())));
    }
    if (Happens(m_shape.reorderingPpm))
    {
        return arrival + m_shape.heldBack;
    }
    m_lastArrival = std::max(m_lastArrival, arrival);
    return m_lastArrival;
}

} // namespace ns3::kwiklab
