#include "helper/kwik-network.h"

#include "experiment/addressing/host-address.h"

namespace ns3::kwiklab
{

Ipv4Address
KwikNetwork::AddressAt(std::size_t index)
{
    return Ipv4Address(kwik::experiment::HostIpv4(index));
}

Ipv4Address
KwikNetwork::LinkAddressAt(std::size_t link, std::size_t end)
{
    return Ipv4Address(kwik::experiment::LinkIpv4(link, end));
}

} // namespace ns3::kwiklab
