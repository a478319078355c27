#ifndef KWIK_MODEL_CLOUD_SOCKET_FACTORY_H
#define KWIK_MODEL_CLOUD_SOCKET_FACTORY_H

#include "model/cloud-datagram.h"
#include "model/cloud-switch.h"

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/ptr.h>
#include <ns3/udp-socket-factory.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace ns3::kwiklab
{

class CloudSocket;

/**
 * The UDP of a node that has no IP: applications name it by ns3::UdpSocketFactory, as on any other
 * node, and its sockets send through a CloudSwitch. Aggregated to the node.
 */
class CloudSocketFactory final : public UdpSocketFactory
{
  public:
    static TypeId GetTypeId();

    /// Before the first socket. The first address is the one of sockets that name none.
    void SetUp(Ptr<CloudSwitch> cloud, std::vector<Ipv4Address> addresses);

    Ptr<Socket> CreateSocket() override;

    /// A port for a socket: @p port, or any free one when it is 0. Nothing when there is none or
    /// the address is not one of the node.
    std::optional<std::uint16_t> Claim(CloudSocket& socket,
                                       Ipv4Address address,
                                       std::uint16_t port);
    void Release(const CloudSocket& socket);
    /// The address that datagrams of a socket bear.
    Ipv4Address SourceOf(Ipv4Address bound) const;
    /// As CloudSwitch::HasWay, from where a socket is bound.
    bool HasWay(Ipv4Address bound, Ipv4Address to) const;
    void Send(const CloudDatagram& datagram);

    /// To the socket that is bound there, if there is one.
    void Receive(const CloudDatagram& datagram);

  protected:
    void DoDispose() override;

  private:
    struct Claimed
    {
        Ipv4Address address;
        std::uint16_t port;
        CloudSocket* socket;
    };

    bool IsFree(Ipv4Address address, std::uint16_t port) const;
    std::optional<std::uint16_t> FreePort(Ipv4Address address);

    Ptr<CloudSwitch> m_cloud;
    std::vector<Ipv4Address> m_addresses;
    std::vector<Claimed> m_claimed;       ///< Few: one or two a host.
    std::uint16_t m_lastEphemeral{49152}; ///< Of the ports that IANA leaves free, from there on.
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_CLOUD_SOCKET_FACTORY_H
