#include "helper/host-routing-helper.h"

#include "model/host-routing.h"

namespace ns3::kwiklab
{

/// The caller owns it, as ns-3 has it.
HostRoutingHelper*
HostRoutingHelper::Copy() const
{
    return new HostRoutingHelper(*this);
}

Ptr<Ipv4RoutingProtocol>
HostRoutingHelper::Create(Ptr<Node>) const
{
    return CreateObject<HostRouting>();
}

} // namespace ns3::kwiklab
