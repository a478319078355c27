#ifndef KWIK_TESTBED_UDP_SOCKET_H
#define KWIK_TESTBED_UDP_SOCKET_H

#include "protocol-core/env/datagram-socket.h"
#include "testbed/loop-observer.h"
#include "testbed/real-clock.h"
#include "testbed/send-queue.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace kwik::testbed
{

inline constexpr std::string_view NO_SOCKET = "socket";

/// Opens @p socket and binds it to @p local (port 0: any). @return why not, for people
std::optional<std::string_view> OpenAt(boost::asio::ip::udp::socket& socket, const Address& local);

enum class ReceiveMode : std::uint8_t
{
    Coalesced, ///< Several of one sender as one: UDP_GRO (Linux 5.0).
    Single,
};

/// What is tried first; what the kernel refuses is not done.
struct DatagramModes
{
    SendMode send = SendMode::Segmented;
    ReceiveMode receive = ReceiveMode::Coalesced;
};

/**
 * A non-blocking UDP socket on one IPv4 address. Reads in batches with recvmmsg; what is sent in
 * one turn of the event loop, or in answer to one batch, leaves in one call (SendQueue).
 *
 * The first datagram to a place is sent at once, so that Send() can say that there is no way there;
 * so is the first one after a failure. In between what is not sent is as lost as in a network.
 */
class UdpSocket final : public DatagramSocket
{
  public:
    /// Whom a socket serves. The references outlive it.
    struct Owner
    {
        boost::asio::io_context& loop;
        const RealClock& clock;
        Listener& listener;
        LoopObserver* observer;        ///< May be null.
        std::set<UdpSocket*>& sockets; ///< It is in there as long as it lives.
        DatagramModes modes{};
    };

    /// @p socket is bound.
    UdpSocket(const Owner& owner, boost::asio::ip::udp::socket socket);
    ~UdpSocket() override;

    /// As AsioEnvironment::Rebind and Move.
    bool Rebind();
    bool Move(const Address& address);

    SendStatus Send(const Address& to, ByteView payload) override;
    Address LocalAddress() const override;
    /// How it sends by now.
    SendMode Mode() const;

  private:
    struct Batch;

    void Wait();
    void Receive();
    SendStatus SendNow(const Address& to, ByteView payload);
    void Flush();
    void Coalesce();
    bool Replace(const Address& place);

    Owner m_owner;
    boost::asio::ip::udp::socket m_socket;
    Address m_local; ///< As its owner knows it.
    /// Open still, so that the kernel does not tell peers that nobody is there, and read no more.
    std::vector<boost::asio::ip::udp::socket> m_forgotten;
    SendQueue m_queue;
    std::set<Address> m_reached; ///< Bounded by REACHED_MAX.
    std::shared_ptr<Batch> m_batch;
    std::shared_ptr<bool> m_isAlive; ///< Shared with handlers that may outlive the socket.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_UDP_SOCKET_H
