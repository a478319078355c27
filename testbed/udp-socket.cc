#include "testbed/udp-socket.h"

#include "testbed/socket-address.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <utility>

namespace kwik::testbed
{

namespace
{

constexpr std::size_t BATCH = 64;
constexpr std::size_t DATAGRAM_MAX = 65536;

/// Places that were reached; more are asked for anew.
constexpr std::size_t REACHED_MAX = 4096;

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
    // RFC 9000 section 14: what is too large for the path is lost, and not cut to pieces.
    const int whole = IP_PMTUDISC_PROBE;
    ::setsockopt(socket.native_handle(), IPPROTO_IP, IP_MTU_DISCOVER, &whole, sizeof(whole));
    boost::system::error_code ignored; // The kernel's limit may be lower; that costs speed only.
    socket.set_option(boost::asio::socket_base::receive_buffer_size(SOCKET_BUFFER_BYTES), ignored);
    socket.set_option(boost::asio::socket_base::send_buffer_size(SOCKET_BUFFER_BYTES), ignored);
    return std::nullopt;
}

/// The buffers of one recvmmsg call.
struct UdpSocket::Batch
{
    struct alignas(cmsghdr) Control
    {
        std::array<std::byte, CMSG_SPACE(sizeof(int))> bytes{};
    };

    std::array<mmsghdr, BATCH> messages{};
    std::array<iovec, BATCH> pieces{};
    std::array<sockaddr_in, BATCH> peers{};
    std::array<Control, BATCH> controls{};
    std::vector<std::byte> bytes = std::vector<std::byte>(BATCH * DATAGRAM_MAX);
    std::vector<Arrival> arrivals;

    Batch()
    {
        for (std::size_t i = 0; i < BATCH; ++i)
        {
            pieces[i] = {bytes.data() + i * DATAGRAM_MAX, DATAGRAM_MAX};
            messages[i].msg_hdr.msg_iov = &pieces[i];
            messages[i].msg_hdr.msg_iovlen = 1;
            messages[i].msg_hdr.msg_name = &peers[i];
            messages[i].msg_hdr.msg_control = controls[i].bytes.data();
        }
    }

    int Receive(int handle)
    {
        for (std::size_t i = 0; i < BATCH; ++i)
        {
            messages[i].msg_hdr.msg_namelen = sizeof(sockaddr_in);
            messages[i].msg_hdr.msg_controllen = controls[i].bytes.size();
        }
        return ::recvmmsg(handle, messages.data(), BATCH, MSG_DONTWAIT, nullptr);
    }

    /// Of how many bytes each datagram in a message is, the last one aside; 0: it is a single one.
    std::size_t SegmentOf(std::size_t at)
    {
        msghdr& header = messages[at].msg_hdr;
        for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr;
             part = CMSG_NXTHDR(&header, part))
        {
            if (part->cmsg_level == SOL_UDP && part->cmsg_type == UDP_GRO)
            {
                int size = 0;
                std::memcpy(&size, CMSG_DATA(part), sizeof(size));
                return static_cast<std::size_t>(std::max(size, 0));
            }
        }
        return 0;
    }

    void Split(std::size_t at)
    {
        const Address from = ToAddress(peers[at]);
        ByteView rest(static_cast<const std::byte*>(pieces[at].iov_base), messages[at].msg_len);
        const std::size_t told = SegmentOf(at);
        const std::size_t segment = told == 0 ? rest.size() : told;
        do
        {
            const std::size_t size = std::min(segment, rest.size());
            arrivals.push_back({from, rest.first(size)});
            rest = rest.subspan(size);
        } while (!rest.empty());
    }
};

UdpSocket::UdpSocket(const Owner& owner, boost::asio::ip::udp::socket socket)
    : m_owner(owner),
      m_socket(std::move(socket)),
      m_local(LocalOf(m_socket)),
      m_queue(owner.modes.send),
      m_batch(std::make_shared<Batch>()),
      m_isAlive(std::make_shared<bool>(true))
{
    m_owner.sockets.insert(this);
    Coalesce();
    Wait();
}

UdpSocket::~UdpSocket()
{
    Flush(); // What was said last is heard.
    m_owner.sockets.erase(this);
    *m_isAlive = false;
}

void
UdpSocket::Coalesce()
{
    const int isOn = m_owner.modes.receive == ReceiveMode::Coalesced ? 1 : 0;
    // A kernel without it (before Linux 5.0) gives datagrams one by one, as it always did.
    ::setsockopt(m_socket.native_handle(), SOL_UDP, UDP_GRO, &isOn, sizeof(isOn));
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
    Flush();
    m_socket.cancel();
    m_forgotten.push_back(std::exchange(m_socket, std::move(socket)));
    m_reached.clear();
    Coalesce();
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
    if (!m_reached.contains(to) || payload.size() > SendQueue::BYTES_MAX)
    {
        return SendNow(to, payload);
    }
    if (!m_queue.HasRoomFor(payload.size()))
    {
        Flush();
    }
    if (m_queue.IsEmpty())
    {
        boost::asio::post(m_owner.loop, [this, isAlive = m_isAlive] {
            if (*isAlive)
            {
                Flush();
            }
        });
    }
    m_queue.Add(to, payload);
    return SendStatus::Sent;
}

SendStatus
UdpSocket::SendNow(const Address& to, ByteView payload)
{
    Flush(); // In order.
    const sockaddr_in peer = ToSocketAddress(to);
    const ssize_t sent = ::sendto(m_socket.native_handle(),
                                  payload.data(),
                                  payload.size(),
                                  MSG_DONTWAIT,
                                  reinterpret_cast<const sockaddr*>(&peer),
                                  sizeof(peer));
    if (sent >= 0)
    {
        if (m_reached.size() >= REACHED_MAX)
        {
            m_reached.clear();
        }
        m_reached.insert(to);
        return SendStatus::Sent;
    }
    return IsAboutOneDatagram(errno) ? SendStatus::Blocked : SendStatus::Unreachable;
}

void
UdpSocket::Flush()
{
    if (m_queue.IsEmpty())
    {
        return;
    }
    if (const auto unreachable = m_queue.Flush(m_socket.native_handle()))
    {
        m_reached.erase(*unreachable); // The next datagram finds out, and says so.
    }
}

SendMode
UdpSocket::Mode() const
{
    return m_queue.Mode();
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
    const int count = m_batch->Receive(m_socket.native_handle());
    m_batch->arrivals.clear();
    for (int i = 0; i < count; ++i)
    {
        m_batch->Split(static_cast<std::size_t>(i));
    }
    if (m_owner.observer != nullptr)
    {
        for (const Arrival& arrival : m_batch->arrivals)
        {
            m_owner.observer->OnReceived(ByteCount{arrival.payload.size()});
        }
    }
    const std::shared_ptr<bool> isAlive = m_isAlive;
    // A listener may destroy the socket; what it is told of stays until it has returned.
    const std::shared_ptr<Batch> batch = m_batch;
    if (!batch->arrivals.empty())
    {
        m_owner.listener.OnDatagrams(m_owner.clock.Now(), batch->arrivals);
    }
    if (*isAlive)
    {
        Flush();
        Wait();
    }
}

} // namespace kwik::testbed
