#ifndef KWIK_MODEL_CHANNEL_DIRECTION_H
#define KWIK_MODEL_CHANNEL_DIRECTION_H

#include "protocol-core/base/instant.h"

#include <ns3/packet.h>
#include <ns3/ptr.h>
#include <ns3/random-variable-stream.h>

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

/// What becomes of one packet on its way through a channel.
struct ChannelFate
{
    kwik::Instant arrival;
    int copies{1};
    bool isCorrupted{false};
};

/**
 * Decides when packets get through one direction of a channel, and how.
 *
 * Packets that are not held back leave in the order in which they came, also when the delay falls.
 */
class ChannelDirection
{
  public:
    ChannelDirection();

    ChannelShape& Shape();
    void AssignStream(int64_t stream);

    /// Of a packet whose last bit is sent at @p sent. Calls come in the order of these times.
    ChannelFate Next(kwik::Instant sent);
    /// The packet with one bit inverted behind its first @p skipped bytes. @pre it is longer
    Ptr<Packet> Corrupted(Ptr<const Packet> packet, std::uint32_t skipped) const;

  private:
    bool Happens(std::uint32_t ppm) const;
    kwik::Instant ArrivalOf(kwik::Instant sent);

    ChannelShape m_shape;
    Ptr<UniformRandomVariable> m_draw;
    kwik::Instant m_lastArrival{};
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_CHANNEL_DIRECTION_H
