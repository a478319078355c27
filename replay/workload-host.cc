#include "replay/workload-host.h"

#include <stdexcept>

namespace kwik::replay
{

namespace
{

CarrierFactory
QuicFor(const WorkloadHost::Parts& parts, const EndpointConfig& endpoint, experiment::HostRole role)
{
    QuicEndpointOptions options{parts.plan.Quic(),
                                endpoint.key,
                                {},
                                role == experiment::HostRole::Server ? Acceptance::Accept
                                                                     : Acceptance::Refuse,
                                parts.traces,
                                CarrierSecurity(endpoint)};
    return [&env = parts.env, options](const Address& local) mutable {
        options.local = local;
        return std::make_unique<QuicEndpoint>(options, env, Prng(env.Seed("quic")));
    };
}

} // namespace

WorkloadHost::WorkloadHost(const Parts& parts, const std::string& name)
    : m_audience(parts.audience)
{
    const experiment::HostSpec& spec = parts.plan.SpecOf(parts.plan.IdOf(name));
    const EndpointConfig endpoint = parts.plan.EndpointOf(spec);
    const Address listen = parts.plan.AddressOf(name);
    auto opened = Host::Open({parts.env,
                              *this,
                              parts.plan.ContentOf(spec),
                              endpoint,
                              QuicFor(parts, endpoint, spec.role),
                              this},
                             listen.port);
    if (!opened.IsOk())
    {
        throw std::runtime_error("cannot open " + ToString(listen) + ": " +
                                 std::string(opened.Failure().where));
    }
    m_host = std::move(opened.Value());
}

SessionHandle
WorkloadHost::Dial(const ServerInfo& primary)
{
    return m_host->Dial(primary, *this);
}

StreamId
WorkloadHost::OpenStream(SessionHandle session, const std::string& content)
{
    return m_host->OpenStream(session, content);
}

void
WorkloadHost::ReadUpTo(const SessionStream& stream, ByteCount limit)
{
    m_host->ReadUpTo(stream, limit);
}

StreamId
WorkloadHost::StartUpload(SessionHandle session,
                          const ContentSource& source,
                          const std::string& content)
{
    const SessionStream upload{session, m_host->OpenUpload(session, content)};
    m_feeds.emplace(upload, UploadFeed{*m_host, upload, source, content}).first->second.Feed();
    return upload.stream;
}

void
WorkloadHost::CloseSession(SessionHandle session)
{
    m_host->CloseSession(session);
}

SessionReport
WorkloadHost::Report(SessionHandle session) const
{
    return m_host->Report(session);
}

void
WorkloadHost::OnEvent(Instant now, const Event& event)
{
    m_audience.OnEvent(now, event);
}

void
WorkloadHost::OnStreamBytes(Instant now,
                            SessionStream stream,
                            const SharedBytes& bytes,
                            StreamFinish finish)
{
    m_audience.OnDelivered(now, stream, bytes, finish);
}

void
WorkloadHost::OnStreamRefused(Instant now, SessionStream stream)
{
    m_audience.OnRefused(now, stream);
}

void
WorkloadHost::OnSessionEnded(Instant now, SessionHandle session, SessionEnd end)
{
    m_audience.OnSessionEnded(now, session, end);
}

void
WorkloadHost::OnUploadWritable(Instant, SessionStream upload)
{
    if (const auto feed = m_feeds.find(upload); feed != m_feeds.end())
    {
        feed->second.Feed();
    }
}

void
WorkloadHost::OnUploadFinished(Instant now, SessionStream upload)
{
    m_feeds.erase(upload);
    m_audience.OnUploadFinished(now, upload);
}

void
WorkloadHost::OnUploadBytes(Instant now,
                            const Upload& upload,
                            const SharedBytes& bytes,
                            StreamFinish finish)
{
    m_audience.OnUploaded(now, upload, bytes, finish);
}

} // namespace kwik::replay
