#ifndef KWIK_TESTBED_REAL_HOST_H
#define KWIK_TESTBED_REAL_HOST_H

#include "protocol-core/host/host.h"
#include "protocol-core/quic/quic-endpoint.h"
#include "testbed/asio-environment.h"

#include <boost/asio/io_context.hpp>
#include <memory>

namespace kwik::testbed
{

struct RealHostOptions
{
    Address listen; ///< Port 0: any.
    EndpointConfig endpoint;
    QuicConfig quic;
    Acceptance acceptance;
    QuicTraces traces;
    UploadSink* uploads{nullptr}; ///< As HostParts::uploads; outlives the host.
    RealClock clock{};
    LoopObserver* loopObserver{nullptr}; ///< Outlives the host.
};

/// A Host on real sockets: the same objects that run inside ns-3.
class RealHost
{
  public:
    /// The references outlive the host. Errors: as Host::Open.
    static Result<std::unique_ptr<RealHost>> Open(boost::asio::io_context& loop,
                                                  const RealHostOptions& options,
                                                  EventSink& events,
                                                  const ContentSource& content);

    Host& Kwik();
    Instant Now() const;
    /// Whom it lets in from now on, besides the servers that it trusts.
    void OnSecurity(const SecurityConfig& security, const std::vector<ServerInfo>& directory);
    const QuicTotals& Totals() const;
    /// Where the host is, for what befalls it there.
    AsioEnvironment& Environment();

  private:
    RealHost(boost::asio::io_context& loop, const RealHostOptions& options);

    RealClock m_clock;
    AsioEnvironment m_environment;
    QuicEndpoint* m_carrier{nullptr}; ///< The host's.
    std::unique_ptr<Host> m_host;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_REAL_HOST_H
