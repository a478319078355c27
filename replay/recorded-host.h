#ifndef KWIK_REPLAY_RECORDED_HOST_H
#define KWIK_REPLAY_RECORDED_HOST_H

#include "replay/audience-entries.h"
#include "replay/record-writer.h"
#include "replay/recording-environment.h"
#include "replay/workload-host.h"

#include <string>

namespace kwik::replay
{

/// A WorkloadHost of which a record is written: all it is told and all it does. One a process, as
/// GnuTLS has one source of randomness.
class RecordedHost final : public experiment::HostPort, private AudienceEntries
{
  public:
    /// The references outlive the host. Throws as WorkloadHost.
    RecordedHost(const WorkloadHost::Parts& parts,
                 const RecordHeader& header,
                 RecordWriter& record);

    /// The socket has another port, which nobody tells the host.
    void NoteRebound(Instant now);

    SessionHandle Dial(const ServerInfo& primary) override;
    StreamId OpenStream(SessionHandle session, const std::string& content) override;
    void ReadUpTo(const SessionStream& stream, ByteCount limit) override;
    StreamId StartUpload(SessionHandle session,
                         const ContentSource& source,
                         const std::string& content) override;
    void CloseSession(SessionHandle session) override;
    SessionReport Report(SessionHandle session) const override;

  private:
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
    void OnEntry(const Entry& entry) override;
    void Returned(std::uint64_t id);

    HostAudience& m_audience;
    RecordWriter& m_record;
    SeededWorld m_world;
    RecordingEnvironment m_env;
    WorkloadHost m_host;
};

} // namespace kwik::replay

#endif // KWIK_REPLAY_RECORDED_HOST_H
