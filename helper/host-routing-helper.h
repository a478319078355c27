#ifndef KWIK_HELPER_HOST_ROUTING_HELPER_H
#define KWIK_HELPER_HOST_ROUTING_HELPER_H

#include <ns3/ipv4-routing-helper.h>

namespace ns3::kwiklab
{

/// Gives nodes a HostRouting, for InternetStackHelper.
class HostRoutingHelper : public Ipv4RoutingHelper
{
  public:
    HostRoutingHelper* Copy() const override;
    Ptr<Ipv4RoutingProtocol> Create(Ptr<Node> node) const override;
};

} // namespace ns3::kwiklab

#endif // KWIK_HELPER_HOST_ROUTING_HELPER_H
