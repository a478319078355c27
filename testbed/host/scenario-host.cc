#include "testbed/host/scenario-host.h"

#include <stdexcept>

namespace kwik::testbed
{

ScenarioHost::ScenarioHost(const Parts& parts, const std::string& name)
    : m_parts(parts),
      m_id(parts.plan.IdOf(name))
{
    const experiment::HostSpec& spec = parts.plan.SpecOf(m_id);
    RealHostOptions options;
    options.listen = parts.plan.AddressOf(name);
    options.endpoint = parts.plan.EndpointOf(spec);
    options.quic = parts.plan.Quic();
    options.acceptance =
        spec.role == experiment::HostRole::Server ? Acceptance::Accept : Acceptance::Refuse;
    options.traces = parts.traces;
    options.uploads = this;
    options.clock = parts.clock;
    options.loopObserver = &parts.loopObserver;
    auto opened = RealHost::Open(parts.loop, options, *this, parts.plan.ContentOf(spec));
    if (!opened.IsOk())
    {
        throw std::runtime_error("cannot open " + ToString(options.listen) + ": " +
                                 std::string(opened.Failure().where));
    }
    m_host = std::move(opened.Value());
}

void
ScenarioHost::Serve(experiment::WorkloadPlayer& player)
{
    m_player = &player;
}

void
ScenarioHost::Rebind()
{
    if (!m_host->Environment().Rebind())
    {
        throw std::runtime_error("cannot open another port");
    }
}

void
ScenarioHost::Move(const Address& address)
{
    if (!m_host->Environment().Move(address))
    {
        throw std::runtime_error("cannot move to " + ToString(address));
    }
}

SessionHandle
ScenarioHost::Dial(const ServerInfo& primary)
{
    return m_host->Kwik().Dial(primary, *this);
}

StreamId
ScenarioHost::OpenStream(SessionHandle session, const std::string& content)
{
    return m_host->Kwik().OpenStream(session, content);
}

void
ScenarioHost::ReadUpTo(const SessionStream& stream, ByteCount limit)
{
    m_host->Kwik().ReadUpTo(stream, limit);
}

StreamId
ScenarioHost::StartUpload(SessionHandle session,
                          const ContentSource& source,
                          const std::string& content)
{
    Host& host = m_host->Kwik();
    const SessionStream upload{session, host.OpenUpload(session, content)};
    m_feeds.emplace(upload, UploadFeed{host, upload, source, content}).first->second.Feed();
    return upload.stream;
}

void
ScenarioHost::CloseSession(SessionHandle session)
{
    m_host->Kwik().CloseSession(session);
}

SessionReport
ScenarioHost::Report(SessionHandle session) const
{
    return m_host->Kwik().Report(session);
}

void
ScenarioHost::OnEvent(Instant now, const Event& event)
{
    m_parts.observer.OnEvent({now, m_id}, event);
}

void
ScenarioHost::OnStreamBytes(Instant,
                            SessionStream stream,
                            const SharedBytes& bytes,
                            StreamFinish finish)
{
    m_player->OnDelivery(m_id, stream, bytes.View(), finish);
}

void
ScenarioHost::OnStreamRefused(Instant, SessionStream)
{
}

void
ScenarioHost::OnSessionEnded(Instant, SessionHandle session, SessionEnd end)
{
    m_player->OnSessionEnd(m_id, session, end);
}

void
ScenarioHost::OnUploadWritable(Instant, SessionStream upload)
{
    if (const auto feed = m_feeds.find(upload); feed != m_feeds.end())
    {
        feed->second.Feed();
    }
}

void
ScenarioHost::OnUploadFinished(Instant, SessionStream upload)
{
    m_feeds.erase(upload);
    m_player->OnUploadFinished(m_id, upload);
}

void
ScenarioHost::OnUploadBytes(Instant,
                            const Upload& upload,
                            const SharedBytes& bytes,
                            StreamFinish finish)
{
    m_player->OnUploaded(m_id, upload.content, bytes.View(), finish);
}

} // namespace kwik::testbed
