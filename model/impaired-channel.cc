#include "model/impaired-channel.h"

#include "model/ns3-time.h"

#include <ns3/node.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>

namespace ns3::kwiklab
{

NS_OBJECT_ENSURE_REGISTERED(ImpairedChannel);

namespace
{

constexpr std::uint32_t HEADER_BYTES = 2 + 20 + 8; ///< PPP, IPv4 without options, UDP.
constexpr std::uint32_t PROTOCOL_AT = 2 + 9;       ///< In the IPv4 header.
constexpr std::uint8_t UDP = 17;

bool
HasPayload(Ptr<const Packet> packet)
{
    std::array<std::uint8_t, PROTOCOL_AT + 1> start{};
    packet->CopyData(start.data(), static_cast<std::uint32_t>(start.size()));
    return packet->GetSize() > HEADER_BYTES && start[PROTOCOL_AT] == UDP;
}

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

ChannelShape&
ImpairedChannel::ShapeOf(std::size_t sender)
{
    return m_directions.at(sender).Shape();
}

int64_t
ImpairedChannel::AssignStreams(int64_t stream)
{
    for (ChannelDirection& direction : m_directions)
    {
        direction.AssignStream(stream++);
    }
    return static_cast<int64_t>(m_directions.size());
}

bool
ImpairedChannel::TransmitStart(Ptr<const Packet> packet,
                               Ptr<PointToPointNetDevice> sender,
                               Time transmission)
{
    const std::uint32_t wire = sender == GetSource(0) ? 0 : 1;
    ChannelDirection& direction = m_directions[wire];
    const ChannelFate fate = direction.Next(ToInstant(Simulator::Now() + transmission));
    const Ptr<PointToPointNetDevice> receiver = GetDestination(wire);
    for (int copy = 0; copy < fate.copies; ++copy)
    {
        const bool isCorrupted = fate.isCorrupted && HasPayload(packet);
        Simulator::ScheduleWithContext(receiver->GetNode()->GetId(),
                                       ToTime(fate.arrival - SimulatedNow()),
                                       &PointToPointNetDevice::Receive,
                                       receiver,
                                       isCorrupted ? direction.Corrupted(packet, HEADER_BYTES)
                                                   : packet->Copy());
    }
    return true;
}

} // namespace ns3::kwiklab
