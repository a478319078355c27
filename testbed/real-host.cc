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
    const auto newCarrier = [&env, options](const Address& local) {
        return std::make_unique<QuicEndpoint>(
            QuicEndpointOptions{options.quic,
                                options.endpoint.key,
                                local,
                                options.acceptance,
                                options.traces,
                                CarrierSecurity(options.endpoint)},
            env,
            Prng(env.Seed("quic")));
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
