#include "model/ns3-environment.h"

#include "model/ns3-time.h"

#include <ns3/event-id.h>
#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/socket.h>
#include <ns3/udp-socket-factory.h>

#include <algorithm>
#include <vector>

namespace ns3::kwiklab
{

namespace
{

kwik::Address
ToKwik(const InetSocketAddress& address)
{
    return kwik::Ipv4(address.GetIpv4().Get(), address.GetPort());
}

InetSocketAddress
ToNs3(const kwik::Address& address)
{
    return InetSocketAddress(Ipv4Address::Deserialize(address.ip.data() + 12), address.port);
}

/**
 * One alarm on the ns-3 simulator.
 *
 * A deadline that moves later leaves the pending event where it is, and the event re-arms itself:
 * protocols move their deadlines far more often than they let them expire.
 */
class Ns3Timer final : public kwik::Timer
{
  public:
    explicit Ns3Timer(Listener& listener)
        : m_listener(listener)
    {
    }

    ~Ns3Timer() override
    {
        m_event.Cancel();
    }

    void Arm(kwik::Instant deadline) override
    {
        m_deadline = deadline;
        if (deadline == kwik::NEVER || (!m_event.IsExpired() && m_eventAt <= deadline))
        {
            return;
        }
        m_event.Cancel();
        Schedule();
    }

  private:
    void Schedule()
    {
        const kwik::Instant now = SimulatedNow();
        m_eventAt = std::max(m_deadline, now);
        m_event = Simulator::Schedule(ToTime(m_eventAt - now), &Ns3Timer::Fire, this);
    }

    void Fire()
    {
        const kwik::Instant now = SimulatedNow();
        if (m_deadline == kwik::NEVER)
        {
            return;
        }
        if (m_deadline > now)
        {
            Schedule();
            return;
        }
        m_deadline = kwik::NEVER;
        m_listener.OnTimer(now);
    }

    Listener& m_listener;
    kwik::Instant m_deadline{kwik::NEVER};
    kwik::Instant m_eventAt{};
    EventId m_event;
};

class Ns3DatagramSocket final : public kwik::DatagramSocket
{
  public:
    Ns3DatagramSocket(Ptr<Socket> socket, Listener& listener, const DatagramObserver& observer)
        : m_socket(socket),
          m_listener(listener),
          m_observer(observer)
    {
        m_socket->SetRecvCallback(MakeCallback(&Ns3DatagramSocket::Receive, this));
    }

    ~Ns3DatagramSocket() override
    {
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        m_socket->Close();
    }

    kwik::SendStatus Send(const kwik::Address& to, kwik::ByteView payload) override
    {
        if (m_observer)
        {
            m_observer(SimulatedNow(), to, payload);
        }
        const auto packet =
            Create<Packet>(kwik::AsUint8(payload), static_cast<uint32_t>(payload.size()));
        return m_socket->SendTo(packet, 0, ToNs3(to)) < 0 ? kwik::SendStatus::Unreachable
                                                          : kwik::SendStatus::Sent;
    }

    kwik::Address LocalAddress() const override
    {
        Address name;
        m_socket->GetSockName(name);
        return ToKwik(InetSocketAddress::ConvertFrom(name));
    }

  private:
    void Receive(Ptr<Socket> socket)
    {
        Address from;
        while (const auto packet = socket->RecvFrom(from))
        {
            m_buffer.resize(packet->GetSize());
            packet->CopyData(reinterpret_cast<uint8_t*>(m_buffer.data()), packet->GetSize());
            m_listener.OnDatagram(SimulatedNow(),
                                  ToKwik(InetSocketAddress::ConvertFrom(from)),
                                  m_buffer);
        }
    }

    Ptr<Socket> m_socket;
    Listener& m_listener;
    const DatagramObserver& m_observer;
    std::vector<std::byte> m_buffer;
};

} // namespace

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
    return std::make_unique<Ns3Timer>(listener);
}

kwik::Result<std::unique_ptr<kwik::DatagramSocket>>
Ns3Environment::OpenDatagram(std::uint16_t port, kwik::DatagramSocket::Listener& listener)
{
    const auto socket = Socket::CreateSocket(m_node, UdpSocketFactory::GetTypeId());
    if (socket->Bind(InetSocketAddress(m_address, port)) != 0)
    {
        return kwik::Error{kwik::ErrorCode::Refused, "bind"};
    }
    return std::unique_ptr<kwik::DatagramSocket>(
        std::make_unique<Ns3DatagramSocket>(socket, listener, m_observer));
}

} // namespace ns3::kwiklab
