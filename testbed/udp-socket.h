#ifndef KWIK_TESTBED_UDP_SOCKET_H
#define KWIK_TESTBED_UDP_SOCKET_H

#include "protocol-core/env/datagram-socket.h"
#include "testbed/real-clock.h"

#include <array>
#include <boost/asio/ip/udp.hpp>
#include <memory>
#include <vector>

namespace kwik::testbed
{

/// A non-blocking UDP socket on one IPv4 address; reads in batches with recvmmsg.
class UdpSocket final : public DatagramSocket
{
  public:
    UdpSocket(const RealClock& clock, boost::asio::ip::udp::socket socket, Listener& listener);
    ~UdpSocket() override;

    SendStatus Send(const Address& to, ByteView payload) override;
    Address LocalAddress() const override;

  private:
    struct Batch;

    void Wait();
    void Receive();

    const RealClock& m_clock;
    boost::asio::ip::udp::socket m_socket;
    Listener& m_listener;
    std::unique_ptr<Batch> m_batch;
    std::shared_ptr<bool> m_isAlive; ///< Shared with handlers that may outlive the socket.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_UDP_SOCKET_H
