#ifndef KWIK_TESTBED_LAB_EMULATED_WIRE_H
#define KWIK_TESTBED_LAB_EMULATED_WIRE_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/base/units.h"
#include "testbed/lab/direction-shape.h"
#include "testbed/lab/lab-report.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace kwik::testbed
{

/// The bytes of an IP packet.
using PacketBytes = ByteVector;

/// What comes out at the far end of a wire.
struct ArrivedPacket
{
    Instant due; ///< When it arrives; not later than the `now` of the call that let it arrive.
    PacketBytes bytes;
};

/**
 * One direction of a link: a drop-tail queue, a transmitter, and a line that delays, impairs and
 * loses packets. Decides which packet arrives, when and how.
 *
 * What happens at one time happens at that time, also when it is told of later: a packet that
 * waits starts at the moment at which the one before it has left.
 *
 *  - A packet finds room in the queue, or is dropped, also when it need not wait.
 *  - When its transmission starts, its fate is drawn with the shape of this moment: delay and
 *    jitter, held back or not, duplicated, corrupted.
 *  - Those that are not held back arrive in the order in which they left, also when the delay
 * falls.
 *  - When it arrives, it is lost if the wire is down then, and otherwise by chance.
 *
 * The same words describe the channel of the simulation, with which this shares no code. At most
 * MOST_ON_THE_WAY bytes are on the line; what would be more is dropped as by a full queue.
 */
class EmulatedWire
{
  public:
    using Action = ArrivedPacket;

    static constexpr ByteCount MOST_ON_THE_WAY{256U << 20U};

    EmulatedWire(const DirectionShape& shape, const Prng& prng);

    void OnPacket(Instant now, PacketBytes bytes);
    void OnShape(Instant now, const DirectionShape& shape);
    /// While its sender is down, nothing enters; while its receiver is down, nothing arrives.
    void OnSenderUp(Instant now, bool isUp);
    void OnReceiverUp(Instant now, bool isUp);
    void OnTimeout(Instant now);

    Instant NextTimeout() const;
    std::optional<ArrivedPacket> PollAction();

    /// Without those of the ports. What has been polled has been written.
    const DirectionCounters& Counters() const;

  private:
    struct OnTheWay
    {
        Instant arrival;
        std::uint64_t number; ///< Of two that arrive together, the first one sent is first.
        PacketBytes bytes;
        bool operator>(const OnTheWay& other) const;
    };

    bool HasRoomFor(ByteCount size) const;
    void StartThoseWaiting(Instant now);
    void Transmit(Instant start, PacketBytes bytes);
    Instant ArrivalOf(Instant sent);
    void Launch(Instant arrival, bool isCorrupted, PacketBytes bytes);
    void Arrive(OnTheWay packet);
    bool Happens(Prng& prng, std::uint32_t ppm);
    void InvertOneBit(PacketBytes& bytes);

    DirectionShape m_shape;
    Prng m_channelPrng;
    Prng m_lossPrng;
    bool m_isSenderUp{true};
    bool m_isReceiverUp{true};
    std::deque<PacketBytes> m_waiting;
    ByteCount m_waitingSize{};
    Instant m_busyUntil{};
    Instant m_lastArrival{};
    std::vector<OnTheWay> m_line; ///< A heap; the next arrival is on top.
    ByteCount m_lineSize{};
    std::uint64_t m_number{0};
    std::deque<ArrivedPacket> m_arrived;
    DirectionCounters m_counters;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_EMULATED_WIRE_H
