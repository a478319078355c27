#ifndef KWIK_MODEL_NS3_ENVIRONMENT_H
#define KWIK_MODEL_NS3_ENVIRONMENT_H

#include "model/host-process.h"
#include "model/ns3-datagram-socket.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/env/environment.h"

#include <ns3/ipv4-address.h>
#include <ns3/net-device.h>
#include <ns3/node.h>
#include <ns3/ptr.h>

#include <vector>

namespace ns3::kwiklab
{

/**
 * Lets a kwik::Host live on an ns-3 node: ns-3 supplies the clock, the timers and the UDP sockets.
 *
 * Everything random comes from one seed, so that a run can be repeated to the byte.
 */
class Ns3Environment final : public kwik::Environment
{
  public:
    Ns3Environment(Ptr<Node> node, Ipv4Address address, std::uint64_t seed);

    /// At most one observer; it must not call back into the host.
    void Observe(DatagramObserver observer);

    /// The host's process stands still, and goes on where it was.
    void Suspend();
    void Resume();
    /// The NAT before the host forgets it: its sockets are seen under other ports.
    void Rebind();
    /// The host's network is another one, and so is its address there.
    void Move(Ipv4Address address, Ptr<NetDevice> device);

    kwik::Instant Now() const override;
    std::uint64_t Seed(std::string_view label) override;
    void FillEntropy(kwik::MutableBytes out) override;
    std::unique_ptr<kwik::Timer> NewTimer(kwik::Timer::Listener& listener) override;
    kwik::Result<std::unique_ptr<kwik::DatagramSocket>> OpenDatagram(
        std::uint16_t port,
        kwik::DatagramSocket::Listener& listener) override;

  private:
    Ptr<Node> m_node;
    Ipv4Address m_address;
    Ptr<NetDevice> m_device; ///< That of the network it has moved to; null before.
    kwik::Prng m_seeds;
    kwik::Prng m_entropy;
    DatagramObserver m_observer;
    HostProcess m_process;
    std::vector<Ns3DatagramSocket*> m_sockets;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_NS3_ENVIRONMENT_H
