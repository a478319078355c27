#ifndef KWIK_MODEL_IMPAIRED_CHANNEL_H
#define KWIK_MODEL_IMPAIRED_CHANNEL_H

#include "protocol-core/base/instant.h"

#include <ns3/point-to-point-channel.h>
#include <ns3/point-to-point-net-device.h>
#include <ns3/random-variable-stream.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3::kwiklab
{

/// What one direction of a channel does to packets, beside losing them. Shares are of a million.
struct ChannelShape
{
    kwik::Duration delay{};  ///< Of every packet.
    kwik::Duration jitter{}; ///< Each waits up to this much longer, and overtakes nobody by it.
    std::uint32_t corruptionPpm{0};
    std::uint32_t duplicationPpm{0}; ///< They arrive a second time, right behind the first.
    std::uint32_t reorderingPpm{0};  ///< They are held back, and those behind them overtake.
    kwik::Duration heldBack{};
};

/**
 * A point-to-point channel with a delay in each direction, which may vary, corrupt, duplicate and
 * reorder.
 *
 * Packets that are not held back leave in the order in which they came, also when the delay falls.
 * Corruption inverts one bit behind the headers of IPv4 and UDP; these were made without checksums,
 * as is ns-3's default, so that the packet reaches its socket. A packet without a payload stays as
 * it is.
 */
class ImpairedChannel : public PointToPointChannel
{
  public:
    static TypeId GetTypeId();

    ImpairedChannel();

    /// Of what the device that was attached as number @p sender sends: 0 or 1.
    ChannelShape& ShapeOf(std::size_t sender);
    int64_t AssignStreams(int64_t stream);

    bool TransmitStart(Ptr<const Packet> packet,
                       Ptr<PointToPointNetDevice> sender,
                       Time transmission) override;

  private:
    struct Direction
    {
        ChannelShape shape;
        Ptr<UniformRandomVariable> draw;
        kwik::Instant lastArrival{};
    };

    bool Happens(const Direction& direction, std::uint32_t ppm) const;
    Ptr<Packet> Corrupted(const Direction& direction, Ptr<const Packet> packet) const;
    kwik::Instant ArrivalOf(Direction& direction, kwik::Instant sent) const;

    std::array<Direction, 2> m_directions;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_IMPAIRED_CHANNEL_H
