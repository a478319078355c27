#ifndef KWIK_MODEL_HOST_ROUTING_H
#define KWIK_MODEL_HOST_ROUTING_H

#include <ns3/ipv4-address.h>
#include <ns3/ipv4-routing-protocol.h>
#include <ns3/ipv4.h>
#include <ns3/ptr.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace ns3::kwiklab
{

template <typename FUNCTION>
class RouteInputTaker;

/// Takes RouteInput with the parameters that this ns-3 has: callbacks by value in 3.37, by
/// reference in 3.43.
template <typename... PARAMETERS>
class RouteInputTaker<bool (Ipv4RoutingProtocol::*)(PARAMETERS...)> : public Ipv4RoutingProtocol
{
  public:
    bool RouteInput(PARAMETERS... parameters) override
    {
        return TakeInput(std::tie(parameters...));
    }

  protected:
    using Input = std::tuple<std::remove_reference_t<PARAMETERS>&...>;

    virtual bool TakeInput(Input input) = 0;
};

/**
 * Static routes to single hosts, found in constant time.
 *
 * ns-3's Ipv4StaticRouting walks a list for every packet, which thousands of hosts make long. Here
 * a router has one entry for each host, and a host with one link has the way out and no more.
 */
class HostRouting : public RouteInputTaker<decltype(&Ipv4RoutingProtocol::RouteInput)>
{
  public:
    static TypeId GetTypeId();

    /// To a host over an interface. The first route is the one that is taken; the others are for
    /// sockets that are bound to a device.
    void AddRoute(Ipv4Address to, Ipv4Address gateway, std::uint32_t interface);
    /// To all hosts without a route.
    void SetDefaultRoute(Ipv4Address gateway, std::uint32_t interface);
    std::size_t RouteCount() const;

    Ptr<Ipv4Route> RouteOutput(Ptr<Packet> packet,
                               const Ipv4Header& header,
                               Ptr<NetDevice> device,
                               Socket::SocketErrno& error) override;
    void NotifyInterfaceUp(uint32_t interface) override;
    void NotifyInterfaceDown(uint32_t interface) override;
    void NotifyAddAddress(uint32_t interface, Ipv4InterfaceAddress address) override;
    void NotifyRemoveAddress(uint32_t interface, Ipv4InterfaceAddress address) override;
    void SetIpv4(Ptr<Ipv4> ipv4) override;
    void PrintRoutingTable(Ptr<OutputStreamWrapper> stream, Time::Unit unit) const override;

  protected:
    bool TakeInput(Input input) override;
    void DoDispose() override;

  private:
    struct Hop
    {
        Ipv4Address gateway;
        std::uint32_t interface;
    };

    /// With a device only over this one.
    const Hop* Find(Ipv4Address to, Ptr<const NetDevice> device) const;
    Ptr<Ipv4Route> RouteTo(Ipv4Address to, const Hop& hop) const;

    Ptr<Ipv4> m_ipv4;
    std::unordered_map<std::uint32_t, std::vector<Hop>> m_routes; ///< By the address.
    std::optional<Hop> m_default;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_HOST_ROUTING_H
