#ifndef KWIK_MODEL_IMPAIRED_CHANNEL_H
#define KWIK_MODEL_IMPAIRED_CHANNEL_H

#include "model/channel-direction.h"

#include <ns3/point-to-point-channel.h>
#include <ns3/point-to-point-net-device.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace ns3::kwiklab
{

/**
 * A point-to-point channel with a delay in each direction, which may vary, corrupt, duplicate and
 * reorder.
 *
 * Corruption inverts one bit behind the headers of IPv4 and UDP; these were made without checksums,
 * as is ns-3's default, so that the packet reaches its socket. A packet without a payload stays as
 * it is.
 */
class ImpairedChannel : public PointToPointChannel
{
  public:
    static TypeId GetTypeId();

    /// Of what the device that was attached as number @p sender sends: 0 or 1.
    ChannelShape& ShapeOf(std::size_t sender);
    int64_t AssignStreams(int64_t stream);

    bool TransmitStart(Ptr<const Packet> packet,
                       Ptr<PointToPointNetDevice> sender,
                       Time transmission) override;

  private:
    std::array<ChannelDirection, 2> m_directions;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_IMPAIRED_CHANNEL_H
