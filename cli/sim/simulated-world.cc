#include "cli/sim/simulated-world.h"

#include "model/ns3-time.h"

#include <ns3/simulator.h>

#include <utility>

namespace kwik::sim
{

Instant
SimulatedClock::Now() const
{
    return ns3::kwiklab::SimulatedNow();
}

void
SimulatedClock::After(Duration delay, std::function<void()> what)
{
    ns3::Simulator::Schedule(ns3::kwiklab::ToTime(delay), [what = std::move(what)] { what(); });
}

ApplicationPort::ApplicationPort(ns3::Ptr<ns3::kwiklab::KwikApplication> application)
    : m_application(std::move(application))
{
}

SessionHandle
ApplicationPort::Dial(const ServerInfo& primary)
{
    return m_application->Dial(primary);
}

StreamId
ApplicationPort::OpenStream(SessionHandle session, const std::string& content)
{
    return m_application->OpenStream(session, content);
}

void
ApplicationPort::ReadUpTo(const SessionStream& stream, ByteCount limit)
{
    m_application->ReadUpTo(stream, limit);
}

StreamId
ApplicationPort::StartUpload(SessionHandle session,
                             const ContentSource& source,
                             const std::string& content)
{
    return m_application->StartUpload(session, source, content);
}

void
ApplicationPort::CloseSession(SessionHandle session)
{
    m_application->CloseSession(session);
}

SessionReport
ApplicationPort::Report(SessionHandle session) const
{
    return m_application->Report(session);
}

} // namespace kwik::sim
