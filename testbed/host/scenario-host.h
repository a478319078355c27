#ifndef KWIK_TESTBED_HOST_SCENARIO_HOST_H
#define KWIK_TESTBED_HOST_SCENARIO_HOST_H

#include "experiment/run/host-plan.h"
#include "experiment/run/run-observer.h"
#include "experiment/run/run-world.h"
#include "experiment/run/workload-player.h"
#include "protocol-core/host/upload-feed.h"
#include "testbed/loop-observer.h"
#include "testbed/real-host.h"

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>

namespace kwik::testbed
{

/// A client or server of a scenario on real sockets, as a workload uses it.
class ScenarioHost final : public experiment::HostPort,
                           private EventSink,
                           private Application,
                           private UploadSink
{
  public:
    /// The references outlive the host.
    struct Parts
    {
        boost::asio::io_context& loop;
        const RealClock& clock;
        const experiment::HostPlan& plan;
        experiment::RunObserver& observer;
        LoopObserver& loopObserver;
        QuicTraces traces;
    };

    /// Opens its socket. Throws std::runtime_error when that cannot be.
    ScenarioHost(const Parts& parts, const std::string& name);

    /// Who wants to know what is delivered; before the loop runs.
    void Serve(experiment::WorkloadPlayer& player);

    /// Throw std::runtime_error when the kernel refuses.
    void Rebind();
    void Move(const Address& address);

    SessionHandle Dial(const ServerInfo& primary) override;
    StreamId OpenStream(SessionHandle session, const std::string& content) override;
    void ReadUpTo(const SessionStream& stream, ByteCount limit) override;
    StreamId StartUpload(SessionHandle session,
                         const ContentSource& source,
                         const std::string& content) override;
    void CloseSession(SessionHandle session) override;
    SessionReport Report(SessionHandle session) const override;

  private:
    void OnEvent(Instant now, const Event& event) override;
    void OnStreamBytes(Instant now,
                       SessionStream stream,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;
    void OnStreamRefused(Instant now, SessionStream stream) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;
    void OnUploadWritable(Instant now, SessionStream upload) override;
    void OnUploadFinished(Instant now, SessionStream upload) override;
    void OnUploadBytes(Instant now,
                       const Upload& upload,
                       const SharedBytes& bytes,
                       StreamFinish finish) override;

    Parts m_parts;
    experiment::HostId m_id;
    experiment::WorkloadPlayer* m_player{nullptr};
    std::unique_ptr<RealHost> m_host;
    std::map<SessionStream, UploadFeed> m_feeds; ///< Of the uploads under way.
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_SCENARIO_HOST_H
