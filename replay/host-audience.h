#ifndef KWIK_REPLAY_HOST_AUDIENCE_H
#define KWIK_REPLAY_HOST_AUDIENCE_H

#include "protocol-core/host/host.h"

namespace kwik::replay
{

/// Who is told what a host of a scenario does for its application. It must not call back.
class HostAudience
{
  public:
    virtual void OnEvent(Instant now, const Event& event) = 0;
    virtual void OnDelivered(Instant now,
                             const SessionStream& stream,
                             const SharedBytes& bytes,
                             StreamFinish finish) = 0;
    virtual void OnRefused(Instant now, const SessionStream& stream) = 0;
    virtual void OnUploaded(Instant now,
                            const UploadSink::Upload& upload,
                            const SharedBytes& bytes,
                            StreamFinish finish) = 0;
    virtual void OnUploadFinished(Instant now, const SessionStream& upload) = 0;
    virtual void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) = 0;

  protected:
    ~HostAudience() = default;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_HOST_AUDIENCE_H
