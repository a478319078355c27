#ifndef KWIK_TESTBED_BASELINE_IPERF3_H
#define KWIK_TESTBED_BASELINE_IPERF3_H

#include "experiment/run/run-world.h"
#include "experiment/scenario/transport-spec.h"
#include "testbed/baseline/download-client.h"
#include "testbed/baseline/download-report.h"
#include "testbed/baseline/download-server.h"
#include "testbed/baseline/tool-process.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <optional>

namespace kwik::testbed
{

/// `iperf3 -s`, for MPTCP under mptcpize. It is the client that asks for a congestion control.
class Iperf3Server final : public DownloadServer
{
  public:
    struct Parts
    {
        boost::asio::io_context& loop;
        experiment::TransportProtocol protocol;
        Address address;
    };

    explicit Iperf3Server(const Parts& parts);

    void Open(std::function<void()> onReady) override;

  private:
    void WaitUntilReady(std::function<void()> onReady);

    Parts m_parts;
    boost::asio::steady_timer m_timer;
    std::optional<ToolProcess> m_program;
};

/// `iperf3 -c --reverse`. What it got it says at the end, in parts of a tenth of a second; so its
/// report has the times of these parts, and no byte was looked at.
class Iperf3Client final : public DownloadClient
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
        std::optional<Address> from; ///< Of a link, for the first subflow.
    };

    explicit Iperf3Client(const Parts& parts);

    void Fetch() override;

  private:
    void OnEnd(const std::string& failure);

    Parts m_parts;
    std::filesystem::path m_said;
    Instant m_started;
    std::optional<ToolProcess> m_program;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_IPERF3_H
