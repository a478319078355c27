#ifndef KWIK_MODEL_CLOUD_WAY_H
#define KWIK_MODEL_CLOUD_WAY_H

#include "model/access-line.h"
#include "model/channel-direction.h"
#include "model/outage-log.h"
#include "model/shortest-ways.h"
#include "protocol-core/base/instant.h"

#include <ns3/ptr.h>

#include <memory>
#include <vector>

namespace ns3::kwiklab
{

class CloudSocketFactory;

/// What one end of a link sends to the other one.
struct CloudDirection
{
    ShortestWays::HostIndex receiver;
    bool isHeard{true};               ///< Whether what is sent arrives.
    std::unique_ptr<AccessLine> line; ///< Null between routers.
    ChannelShape shape;               ///< Without a line; of it only the delay counts.
    OutageLog log;                    ///< Without a line: whether the receiver let it in.
};

/// How datagrams get from one address to another.
struct CloudWay
{
    std::vector<CloudDirection*> directions; ///< From the source on.
    Ptr<CloudSocketFactory> destination;     ///< Null where the way leads to nobody.
    bool isRouted{false};                    ///< The source has a route; it may lead to nobody.
    kwik::Instant lastExit{};                ///< Of the newest datagram from between the routers.
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_CLOUD_WAY_H
