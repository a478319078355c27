#ifndef KWIK_TESTBED_BASELINE_QUIC_SERVER_H
#define KWIK_TESTBED_BASELINE_QUIC_SERVER_H

#include "experiment/scenario/transport-spec.h"
#include "protocol-core/base/address.h"
#include "testbed/baseline/download-server.h"
#include "testbed/baseline/tool-process.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <string>

namespace kwik::testbed
{

/// The name of the content in its folder, and in the client's.
inline constexpr const char* QUIC_OBJECT = "object";

/// gtlsserver, with the content as a file.
class QuicServer final : public DownloadServer
{
  public:
    struct Parts
    {
        boost::asio::io_context& loop;
        experiment::TransportControl control;
        Address address;
        std::string content; ///< That GeneratedContent knows.
    };

    explicit QuicServer(const Parts& parts);

    void Open(std::function<void()> onReady) override;

  private:
    void WaitUntilReady(std::function<void()> onReady);

    Parts m_parts;
    boost::asio::steady_timer m_timer;
    std::optional<ToolProcess> m_program;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_BASELINE_QUIC_SERVER_H
