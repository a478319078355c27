#ifndef KWIK_TESTBED_KWIKD_STATUS_SERVER_H
#define KWIK_TESTBED_KWIKD_STATUS_SERVER_H

#include "protocol-core/base/address.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kwik::testbed
{

struct StatusAnswer
{
    int code;
    std::string_view type; ///< Content-Type.
    std::string body;
};

/**
 * Answers GET and HEAD over HTTP/1.1, one request a connection, on the loop of the server.
 *
 * Bounds: CONNECTIONS_MAX at once, others wait to be accepted; REQUEST_MAX bytes of a request, and
 * PATIENCE for the whole of it with its answer. What is no HTTP hears 400.
 */
class StatusServer
{
  public:
    static constexpr std::size_t CONNECTIONS_MAX = 16;
    static constexpr std::size_t REQUEST_MAX = 8U << 10;
    static constexpr std::chrono::seconds PATIENCE{5};

    /// The answer to a path without its query.
    using Answerer = std::function<StatusAnswer(const std::string& path)>;

    /// Throws boost::system::system_error when @p at cannot be listened on.
    StatusServer(boost::asio::io_context& loop, const Address& at, Answerer answerer);
    ~StatusServer();

    Address LocalAddress() const;

  private:
    struct Connection;

    void Accept();
    void Read(std::shared_ptr<Connection> connection);
    void Answer(std::shared_ptr<Connection> connection);
    void OnEnded();

    boost::asio::io_context& m_loop;
    boost::asio::ip::tcp::acceptor m_acceptor;
    Answerer m_answerer;
    std::size_t m_open{0};
    bool m_isAccepting{false};
    std::shared_ptr<bool> m_isAlive; ///< Shared with handlers that may outlive the server.
};

/// What is answered to the head of a request, up to its empty line; whole, as it is sent.
std::string AnswerTo(std::string_view head, const StatusServer::Answerer& answerer);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_KWIKD_STATUS_SERVER_H
