#ifndef KWIK_TESTBED_BASELINE_SOCKET_CLIENT_H
#define KWIK_TESTBED_BASELINE_SOCKET_CLIENT_H

#include "experiment/run/run-world.h"
#include "testbed/baseline/download-client.h"
#include "testbed/baseline/download-report.h"
#include "testbed/baseline/stream-socket.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <optional>

namespace kwik::testbed
{

/// Connects by TCP or MPTCP and reads until it has everything. Each read is a delivery of its own:
/// what the kernel gives is what an application gets, in order.
class SocketClient final : public DownloadClient
{
  public:
    /// The references outlive the client.
    struct Parts
    {
        boost::asio::io_context& loop;
        const experiment::RunClock& clock;
        DownloadReport& report;
        experiment::TransportSpec transport;
        Address server;
        std::optional<Address>
            from; ///< Of a link, for the first subflow; else the kernel's choice.
    };

    explicit SocketClient(const Parts& parts);

    void Fetch() override;

  private:
    void Read();
    /// Throws std::runtime_error unless more than one path is used at some time.
    void LookAtSubflows();

    Parts m_parts;
    StreamSocket m_socket;
    std::array<std::byte, 65'536> m_bytes{};
    bool m_hasFurtherSubflows{false};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_SOCKET_CLIENT_H
