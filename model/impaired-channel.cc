#include "model/impaired-channel.h"

#include "model/ns3-time.h"

#include <ns3/node.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>

#include <algorithm>
#include <vector>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(ImpairedChannel);

namespace
{

constexpr std::uint32_t MILLION = 1'000'000;
constexpr std::uint32_t HEADER_BYTES = 2 + 20 + 8; ///< PPP, IPv4 without options, UDP.
constexpr std::uint32_t PROTOCOL_AT = 2 + 9;       ///< In the IPv4 header.
constexpr std::uint8_t UDP = 17;

} // namespace

TypeId
ImpairedChannel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::kwiklab::ImpairedChannel")
                            .SetParent<PointToPointChannel>()
                            .SetGroupName("Kwik")
                            .AddConstructor<ImpairedChannel>();
    return tid;
}

ImpairedChannel::ImpairedChannel()
{
    for (Direction& direction : m_directions)
    {
        direction.draw = CreateObject<UniformRandomVariable>();
    }
}

ChannelShape&
ImpairedChannel::ShapeOf(std::size_t sender)
{
    return m_directions.at(sender).shape;
}

int64_t
ImpairedChannel::AssignStreams(int64_t stream)
{
    for (Direction& direction : m_directions)
    {
        direction.draw->SetStream(stream++);
    }
    return static_cast<int64_t>(m_directions.size());
}

bool
ImpairedChannel::TransmitStart(Ptr<const Packet> packet,
                               Ptr<PointToPointNetDevice> sender,
                               Time transmission)
{
    const std::uint32_t wire = sender == GetSource(0) ? 0 : 1;
    Direction& direction = m_directions[wire];
    const kwik::Instant now = SimulatedNow();
    const kwik::Instant arrival = ArrivalOf(direction, ToInstant(Simulator::Now() + transmission));
    const bool isDoubled = Happens(direction, direction.shape.duplicationPpm);
    const bool isCorrupted = Happens(direction, direction.shape.corruptionPpm);
    const Ptr<PointToPointNetDevice> receiver = GetDestination(wire);
    for (int copies = isDoubled ? 2 : 1; copies > 0; --copies)
    {
        Simulator::ScheduleWithContext(receiver->GetNode()->GetId(),
                                       ToTime(arrival - now),
                                       &PointToPointNetDevice::Receive,
                                       receiver,
                                       isCorrupted ? Corrupted(direction, packet) : packet->Copy());
    }
    return true;
}

bool
ImpairedChannel::Happens(const Direction& direction, std::uint32_t ppm) const
{
    return ppm > 0 && direction.draw->GetInteger(0, MILLION - 1) < ppm;
}

Ptr<Packet>
ImpairedChannel::Corrupted(const Direction& direction, Ptr<const Packet> packet) const
{
    std::vector<std::uint8_t> bytes(packet->GetSize());
    packet->CopyData(bytes.data(), packet->GetSize());
    if (packet->GetSize() <= HEADER_BYTES || bytes[PROTOCOL_AT] != UDP)
    {
        return packet->Copy();
    }
    const std::uint32_t bits = (packet->GetSize() - HEADER_BYTES) * 8;
    const std::uint32_t bit = direction.draw->GetInteger(0, bits - 1);
    bytes[HEADER_BYTES + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    return Create<Packet>(bytes.data(), packet->GetSize());
}

kwik::Instant
ImpairedChannel::ArrivalOf(Direction& direction, kwik::Instant sent) const
{
    const ChannelShape& shape = direction.shape;
    kwik::Instant arrival = sent + shape.delay;
    if (shape.jitter > kwik::Duration{})
    {
        const double share = direction.draw->GetValue(0, 1);
        arrival += kwik::Duration(
            static_cast<kwik::Duration::rep>(share * static_cast<double>(shape.jitter.count())));
    }
    if (Happens(direction, shape.reorderingPpm))
    {
        return arrival + shape.heldBack;
    }
    direction.lastArrival = std::max(direction.lastArrival, arrival);
    return direction.lastArrival;
}

} // namespace ns3::kwiklab
