#ifndef KWIK_TESTS_NETWORK_MODEL_NETWORK_BENCH_H
#define KWIK_TESTS_NETWORK_MODEL_NETWORK_BENCH_H

#include "helper/kwik-network.h"
#include "protocol-core/base/instant.h"

#include <ns3/socket.h>

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3::kwiklab::test
{

/// A network as its constructors take it.
struct NetworkPlan
{
    std::vector<HostSpec> hosts;
    std::vector<LinkSpec> links;
};

enum class NetworkKind
{
    Topology,
    Cloud,
};

/// A link of 100 Mbit/s that never drops for want of room, to be changed as one likes.
LinkSpec Joining(const std::string& from, const std::string& to, kwik::Duration delay);

/// A datagram as its receiver saw it; the number is what the sender wrote into it.
struct Arrival
{
    kwik::Duration at{};
    std::uint32_t number{0};
    std::uint32_t size{0};
    Ipv4Address from;
    std::vector<std::uint8_t> bytes;

    bool operator==(const Arrival&) const = default;
};

/// A network with a UDP socket on each host that does not forward. One at a time in a process.
class NetworkBench
{
  public:
    NetworkBench(const NetworkPlan& plan, NetworkKind kind);
    ~NetworkBench();

    KwikNetwork& Network();
    void At(kwik::Duration when, const std::function<void()>& what);
    /// Sends now. @returns what the socket does
    int Send(const std::string& from, Ipv4Address to, std::uint32_t number, std::uint32_t size);
    /// At 1 ms, and then so often.
    void SendEach(kwik::Duration interval,
                  std::uint32_t count,
                  const std::string& from,
                  const std::string& to,
                  const std::function<std::uint32_t(std::uint32_t)>& sizeOf);
    /// The host's socket at the place that it has on a link.
    void Move(const std::string& host, std::size_t link);
    void RunFor(kwik::Duration span);

    const std::vector<Arrival>& ArrivedAt(const std::string& host) const;

  private:
    void Open(const std::string& host, const HostPlace& place);
    void Receive(const std::string& host, Ptr<Socket> socket);

    std::unique_ptr<KwikNetwork> m_network;
    std::map<std::string, Ptr<Socket>> m_sockets;
    std::map<std::string, std::vector<Arrival>> m_arrived;
};

/// What happens on a network and what is seen of it, as a function of the kind.
using Story = std::function<void(NetworkBench&)>;

/// What arrived at @p host, on a network of its own.
std::vector<Arrival> Tell(const NetworkPlan& plan,
                          NetworkKind kind,
                          const std::string& host,
                          const Story& story);

/// The numbers of what arrived, in order.
std::vector<std::uint32_t> NumbersOf(const std::vector<Arrival>& arrived);

} // namespace ns3::kwiklab::test

#endif // KWIK_TESTS_NETWORK_MODEL_NETWORK_BENCH_H
