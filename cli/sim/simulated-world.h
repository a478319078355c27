#ifndef KWIK_CLI_SIM_SIMULATED_WORLD_H
#define KWIK_CLI_SIM_SIMULATED_WORLD_H

#include "experiment/run/run-world.h"
#include "model/kwik-application.h"

#include <ns3/ptr.h>

namespace kwik::sim
{

/// The time of ns-3's simulator.
class SimulatedClock final : public experiment::RunClock
{
  public:
    Instant Now() const override;
    void After(Duration delay, std::function<void()> what) override;
};

/// The host of an ns-3 node.
class ApplicationPort final : public experiment::HostPort
{
  public:
    explicit ApplicationPort(ns3::Ptr<ns3::kwiklab::KwikApplication> application);

    SessionHandle Dial(const ServerInfo& primary) override;
    StreamId OpenStream(SessionHandle session, const std::string& content) override;
    void ReadUpTo(const SessionStream& stream, ByteCount limit) override;
    StreamId StartUpload(SessionHandle session,
                         const ContentSource& source,
                         const std::string& content) override;
    void CloseSession(SessionHandle session) override;
    SessionReport Report(SessionHandle session) const override;

  private:
    ns3::Ptr<ns3::kwiklab::KwikApplication> m_application;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIMULATED_WORLD_H
