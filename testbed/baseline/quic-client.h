#ifndef KWIK_TESTBED_BASELINE_QUIC_CLIENT_H
#define KWIK_TESTBED_BASELINE_QUIC_CLIENT_H

#include "experiment/run/run-world.h"
#include "experiment/scenario/transport-spec.h"
#include "testbed/baseline/download-client.h"
#include "testbed/baseline/download-report.h"
#include "testbed/baseline/tool-process.h"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <optional>

namespace kwik::testbed
{

/// gtlsclient, which "saves" the object to a pipe that is read here, so that it is seen when the
/// application gets each byte. The start of the program counts as part of the download.
class QuicClient final : public DownloadClient
{
  public:
    /// The references outlive the client.
    struct Parts
    {
        boost::asio::io_context& loop;
        const experiment::RunClock& clock;
        DownloadReport& report;
        experiment::TransportControl control;
        Address server;
    };

    explicit QuicClient(const Parts& parts);

    void Fetch() override;

  private:
    void WaitForBytes();
    /// All that is in the pipe.
    void Read();
    void OnEnd(const std::string& failure);

    Parts m_parts;
    std::filesystem::path m_folder;
    boost::asio::posix::stream_descriptor m_pipe;
    std::array<std::byte, 65'536> m_bytes{};
    std::optional<ToolProcess> m_program;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_QUIC_CLIENT_H
