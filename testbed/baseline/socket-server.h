#ifndef KWIK_TESTBED_BASELINE_SOCKET_SERVER_H
#define KWIK_TESTBED_BASELINE_SOCKET_SERVER_H

#include "experiment/workload/generated-content.h"
#include "protocol-core/base/bytes.h"
#include "testbed/baseline/download-server.h"
#include "testbed/baseline/stream-socket.h"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

namespace kwik::testbed
{

/// Sends a content to the first who connects, by TCP or MPTCP, and says no more.
class SocketServer final : public DownloadServer
{
  public:
    struct Parts
    {
        boost::asio::io_context& loop;
        experiment::TransportSpec transport;
        Address address;
        std::string content; ///< That GeneratedContent knows.
    };

    explicit SocketServer(const Parts& parts);

    void Open(std::function<void()> onReady) override;

  private:
    void SendMore();

    Parts m_parts;
    GeneratedContent m_source;
    ByteCount m_sent;
    SharedBytes m_block;
    boost::asio::basic_socket_acceptor<StreamProtocol> m_acceptor;
    std::optional<StreamSocket> m_client;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_SOCKET_SERVER_H
