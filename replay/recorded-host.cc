#include "replay/recorded-host.h"

namespace kwik::replay
{

namespace
{

/// GnuTLS draws from the world before the host makes its first key.
SeededWorld&
Used(SeededWorld& world)
{
    UseTlsWorld(world);
    return world;
}

} // namespace

RecordedHost::RecordedHost(const WorkloadHost::Parts& parts,
                           const RecordHeader& header,
                           RecordWriter& record)
    : m_audience(parts.audience),
      m_record(record),
      m_world(header),
      m_env(parts.env, record, Used(m_world)),
      m_host({m_env, parts.plan, *this, parts.traces}, header.host)
{
}

void
RecordedHost::NoteRebound(Instant now)
{
    m_record.Append({.kind = EntryKind::Rebound, .at = now});
}

SessionHandle
RecordedHost::Dial(const ServerInfo& primary)
{
    m_record.Append({.kind = EntryKind::Dial,
                     .peer = primary.address,
                     .text = primary.region,
                     .blob = std::string(AsText(primary.pin))});
    const SessionHandle session = m_host.Dial(primary);
    Returned(session.value);
    return session;
}

StreamId
RecordedHost::OpenStream(SessionHandle session, const std::string& content)
{
    m_record.Append({.kind = EntryKind::OpenStream, .session = session.value, .text = content});
    const StreamId stream = m_host.OpenStream(session, content);
    Returned(stream.value);
    return stream;
}

void
RecordedHost::ReadUpTo(const SessionStream& stream, ByteCount limit)
{
    m_record.Append({.kind = EntryKind::ReadUpTo,
                     .session = stream.session.value,
                     .stream = stream.stream.value,
                     .size = limit.value});
    m_host.ReadUpTo(stream, limit);
}

StreamId
RecordedHost::StartUpload(SessionHandle session,
                          const ContentSource& source,
                          const std::string& content)
{
    m_record.Append({.kind = EntryKind::StartUpload, .session = session.value, .text = content});
    const StreamId upload = m_host.StartUpload(session, source, content);
    Returned(upload.value);
    return upload;
}

void
RecordedHost::CloseSession(SessionHandle session)
{
    m_record.Append({.kind = EntryKind::CloseSession, .session = session.value});
    m_host.CloseSession(session);
}

SessionReport
RecordedHost::Report(SessionHandle session) const
{
    return m_host.Report(session); // Changes nothing, so it is no input.
}

void
RecordedHost::OnEvent(Instant now, const kwik::Event& event)
{
    AudienceEntries::OnEvent(now, event);
    m_audience.OnEvent(now, event);
}

void
RecordedHost::OnDelivered(Instant now,
                          const SessionStream& stream,
                          const SharedBytes& bytes,
                          StreamFinish finish)
{
    AudienceEntries::OnDelivered(now, stream, bytes, finish);
    m_audience.OnDelivered(now, stream, bytes, finish);
}

void
RecordedHost::OnRefused(Instant now, const SessionStream& stream)
{
    AudienceEntries::OnRefused(now, stream);
    m_audience.OnRefused(now, stream);
}

void
RecordedHost::OnUploaded(Instant now,
                         const UploadSink::Upload& upload,
                         const SharedBytes& bytes,
                         StreamFinish finish)
{
    AudienceEntries::OnUploaded(now, upload, bytes, finish);
    m_audience.OnUploaded(now, upload, bytes, finish);
}

void
RecordedHost::OnUploadFinished(Instant now, const SessionStream& upload)
{
    AudienceEntries::OnUploadFinished(now, upload);
    m_audience.OnUploadFinished(now, upload);
}

void
RecordedHost::OnSessionEnded(Instant now, SessionHandle session, SessionEnd end)
{
    AudienceEntries::OnSessionEnded(now, session, end);
    m_audience.OnSessionEnded(now, session, end);
}

void
RecordedHost::OnEntry(const Entry& entry)
{
    m_record.Append(entry);
}

void
RecordedHost::Returned(std::uint64_t id)
{
    m_record.Append({.kind = EntryKind::Returned, .size = id});
}

} // namespace kwik::replay
