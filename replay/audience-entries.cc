#include "replay/audience-entries.h"

namespace kwik::replay
{

void
AudienceEntries::OnEvent(Instant now, const kwik::Event& event)
{
    OnEntry({.kind = EntryKind::Event,
             .at = now,
             .text = std::string(KindOf(event)),
             .blob = DetailOf(event)});
}

void
AudienceEntries::OnDelivered(Instant now,
                             const SessionStream& stream,
                             const SharedBytes& bytes,
                             StreamFinish finish)
{
    OnEntry({.kind = EntryKind::Delivered,
             .flag = static_cast<std::uint8_t>(finish),
             .at = now,
             .session = stream.session.value,
             .stream = stream.stream.value,
             .size = bytes.Size(),
             .digest = DigestOf(bytes.View())});
}

void
AudienceEntries::OnRefused(Instant now, const SessionStream& stream)
{
    OnEntry({.kind = EntryKind::Refused,
             .at = now,
             .session = stream.session.value,
             .stream = stream.stream.value});
}

void
AudienceEntries::OnUploaded(Instant now,
                            const UploadSink::Upload& upload,
                            const SharedBytes& bytes,
                            StreamFinish finish)
{
    OnEntry({.kind = EntryKind::Uploaded,
             .flag = static_cast<std::uint8_t>(finish),
             .at = now,
             .session = upload.session.value,
             .stream = upload.stream.value,
             .size = bytes.Size(),
             .digest = DigestOf(bytes.View()),
             .text = upload.content});
}

void
AudienceEntries::OnUploadFinished(Instant now, const SessionStream& upload)
{
    OnEntry({.kind = EntryKind::UploadFinished,
             .at = now,
             .session = upload.session.value,
             .stream = upload.stream.value});
}

void
AudienceEntries::OnSessionEnded(Instant now, SessionHandle session, SessionEnd end)
{
    OnEntry({.kind = EntryKind::SessionEnded,
             .flag = static_cast<std::uint8_t>(end),
             .at = now,
             .session = session.value});
}

} // namespace kwik::replay
