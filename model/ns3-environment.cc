#include "model/ns3-environment.h"

#include "model/ns3-time.h"
#include "model/ns3-timer.h"

#include <utility>

namespace ns3::kwiklab
{

Ns3Environment::Ns3Environment(Ptr<Node> node, Ipv4Address address, std::uint64_t seed)
    : m_node(node),
      m_address(address),
      m_seeds(seed),
      m_entropy(m_seeds.Fork("entropy"))
{
}

void
Ns3Environment::Observe(DatagramObserver observer)
{
    m_observer = std::move(observer);
}

void
Ns3Environment::Suspend()
{
    m_process.Suspend();
}

void
Ns3Environment::Resume()
{
    m_process.Resume();
}

void
Ns3Environment::Rebind()
{
    for (Ns3DatagramSocket* socket : m_sockets)
    {
        socket->Rebind();
    }
}

void
Ns3Environment::Move(Ipv4Address address, Ptr<NetDevice> device)
{
    m_address = address;
    m_device = device;
    for (Ns3DatagramSocket* socket : m_sockets)
    {
        socket->Move(address, device);
    }
}

kwik::Instant
Ns3Environment::Now() const
{
    return SimulatedNow();
}

std::uint64_t
Ns3Environment::Seed(std::string_view label)
{
    return m_seeds.Fork(label).Next();
}

void
Ns3Environment::FillEntropy(kwik::MutableBytes out)
{
    m_entropy.Fill(out);
}

std::unique_ptr<kwik::Timer>
Ns3Environment::NewTimer(kwik::Timer::Listener& listener)
{
    return std::make_unique<Ns3Timer>(m_process, listener);
}

kwik::Result<std::unique_ptr<kwik::DatagramSocket>>
Ns3Environment::OpenDatagram(std::uint16_t port, kwik::DatagramSocket::Listener& listener)
{
    const SocketPlace place{m_address, port, m_device};
    const Ptr<Socket> socket = Ns3DatagramSocket::Bind(m_node, place);
    if (!socket)
    {
        return kwik::Error{kwik::ErrorCode::Refused, "bind"};
    }
    const Ns3DatagramSocket::Owner owner{m_node, m_process, listener, m_observer, m_sockets};
    return std::unique_ptr<kwik::DatagramSocket>(
        std::make_unique<Ns3DatagramSocket>(owner, socket, place));
}

} // namespace ns3::kwiklab
