#ifndef KWIK_MODEL_ACCESS_LINE_H
#define KWIK_MODEL_ACCESS_LINE_H

#include "model/channel-direction.h"
#include "model/cloud-datagram.h"
#include "model/link-impairment.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <ns3/data-rate.h>
#include <ns3/nstime.h>
#include <ns3/ptr.h>
#include <ns3/queue-size.h>

#include <cstdint>
#include <deque>
#include <functional>

namespace ns3::kwiklab
{

/**
 * One direction of a point-to-point link: sends one datagram after the other at its rate, lets as
 * many wait as its drop-tail queue holds, then delays, impairs and loses them.
 *
 * Does to the nanosecond what a PointToPointNetDevice with a DropTailQueue, an ImpairedChannel and
 * a LinkImpairment do, with one event for a datagram, and a second one for those that wait.
 */
class AccessLine
{
  public:
    using Receiver = std::function<void(const CloudDatagram&)>;

    struct Plan
    {
        kwik::BitRate rate;
        QueueSize queue;
        std::uint32_t lossPpm{0};
        ChannelShape shape;
    };

    /// @p node is the one of the receiver, for ns-3's log. Events point at the line: it may neither
    /// move nor end before the simulation.
    AccessLine(const Plan& plan, std::uint32_t node, Receiver receiver);
    AccessLine(const AccessLine&) = delete;
    AccessLine& operator=(const AccessLine&) = delete;

    void Send(const CloudDatagram& datagram);

    /// From the next datagram on; the one that is being sent is not touched.
    void SetRate(kwik::BitRate rate);
    LinkImpairment& Impairment();
    ChannelDirection& Channel();
    /// Told when the first bit of a datagram leaves, and when one has arrived.
    void SniffSent(Receiver sniffer);
    void SniffArrived(Receiver sniffer);

  private:
    bool HasRoomFor(std::uint32_t size) const;
    void Transmit(const CloudDatagram& datagram);
    void TransmitNext();
    void AwaitTurn();
    void Arrive(const CloudDatagram& datagram);
    Time TransmissionTime(std::uint32_t size);

    DataRate m_rate;
    QueueSize m_limit;
    std::uint32_t m_node;
    Receiver m_receiver;
    Receiver m_sentSniffer;
    Receiver m_arrivedSniffer;
    ChannelDirection m_channel;
    Ptr<LinkImpairment> m_impairment;
    std::deque<CloudDatagram> m_waiting;
    std::uint64_t m_waitingBytes{0};
    kwik::Instant m_busyUntil{};
    std::uint32_t m_timedSize{0}; ///< Whose transmission takes m_timed; most are of one size.
    Time m_timed;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_ACCESS_LINE_H
