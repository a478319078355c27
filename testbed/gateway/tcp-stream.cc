#include "testbed/gateway/tcp-stream.h"

#include "protocol-core/base/assert.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <chrono>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>

namespace kwik::testbed
{

namespace
{

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds CONNECT_FOR{10'000};

/// What sockets belong to that are never waited for by asio. Outlives them all.
boost::asio::io_context&
Loop()
{
    static boost::asio::io_context loop;
    return loop;
}

bool
IsLater(const error_code& error)
{
    return error == boost::asio::error::would_block || error == boost::asio::error::try_again;
}

tcp::resolver::results_type
Resolve(const TcpTarget& target, tcp::resolver::flags flags, error_code& error)
{
    tcp::resolver resolver(Loop());
    return resolver.resolve(target.host, target.port, flags, error);
}

std::string
TextOf(const tcp::endpoint& endpoint)
{
    const std::string host = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
           std::to_string(endpoint.port());
}

/// Whether the socket is connected within the time.
bool
ConnectTo(tcp::socket& socket, const tcp::endpoint& endpoint, Interruption& interruption)
{
    error_code error;
    socket.close(error);
    socket.open(endpoint.protocol(), error);
    socket.non_blocking(true, error);
    socket.connect(endpoint, error);
    if (error != boost::asio::error::in_progress && !IsLater(error))
    {
        return !error;
    }
    const bool isSettled = interruption.Await(socket.native_handle(), POLLOUT, CONNECT_FOR);
    socket.remote_endpoint(error);
    return isSettled && !error;
}

} // namespace

Interruption::Interruption()
    : m_bell(m_loop, ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
}

void
Interruption::Raise()
{
    constexpr std::uint64_t ONE = 1;
    error_code isRinging;
    m_bell.write_some(boost::asio::buffer(&ONE, sizeof ONE), isRinging);
}

bool
Interruption::Await(int file, short events, std::optional<std::chrono::milliseconds> most)
{
    const int patience = most ? static_cast<int>(most->count()) : -1;
    std::array<pollfd, 2> files{{{file, events, 0}, {m_bell.native_handle(), POLLIN, 0}}};
    int ready = ::poll(files.data(), files.size(), patience);
    while (ready < 0)
    {
        KWIK_ASSERT(errno == EINTR);
        ready = ::poll(files.data(), files.size(), patience);
    }
    return ready > 0 && files[1].revents == 0;
}

std::optional<TcpTarget>
ParseTcpTarget(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
    {
        return std::nullopt;
    }
    std::string host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']')
    {
        host = host.substr(1, host.size() - 2);
    }
    return TcpTarget{host, text.substr(colon + 1)};
}

std::string
ToString(const TcpTarget& target)
{
    return target.host + ":" + target.port;
}

TcpStream::TcpStream(tcp::socket socket)
    : m_socket(std::move(socket)),
      m_interruption(std::make_unique<Interruption>())
{
    error_code isGone;
    m_socket.non_blocking(true, isGone);
    m_socket.set_option(tcp::no_delay(true), isGone);
}

TcpStream::~TcpStream()
{
    // The destructor of asio would take the reset of an aborted stream back.
    error_code isGone;
    m_socket.close(isGone);
}

Result<TcpStream>
TcpStream::Connect(const TcpTarget& target, Interruption& interruption)
{
    error_code error;
    const auto found = Resolve(target, tcp::resolver::address_configured, error);
    if (error)
    {
        return Error{ErrorCode::NotFound, "no such host or port"};
    }
    tcp::socket socket(Loop());
    for (const auto& entry : found)
    {
        if (ConnectTo(socket, entry.endpoint(), interruption))
        {
            return TcpStream(std::move(socket));
        }
    }
    return Error{ErrorCode::Refused, "nobody answers there"};
}

Result<std::size_t>
TcpStream::Read(MutableBytes into)
{
    while (m_interruption->Await(m_socket.native_handle(), POLLIN))
    {
        error_code error;
        const std::size_t count =
            m_socket.read_some(boost::asio::buffer(into.data(), into.size()), error);
        if (error == boost::asio::error::eof)
        {
            return std::size_t{0};
        }
        if (!error)
        {
            return count;
        }
        if (!IsLater(error))
        {
            break;
        }
    }
    return Error{ErrorCode::Closed, "the TCP connection was reset"};
}

Result<std::monostate>
TcpStream::Write(ByteView bytes)
{
    while (!bytes.empty())
    {
        error_code error;
        const std::size_t count =
            m_socket.write_some(boost::asio::buffer(bytes.data(), bytes.size()), error);
        bytes = bytes.subspan(count);
        const bool isFull = IsLater(error);
        if ((error && !isFull) ||
            (isFull && !m_interruption->Await(m_socket.native_handle(), POLLOUT)))
        {
            return Error{ErrorCode::Closed, "the TCP connection was reset"};
        }
    }
    return std::monostate{};
}

void
TcpStream::EndWrite()
{
    error_code isGone;
    m_socket.shutdown(tcp::socket::shutdown_send, isGone);
}

void
TcpStream::Abort()
{
    error_code isGone;
    m_socket.set_option(boost::asio::socket_base::linger(true, 0), isGone);
    m_interruption->Raise();
}

std::string
TcpStream::Peer() const
{
    error_code isGone;
    const tcp::endpoint peer = m_socket.remote_endpoint(isGone);
    return isGone ? "a client that has left" : TextOf(peer);
}

TcpListener::TcpListener(tcp::acceptor acceptor)
    : m_acceptor(std::move(acceptor))
{
}

Result<TcpListener>
TcpListener::Open(const TcpTarget& at)
{
    error_code error;
    const auto found = Resolve(at, tcp::resolver::passive, error);
    if (error || found.empty())
    {
        return Error{ErrorCode::NotFound, "no such host or port"};
    }
    const tcp::endpoint endpoint = found.begin()->endpoint();
    tcp::acceptor acceptor(Loop());
    acceptor.open(endpoint.protocol(), error);
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    acceptor.bind(endpoint, error);
    if (!error)
    {
        acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    }
    if (error)
    {
        return Error{ErrorCode::Refused, "the address is in use, or is none of this machine"};
    }
    acceptor.non_blocking(true, error);
    return TcpListener(std::move(acceptor));
}

Result<TcpStream>
TcpListener::Accept(Interruption& interruption)
{
    while (interruption.Await(m_acceptor.native_handle(), POLLIN))
    {
        error_code error;
        tcp::socket socket(Loop());
        m_acceptor.accept(socket, error);
        if (!error)
        {
            return TcpStream(std::move(socket));
        }
        if (error == boost::asio::error::no_descriptors || error == boost::asio::error::no_memory)
        {
            // Others have to end first; the client waits.
            constexpr int NO_FILE = -1;
            interruption.Await(NO_FILE, 0, std::chrono::milliseconds(100));
        }
    }
    return Error{ErrorCode::Closed, "interrupted"};
}

std::string
TcpListener::Address() const
{
    return TextOf(m_acceptor.local_endpoint());
}

} // namespace kwik::testbed
