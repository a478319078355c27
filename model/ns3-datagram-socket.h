#ifndef KWIK_MODEL_NS3_DATAGRAM_SOCKET_H
#define KWIK_MODEL_NS3_DATAGRAM_SOCKET_H

#include "model/host-process.h"
#include "protocol-core/env/datagram-socket.h"

#include <ns3/inet-socket-address.h>
#include <ns3/net-device.h>
#include <ns3/node.h>
#include <ns3/ptr.h>
#include <ns3/socket.h>

#include <functional>
#include <set>
#include <vector>

namespace ns3::kwiklab
{

/// Told of every datagram that a host hands to its UDP socket.
using DatagramObserver =
    std::function<void(kwik::Instant now, const kwik::Address& to, kwik::ByteView payload)>;

/// Where a socket is on its node.
struct SocketPlace
{
    Ipv4Address address;
    std::uint16_t port;
    Ptr<NetDevice> device; ///< That of the address, and the only one that is used; null for any.
};

/**
 * A UDP socket of ns-3, with three troubles of real ones.
 *
 * Suspended, its host neither reads nor sends: what arrives waits in ns-3's buffer, which drops
 * what does not fit. Behind a NAT that forgets, it appears under another port and never learns of
 * it. When its host moves to another network it gets another address, and its listener is told.
 */
class Ns3DatagramSocket final : public kwik::DatagramSocket, private HostProcess::Sleeper
{
  public:
    struct Owner
    {
        Ptr<Node> node;
        HostProcess& process;
        Listener& listener;
        const DatagramObserver& observer;
        std::vector<Ns3DatagramSocket*>& sockets; ///< Where it stands while it lives.
    };

    Ns3DatagramSocket(const Owner& owner, Ptr<Socket> socket, const SocketPlace& place);
    ~Ns3DatagramSocket() override;

    /// Null when the place is taken or not one of the node.
    static Ptr<Socket> Bind(Ptr<Node> node, const SocketPlace& place);

    kwik::SendStatus Send(const kwik::Address& to, kwik::ByteView payload) override;
    kwik::Address LocalAddress() const override;

    /// As when a NAT forgets the host: another port, and nothing comes to the old one any more.
    void Rebind();
    /// To another address of the node, which the listener is told. @pre the place is free
    void Move(Ipv4Address address, Ptr<NetDevice> device);

  private:
    bool HasWayTo(const kwik::Address& to);
    bool FindsRoute(Ipv4Address to) const;
    void OnResume() override;
    void Receive(Ptr<Socket> socket);
    void Replace(const SocketPlace& place);

    Owner m_owner;
    Ptr<Socket> m_socket;
    std::vector<Ptr<Socket>> m_forgotten; ///< Keep their ports, so that what comes there is lost.
    SocketPlace m_place;
    kwik::Address m_local;               ///< As the host knows it.
    bool m_hasMoved{false};              ///< And the listener does not know yet.
    std::set<std::uint32_t> m_reachable; ///< Hosts to which there is a route from this place.
    std::vector<std::byte> m_buffer;
};

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_NS3_DATAGRAM_SOCKET_H
