#include "testbed/kwikd/status-server.h"

#include <algorithm>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace kwik::testbed
{

namespace
{

using boost::asio::ip::tcp;

constexpr std::string_view HEAD_END = "\r\n\r\n";
constexpr std::string_view PLAIN = "text/plain; charset=utf-8";

std::string_view
ReasonOf(int code)
{
    switch (code)
    {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 431:
        return "Request Header Fields Too Large";
    default:
        return "Service Unavailable";
    }
}

std::string
ToText(const StatusAnswer& answer, bool hasBody)
{
    return fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}"
                       "Connection: close\r\n\r\n{}",
                       answer.code,
                       ReasonOf(answer.code),
                       answer.type,
                       answer.body.size(),
                       answer.code == 405 ? "Allow: GET, HEAD\r\n" : "",
                       hasBody ? answer.body : "");
}

tcp::endpoint
EndpointOf(const Address& address)
{
    boost::asio::ip::address_v4::bytes_type bytes{};
    std::copy_n(address.ip.begin() + 12, bytes.size(), bytes.begin());
    return {boost::asio::ip::address_v4(bytes), address.port};
}

} // namespace

std::string
AnswerTo(std::string_view head, const StatusServer::Answerer& answerer)
{
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    const bool isRequest = first != std::string_view::npos && last > first + 1 && first > 0 &&
                           line.substr(last + 1).starts_with("HTTP/1.") && line[first + 1] == '/';
    if (!isRequest)
    {
        return ToText({400, PLAIN, "not a request of HTTP/1.1\n"}, true);
    }
    const std::string_view method = line.substr(0, first);
    if (method != "GET" && method != "HEAD")
    {
        return ToText({405, PLAIN, "GET or HEAD\n"}, true);
    }
    const std::string_view target = line.substr(first + 1, last - first - 1);
    return ToText(answerer(std::string(target.substr(0, target.find('?')))), method == "GET");
}

struct StatusServer::Connection
{
    Connection(boost::asio::io_context& loop, StatusServer& owner)
        : server(owner),
          isServerAlive(owner.m_isAlive),
          socket(loop),
          patience(loop)
    {
    }

    ~Connection()
    {
        if (*isServerAlive)
        {
            server.OnEnded();
        }
    }

    StatusServer& server;
    std::shared_ptr<bool> isServerAlive;
    tcp::socket socket;
    boost::asio::steady_timer patience;
    std::string request;
    std::string answer;
};

StatusServer::StatusServer(boost::asio::io_context& loop, const Address& at, Answerer answerer)
    : m_loop(loop),
      m_acceptor(loop, EndpointOf(at)),
      m_answerer(std::move(answerer)),
      m_isAlive(std::make_shared<bool>(true))
{
    Accept();
}

StatusServer::~StatusServer()
{
    *m_isAlive = false;
}

Address
StatusServer::LocalAddress() const
{
    const tcp::endpoint local = m_acceptor.local_endpoint();
    return Ipv4(local.address().to_v4().to_uint(), local.port());
}

void
StatusServer::Accept()
{
    if (m_isAccepting || m_open >= CONNECTIONS_MAX)
    {
        return;
    }
    m_isAccepting = true;
    m_open += 1;
    auto connection = std::make_shared<Connection>(m_loop, *this);
    m_acceptor.async_accept(
        connection->socket,
        [this, isAlive = m_isAlive, connection](const boost::system::error_code& error) mutable {
            if (!*isAlive || error == boost::asio::error::operation_aborted)
            {
                return;
            }
            m_isAccepting = false;
            if (!error)
            {
                Read(std::move(connection));
            }
            connection.reset();
            Accept();
        });
}

void
StatusServer::Read(std::shared_ptr<Connection> connection)
{
    connection->patience.expires_after(PATIENCE);
    connection->patience.async_wait(
        [weak = std::weak_ptr(connection)](const boost::system::error_code& error) {
            const auto late = weak.lock();
            if (!error && late)
            {
                boost::system::error_code ignored;
                late->socket.close(ignored);
            }
        });
    Connection& self = *connection;
    boost::asio::async_read_until(
        self.socket,
        boost::asio::dynamic_buffer(self.request, REQUEST_MAX),
        HEAD_END,
        [this, connection = std::move(connection)](const boost::system::error_code& error,
                                                   std::size_t) mutable {
            if (!*connection->isServerAlive || (error && error != boost::asio::error::not_found))
            {
                return;
            }
            connection->answer = error ? ToText({431, PLAIN, "too long\n"}, true)
                                       : AnswerTo(connection->request, m_answerer);
            Answer(std::move(connection));
        });
}

void
StatusServer::Answer(std::shared_ptr<Connection> connection)
{
    Connection& self = *connection;
    boost::asio::async_write(
        self.socket,
        boost::asio::buffer(self.answer),
        [connection = std::move(connection)](const boost::system::error_code&, std::size_t) {
            boost::system::error_code ignored;
            connection->socket.shutdown(tcp::socket::shutdown_both, ignored);
        });
}

void
StatusServer::OnEnded()
{
    m_open -= 1;
    Accept();
}

} // namespace kwik::testbed
