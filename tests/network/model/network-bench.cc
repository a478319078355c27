#include "tests/network/model/network-bench.h"

#include "helper/kwik-cloud.h"
#include "helper/kwik-topology.h"
#include "model/ns3-datagram-socket.h"
#include "model/ns3-time.h"

#include <ns3/inet-socket-address.h>
#include <ns3/packet.h>
#include <ns3/simulator.h>

#include <cstring>

namespace ns3::kwiklab::test
{

namespace
{

constexpr std::uint16_t PORT = 9;
constexpr std::uint64_t ROOM = 1U << 30;
constexpr kwik::Duration RUN = std::chrono::seconds(5);

std::unique_ptr<KwikNetwork>
NewNetwork(const NetworkPlan& plan, NetworkKind kind)
{
    if (kind == NetworkKind::Cloud)
    {
        return std::make_unique<KwikCloud>(plan.hosts, plan.links);
    }
    return std::make_unique<KwikTopology>(plan.hosts, plan.links);
}

} // namespace

LinkSpec
Joining(const std::string& from, const std::string& to, kwik::Duration delay)
{
    return {from,
            to,
            kwik::BitRate{100'000'000},
            {QueueLimit::Unit::Bytes, ROOM},
            0,
            1500,
            {.delay = delay}};
}

NetworkBench::NetworkBench(const NetworkPlan& plan, NetworkKind kind)
    : m_network(NewNetwork(plan, kind))
{
    for (const HostSpec& host : plan.hosts)
    {
        if (host.forwarding == Forwarding::Off)
        {
            Open(host.name, {m_network->AddressOf(host.name), nullptr});
        }
    }
    m_network->AssignChannelStreams(m_network->AssignStreams(0));
}

NetworkBench::~NetworkBench()
{
    m_sockets.clear();
    m_network.reset();
    Simulator::Destroy();
}

KwikNetwork&
NetworkBench::Network()
{
    return *m_network;
}

void
NetworkBench::Open(const std::string& host, const HostPlace& place)
{
    const Ptr<Socket> socket =
        Ns3DatagramSocket::Bind(m_network->NodeOf(host), {place.address, PORT, place.device});
    NS_ABORT_MSG_UNLESS(socket, "the place of " << host << " is taken");
    socket->SetRecvCallback(
        Callback<void, Ptr<Socket>>([this, host](Ptr<Socket> ready) { Receive(host, ready); }));
    m_sockets[host] = socket;
}

void
NetworkBench::Receive(const std::string& host, Ptr<Socket> socket)
{
    Address from;
    while (const auto packet = socket->RecvFrom(from))
    {
        Arrival arrival{SimulatedNow().time_since_epoch(), 0, packet->GetSize()};
        arrival.from = InetSocketAddress::ConvertFrom(from).GetIpv4();
        arrival.bytes.resize(packet->GetSize());
        packet->CopyData(arrival.bytes.data(), packet->GetSize());
        std::memcpy(&arrival.number, arrival.bytes.data(), sizeof(arrival.number));
        m_arrived[host].push_back(arrival);
    }
}

void
NetworkBench::At(kwik::Duration when, const std::function<void()>& what)
{
    Simulator::Schedule(ToTime(when), [what] { what(); });
}

int
NetworkBench::Send(const std::string& from,
                   Ipv4Address to,
                   std::uint32_t number,
                   std::uint32_t size)
{
    std::vector<std::uint8_t> bytes(size);
    std::memcpy(bytes.data(), &number, sizeof(number));
    return m_sockets.at(from)->SendTo(Create<Packet>(bytes.data(), size),
                                      0,
                                      InetSocketAddress(to, PORT));
}

void
NetworkBench::SendEach(kwik::Duration interval,
                       std::uint32_t count,
                       const std::string& from,
                       const std::string& to,
                       const std::function<std::uint32_t(std::uint32_t)>& sizeOf)
{
    for (std::uint32_t number = 0; number < count; ++number)
    {
        At(std::chrono::milliseconds(1) + number * interval, [this, from, to, number, sizeOf] {
            Send(from, m_network->AddressOf(to), number, sizeOf(number));
        });
    }
}

void
NetworkBench::Move(const std::string& host, std::size_t link)
{
    m_sockets.at(host)->Close();
    Open(host, m_network->PlaceOf(host, link));
}

void
NetworkBench::RunFor(kwik::Duration span)
{
    Simulator::Stop(ToTime(span));
    Simulator::Run();
}

const std::vector<Arrival>&
NetworkBench::ArrivedAt(const std::string& host) const
{
    static const std::vector<Arrival> NOTHING;
    const auto arrived = m_arrived.find(host);
    return arrived == m_arrived.end() ? NOTHING : arrived->second;
}

std::vector<Arrival>
Tell(const NetworkPlan& plan, NetworkKind kind, const std::string& host, const Story& story)
{
    NetworkBench bench(plan, kind);
    story(bench);
    bench.RunFor(RUN);
    return bench.ArrivedAt(host);
}

std::vector<std::uint32_t>
NumbersOf(const std::vector<Arrival>& arrived)
{
    std::vector<std::uint32_t> numbers;
    for (const Arrival& arrival : arrived)
    {
        numbers.push_back(arrival.number);
    }
    return numbers;
}

} // namespace ns3::kwiklab::test
