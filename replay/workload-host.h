#ifndef KWIK_REPLAY_WORKLOAD_HOST_H
#define KWIK_REPLAY_WORKLOAD_HOST_H

#include "experiment/run/host-plan.h"
#include "experiment/run/run-world.h"
#include "protocol-core/host/upload-feed.h"
#include "protocol-core/quic/quic-endpoint.h"
#include "replay/host-audience.h"

#include <map>
#include <memory>
#include <string>

namespace kwik::replay
{

/// A client or server of a scenario in some environment, as a workload uses it: the object that is
/// recorded on the testbed, and built again to be told the same.
class WorkloadHost final : public experiment::HostPort,
                           private EventSink,
                           private Application,
                           private UploadSink
{
  public:
    /// The references outlive the host.
    struct Parts
    {
        Environment& env;
        const experiment::HostPlan& plan;
        HostAudience& audience;
        QuicTraces traces;
    };

    /// Opens its socket. Throws std::runtime_error when that cannot be.
    WorkloadHost(const Parts& parts, const std::string& name);

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

    HostAudience& m_audience;
    std::unique_ptr<Host> m_host;
    std::map<SessionStream, UploadFeed> m_feeds; ///< Of the uploads under way.
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_WORKLOAD_HOST_H
