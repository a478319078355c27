#include "testbed/host/scenario-host.h"

#include <stdexcept>

namespace kwik::testbed
{

ScenarioHost::ScenarioHost(const Parts& parts,
                           const std::string& name,
                           const std::optional<Recording>& recording)
    : m_observer(parts.observer),
      m_id(parts.plan.IdOf(name)),
      m_env(parts.loop, parts.clock, parts.plan.AddressOf(name))
{
    m_env.Observe(&parts.loopObserver);
    const replay::WorkloadHost::Parts inner{m_env, parts.plan, *this, parts.traces};
    if (recording)
    {
        m_recorded =
            std::make_unique<replay::RecordedHost>(inner, recording->header, recording->record);
    }
    else
    {
        m_host = std::make_unique<replay::WorkloadHost>(inner, name);
    }
}

void
ScenarioHost::Serve(experiment::WorkloadPlayer& player)
{
    m_player = &player;
}

experiment::HostPort&
ScenarioHost::Port()
{
    if (m_recorded)
    {
        return *m_recorded;
    }
    return *m_host;
}

void
ScenarioHost::Rebind()
{
    if (!m_env.Rebind())
    {
        throw std::runtime_error("cannot open another port");
    }
    if (m_recorded)
    {
        m_recorded->NoteRebound(m_env.Now());
    }
}

void
ScenarioHost::Move(const Address& address)
{
    if (!m_env.Move(address))
    {
        throw std::runtime_error("cannot move to " + ToString(address));
    }
}

void
ScenarioHost::OnEvent(Instant now, const Event& event)
{
    m_observer.OnEvent({now, m_id}, event);
}

void
ScenarioHost::OnDelivered(Instant,
                          const SessionStream& stream,
                          const SharedBytes& bytes,
                          StreamFinish finish)
{
    m_player->OnDelivery(m_id, stream, bytes.View(), finish);
}

void
ScenarioHost::OnRefused(Instant, const SessionStream&)
{
}

void
ScenarioHost::OnUploaded(Instant,
                         const UploadSink::Upload& upload,
                         const SharedBytes& bytes,
                         StreamFinish finish)
{
    m_player->OnUploaded(m_id, upload.content, bytes.View(), finish);
}

void
ScenarioHost::OnUploadFinished(Instant, const SessionStream& upload)
{
    m_player->OnUploadFinished(m_id, upload);
}

void
ScenarioHost::OnSessionEnded(Instant, SessionHandle session, SessionEnd end)
{
    m_player->OnSessionEnd(m_id, session, end);
}

} // namespace kwik::testbed
