#include "testbed/real-host.h"

namespace kwik::testbed
{

RealHost::RealHost(boost::asio::io_context& loop, const RealHostOptions& options)
    : m_clock(options.clock),
      m_environment(loop, m_clock, options.listen)
{
    m_environment.Observe(options.loopObserver);
}

Result<std::unique_ptr<RealHost>>
RealHost::Open(boost::asio::io_context& loop,
               const RealHostOptions& options,
               EventSink& events,
               const ContentSource& content)
{
    std::unique_ptr<RealHost> self(new RealHost(loop, options));
    AsioEnvironment& env = self->m_environment;
    const auto newCarrier = [&env, options, host = self.get()](const Address& local) {
        auto carrier =
            std::make_unique<QuicEndpoint>(QuicEndpointOptions{options.quic,
                                                               options.endpoint.key,
                                                               local,
                                                               options.acceptance,
                                                               options.traces,
                                                               CarrierSecurity(options.endpoint)},
                                           env,
                                           Prng(env.Seed("quic")));
        host->m_carrier = carrier.get();
        return carrier;
    };
    auto host = Host::Open({env, events, content, options.endpoint, newCarrier, options.uploads},
                           options.listen.port);
    if (!host.IsOk())
    {
        return host.Failure();
    }
    self->m_host = std::move(host.Value());
    return self;
}

void
RealHost::OnSecurity(const SecurityConfig& security, const std::vector<ServerInfo>& directory)
{
    EndpointConfig config;
    config.security = security;
    config.directory = directory;
    m_carrier->OnClients(security.clientKeys, CarrierSecurity(config).allowedClients);
}

const QuicTotals&
RealHost::Totals() const
{
    return m_carrier->Totals();
}

Host&
RealHost::Kwik()
{
    return *m_host;
}

AsioEnvironment&
RealHost::Environment()
{
    return m_environment;
}

Instant
RealHost::Now() const
{
    return m_environment.Now();
}

} // namespace kwik::testbed
