#ifndef KWIK_MODEL_NS3_ENVIRONMENT_H
#define KWIK_MODEL_NS3_ENVIRONMENT_H

#include "protocol-core/base/prng.h"
#include "protocol-core/env/environment.h"

#include <ns3/ipv4-address.h>
#include <ns3/node.h>
#include <ns3/ptr.h>

#include <functional>

namespace ns3::kwiklab
{

/// Told of every datagram that a host hands to its UDP socket.
using DatagramObserver =
    std::function<void(kwik::Instant now, const kwik::Address& to, kwik::ByteView payload)>;

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
    kwik::Prng m_seeds;
    kwik::Prng m_entropy;
    DatagramObserver m_observer;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_NS3_ENVIRONMENT_H
