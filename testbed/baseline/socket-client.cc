#include "testbed/baseline/socket-client.h"

#include <boost/asio/buffer.hpp>
#include <stdexcept>

namespace kwik::testbed
{

namespace
{

void
Demand(boost::system::error_code error, const std::string& what)
{
    if (error)
    {
        throw std::runtime_error(what + ": " + error.message());
    }
}

} // namespace

SocketClient::SocketClient(const Parts& parts)
    : m_parts(parts),
      m_socket(parts.loop)
{
}

void
SocketClient::Fetch()
{
    m_parts.report.OnStart(m_parts.clock.Now());
    m_socket.open(ProtocolOf(m_parts.transport.protocol));
    ChooseControl(m_socket.native_handle(), m_parts.transport.control);
    if (m_parts.from)
    {
        m_socket.bind(EndpointOf(*m_parts.from));
    }
    m_socket.async_connect(EndpointOf(m_parts.server), [this](boost::system::error_code error) {
        Demand(error, "cannot connect");
        Read();
    });
}

void
SocketClient::Read()
{
    m_socket.async_read_some(
        boost::asio::buffer(m_bytes),
        [this](boost::system::error_code error, std::size_t count) {
            Demand(error, "the connection ended before all had come");
            LookAtSubflows();
            m_parts.report.OnBytes(m_parts.clock.Now(), ByteView(m_bytes.data(), count));
            if (!m_parts.report.IsOver())
            {
                return Read();
            }
            if (m_parts.from && !m_hasFurtherSubflows)
            {
                throw std::runtime_error("MPTCP used one path only, so it is none of MPTCP's runs");
            }
        });
}

void
SocketClient::LookAtSubflows()
{
    if (m_parts.from && !m_hasFurtherSubflows)
    {
        m_hasFurtherSubflows = FurtherSubflows(m_socket.native_handle()) > 0;
    }
}

} // namespace kwik::testbed
