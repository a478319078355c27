#include "testbed/udp-socket.h"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t BATCH = 64;
constexpr std::size_t DATAGRAM_MAX = 65536;

sockaddr_in
ToSocketAddress(const Address& address)
{
    sockaddr_in raw{};
    raw.sin_family = AF_INET;
    raw.sin_port = htons(address.port);
    std::copy_n(address.ip.begin() + 12, 4, reinterpret_cast<std::uint8_t*>(&raw.sin_addr));
    return raw;
}

Address
ToAddress(const sockaddr_in& raw)
{
    return Ipv4(ntohl(raw.sin_addr.s_addr), ntohs(raw.sin_port));
}

} // namespace

/// The buffers of one recvmmsg call.
struct UdpSocket::Batch
{
    std::array<mmsghdr, BATCH> messages{};
    std::array<iovec, BATCH> pieces{};
    std::array<sockaddr_in, BATCH> peers{};
    std::vector<std::byte> bytes = std::vector<std::byte>(BATCH * DATAGRAM_MAX);

    Batch()
    {
        for (std::size_t i = 0; i < BATCH; ++i)
        {
            pieces[i] = {bytes.data() + i * DATAGRAM_MAX, DATAGRAM_MAX};
            messages[i].msg_hdr.msg_iov = &pieces[i];
            messages[i].msg_hdr.msg_iovlen = 1;
            messages[i].msg_hdr.msg_name = &peers[i];
        }
    }
};

UdpSocket::UdpSocket(const RealClock& clock,
                     boost::asio::ip::udp::socket socket,
                     Listener& listener)
    : m_clock(clock),
      m_socket(std::move(socket)),
      m_listener(listener),
      m_batch(std::make_unique<Batch>()),
      m_isAlive(std::make_shared<bool>(true))
{
    Wait();
}

UdpSocket::~UdpSocket()
{
    *m_isAlive = false;
}

SendStatus
UdpSocket::Send(const Address& to, ByteView payload)
{
    const sockaddr_in peer = ToSocketAddress(to);
    const ssize_t sent = ::sendto(m_socket.native_handle(),
                                  payload.data(),
                                  payload.size(),
                                  MSG_DONTWAIT,
                                  reinterpret_cast<const sockaddr*>(&peer),
                                  sizeof(peer));
    if (sent >= 0)
    {
        return SendStatus::Sent;
    }
    const bool isFull = errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS;
    return isFull ? SendStatus::Blocked : SendStatus::Unreachable;
}

Address
UdpSocket::LocalAddress() const
{
    sockaddr_in raw{};
    socklen_t size = sizeof(raw);
    ::getsockname(const_cast<boost::asio::ip::udp::socket&>(m_socket).native_handle(),
                  reinterpret_cast<sockaddr*>(&raw),
                  &size);
    return ToAddress(raw);
}

void
UdpSocket::Wait()
{
    m_socket.async_wait(boost::asio::ip::udp::socket::wait_read,
                        [this, isAlive = m_isAlive](const boost::system::error_code& error) {
                            if (*isAlive && !error)
                            {
                                Receive();
                            }
                        });
}

void
UdpSocket::Receive()
{
    for (mmsghdr& message : m_batch->messages)
    {
        message.msg_hdr.msg_namelen = sizeof(sockaddr_in);
    }
    const int count = ::recvmmsg(m_socket.native_handle(),
                                 m_batch->messages.data(),
                                 BATCH,
                                 MSG_DONTWAIT,
                                 nullptr);
    const std::shared_ptr<bool> isAlive = m_isAlive;
    for (int i = 0; i < count && *isAlive; ++i)
    {
        const auto at = static_cast<std::size_t>(i);
        const auto* start = static_cast<const std::byte*>(m_batch->pieces[at].iov_base);
        m_listener.OnDatagram(m_clock.Now(),
                              ToAddress(m_batch->peers[at]),
                              ByteView(start, m_batch->messages[at].msg_len));
    }
    if (*isAlive)
    {
        Wait();
    }
}

} // namespace kwik::testbed
