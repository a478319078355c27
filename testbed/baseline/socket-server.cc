#include "testbed/baseline/socket-server.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace kwik::testbed
{

namespace
{

constexpr ByteCount BLOCK{65'536};

} // namespace

SocketServer::SocketServer(const Parts& parts)
    : m_parts(parts),
      m_acceptor(parts.loop)
{
}

void
SocketServer::Open(std::function<void()> onReady)
{
    m_acceptor.open(ProtocolOf(m_parts.transport.protocol));
    ChooseControl(m_acceptor.native_handle(), m_parts.transport.control);
    m_acceptor.bind(EndpointOf(m_parts.address));
    m_acceptor.listen();
    m_acceptor.async_accept([this](boost::system::error_code error, StreamSocket client) {
        if (!error)
        {
            m_client.emplace(std::move(client));
            ChooseControl(m_client->native_handle(), m_parts.transport.control);
            SendMore();
        }
    });
    onReady();
}

void
SocketServer::SendMore()
{
    const ByteCount left = *m_source.SizeOf(m_parts.content) - m_sent;
    if (left == ByteCount{})
    {
        return m_client->shutdown(StreamSocket::shutdown_send);
    }
    m_block = m_source.Read(m_parts.content, m_sent, std::min(left, BLOCK));
    m_sent += ByteCount{m_block.View().size()};
    boost::asio::async_write(*m_client,
                             boost::asio::buffer(m_block.View().data(), m_block.View().size()),
                             [this](boost::system::error_code error, std::size_t) {
                                 // A client that is gone has said why, or is not to.
                                 if (!error)
                                 {
                                     SendMore();
                                 }
                             });
}

} // namespace kwik::testbed
