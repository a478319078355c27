#ifndef KWIK_TESTBED_GATEWAY_TCP_STREAM_H
#define KWIK_TESTBED_GATEWAY_TCP_STREAM_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/result.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace kwik::testbed
{

/// Ends waiting, from any thread and for good.
class Interruption
{
  public:
    Interruption();

    void Raise();
    /// Waits until the file can be read (POLLIN) or written (POLLOUT), or has failed. @returns
    /// false when interrupted, or when that took longer than @p most.
    bool Await(int file,
               short events,
               std::optional<std::chrono::milliseconds> most = std::nullopt);

  private:
    boost::asio::io_context m_loop; ///< Never run; what it owns wants one.
    boost::asio::posix::stream_descriptor m_bell;
};

/// `HOST:PORT` of a TCP service: a name or a number each.
struct TcpTarget
{
    std::string host;
    std::string port;
};

/// Nothing unless there is a host, and a port behind the last colon.
std::optional<TcpTarget> ParseTcpTarget(const std::string& text);
std::string ToString(const TcpTarget& target);

/**
 * One end of a TCP connection, whose calls wait. One thread may read while another one writes, and
 * any may abort. Errors of calls: Closed (the peer has reset it, or it was aborted).
 */
class TcpStream
{
  public:
    explicit TcpStream(boost::asio::ip::tcp::socket socket);
    TcpStream(TcpStream&&) = default;
    TcpStream& operator=(TcpStream&&) = delete;
    ~TcpStream();

    /// Waits 10 s for each address. Errors: NotFound (no such host), Refused (nobody answers
    /// there).
    static Result<TcpStream> Connect(const TcpTarget& target, Interruption& interruption);

    /// @returns how many bytes came, at least 1; 0 at the end.
    Result<std::size_t> Read(MutableBytes into);
    /// @returns after all bytes were taken.
    Result<std::monostate> Write(ByteView bytes);
    /// The peer reads to the end.
    void EndWrite();
    /// Calls that wait fail; when the stream goes away, the peer gets a reset and not an end.
    void Abort();
    /// "127.0.0.1:51234"
    std::string Peer() const;

  private:
    boost::asio::ip::tcp::socket m_socket;
    std::unique_ptr<Interruption> m_interruption;
};

/// Takes TCP connections at one address.
class TcpListener
{
  public:
    /// Errors: NotFound, Refused (the address is in use, or not of this machine).
    static Result<TcpListener> Open(const TcpTarget& at);

    /// Errors: Closed when interrupted.
    Result<TcpStream> Accept(Interruption& interruption);
    std::string Address() const;

  private:
    explicit TcpListener(boost::asio::ip::tcp::acceptor acceptor);

    boost::asio::ip::tcp::acceptor m_acceptor;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_GATEWAY_TCP_STREAM_H
