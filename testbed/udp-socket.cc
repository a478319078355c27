#include "testbed/udp-socket.h"

#include <algorithm>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <utility>

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

/// Room for a burst of a fast sender while this process does something else.
constexpr int SOCKET_BUFFER_BYTES = 4 << 20;

/// What people are told.
std::string_view
BindFailure(const boost::system::error_code& error)
{
    if (error == boost::asio::error::address_in_use)
    {
        return "address already in use";
    }
    if (error == boost::asio::error::access_denied)
    {
        return "permission denied";
    }
    return error == boost::system::errc::address_not_available ? "not an address of this machine"
                                                               : "bind refused";
}

Address
LocalOf(boost::asio::ip::udp::socket& socket)
{
    sockaddr_in raw{};
    socklen_t size = sizeof(raw);
    ::getsockname(socket.native_handle(), reinterpret_cast<sockaddr*>(&raw), &size);
    return ToAddress(raw);
}

} // namespace

std::optional<std::string_view>
OpenAt(boost::asio::ip::udp::socket& socket, const Address& local)
{
    using boost::asio::ip::udp;
    boost::asio::ip::address_v4::bytes_type bytes{};
    std::copy_n(local.ip.begin() + 12, bytes.size(), bytes.begin());
    boost::system::error_code error;
    socket.open(udp::v4(), error);
    if (error)
    {
        return NO_SOCKET;
    }
    socket.bind(udp::endpoint(boost::asio::ip::address_v4(bytes), local.port), error);
    if (error)
    {
        return BindFailure(error);
    }
    boost::system::error_code ignored; // The kernel's limit may be lower; that costs speed only.
    socket.set_option(boost::asio::socket_base::receive_buffer_size(SOCKET_BUFFER_BYTES), ignored);
    socket.set_option(boost::asio::socket_base::send_buffer_size(SOCKET_BUFFER_BYTES), ignored);
    return std::nullopt;
}

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

UdpSocket::UdpSocket(const Owner& owner, boost::asio::ip::udp::socket socket)
    : m_owner(owner),
      m_socket(std::move(socket)),
      m_local(LocalOf(m_socket)),
      m_batch(std::make_unique<Batch>()),
      m_isAlive(std::make_shared<bool>(true))
{
    m_owner.sockets.insert(this);
    Wait();
}

UdpSocket::~UdpSocket()
{
    m_owner.sockets.erase(this);
    *m_isAlive = false;
}

bool
UdpSocket::Rebind()
{
    Address place = LocalOf(m_socket);
    place.port = 0; // Any other one.
    return Replace(place);
}

bool
UdpSocket::Move(const Address& address)
{
    Address place = address;
    place.port = m_local.port;
    if (!Replace(place))
    {
        return false;
    }
    m_local = place;
    m_owner.listener.OnLocalAddress(m_owner.clock.Now(), m_local);
    return true;
}

bool
UdpSocket::Replace(const Address& place)
{
    boost::asio::ip::udp::socket socket(m_owner.loop);
    if (OpenAt(socket, place))
    {
        return false;
    }
    m_socket.cancel();
    m_forgotten.push_back(std::exchange(m_socket, std::move(socket)));
    Wait();
    return true;
}

SendStatus
UdpSocket::Send(const Address& to, ByteView payload)
{
    if (m_owner.observer != nullptr)
    {
        m_owner.observer->OnSent(ByteCount{payload.size()});
    }
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
    return m_local;
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
        m_owner.listener.OnDatagram(m_owner.clock.Now(),
                                    ToAddress(m_batch->peers[at]),
                                    ByteView(start, m_batch->messages[at].msg_len));
    }
    if (*isAlive)
    {
        Wait();
    }
}

} // namespace kwik::testbed
