// The floor of a packet simulation: as many UDP datagrams over one link of ns-3, and nothing else.
// Usage: bench-plain-udp DATAGRAMS SIZE_BYTES RATE_BPS DELAY_NS; prints the bytes that arrived.
#include "helper/kwik-topology.h"
#include "model/ns3-time.h"

#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>
#include <ns3/socket.h>
#include <ns3/udp-socket-factory.h>

#include <cstdlib>
#include <iostream>

namespace kwik::bench
{

namespace
{

constexpr std::uint16_t PORT = 9000;

struct Load
{
    std::uint64_t datagrams;
    std::uint32_t size;
    BitRate rate;
    Duration delay;
};

/// Sends one datagram whenever the link has finished the one before.
class Sender
{
  public:
    Sender(ns3::Ptr<ns3::Socket> socket, const Load& load)
        : m_socket(socket),
          m_load(load)
    {
    }

    void Send()
    {
        if (m_sent++ == m_load.datagrams)
        {
            return;
        }
        m_socket->Send(ns3::Create<ns3::Packet>(m_load.size));
        constexpr ByteCount HEADERS{30}; // IPv4, UDP, PPP
        const Duration next = TransmissionTime(ByteCount{m_load.size} + HEADERS, m_load.rate);
        ns3::Simulator::Schedule(ns3::kwiklab::ToTime(next), &Sender::Send, this);
    }

  private:
    ns3::Ptr<ns3::Socket> m_socket;
    Load m_load;
    std::uint64_t m_sent{0};
};

std::uint64_t
Run(const Load& load)
{
    using namespace ns3::kwiklab;
    constexpr auto OFF = Forwarding::Off;
    KwikTopology topology(
        {{"a", OFF}, {"b", OFF}},
        {{"a", "b", load.rate, {QueueLimit::Unit::Packets, 1000}, 0, 1500, {.delay = load.delay}}});
    const auto factory = ns3::UdpSocketFactory::GetTypeId();
    const auto from = ns3::Socket::CreateSocket(topology.NodeOf("a"), factory);
    const auto to = ns3::Socket::CreateSocket(topology.NodeOf("b"), factory);
    std::uint64_t received = 0;
    to->Bind(ns3::InetSocketAddress(topology.AddressOf("b"), PORT));
    to->SetRecvCallback(
        ns3::Callback<void, ns3::Ptr<ns3::Socket>>([&received](ns3::Ptr<ns3::Socket> socket) {
            while (const auto packet = socket->Recv())
            {
                received += packet->GetSize();
            }
        }));
    from->Bind(ns3::InetSocketAddress(topology.AddressOf("a"), PORT));
    from->Connect(ns3::InetSocketAddress(topology.AddressOf("b"), PORT));
    Sender sender(from, load);
    ns3::Simulator::ScheduleNow(&Sender::Send, &sender);
    ns3::Simulator::Run();
    ns3::Simulator::Destroy();
    return received;
}

} // namespace

} // namespace kwik::bench

int
main(int argc, char** argv)
{
    if (argc != 5)
    {
        std::cerr << "usage: bench-plain-udp DATAGRAMS SIZE_BYTES RATE_BPS DELAY_NS\n";
        return 2;
    }
    const auto number = [argv](int index) { return std::strtoull(argv[index], nullptr, 10); };
    const kwik::bench::Load load{number(1),
                                 static_cast<std::uint32_t>(number(2)),
                                 {number(3)},
                                 kwik::Duration(static_cast<std::int64_t>(number(4)))};
    std::cout << kwik::bench::Run(load) << "\n";
    return 0;
}
