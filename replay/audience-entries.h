#ifndef KWIK_REPLAY_AUDIENCE_ENTRIES_H
#define KWIK_REPLAY_AUDIENCE_ENTRIES_H

#include "replay/host-audience.h"
#include "replay/record-entry.h"

namespace kwik::replay
{

/// Says in the entries of a record what a host tells its audience, for who writes them down and for
/// who compares them.
class AudienceEntries : public HostAudience
{
  public:
    void OnEvent(Instant now, const kwik::Event& event) override;
    void OnDelivered(Instant now,
                     const SessionStream& stream,
                     const SharedBytes& bytes,
                     StreamFinish finish) override;
    void OnRefused(Instant now, const SessionStream& stream) override;
    void OnUploaded(Instant now,
                    const UploadSink::Upload& upload,
                    const SharedBytes& bytes,
                    StreamFinish finish) override;
    void OnUploadFinished(Instant now, const SessionStream& upload) override;
    void OnSessionEnded(Instant now, SessionHandle session, SessionEnd end) override;

  protected:
    ~AudienceEntries() = default;

  private:
    virtual void OnEntry(const Entry& entry) = 0;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_AUDIENCE_ENTRIES_H
