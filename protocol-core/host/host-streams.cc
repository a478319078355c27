// The part of Host that is about streams in both directions.
#include "protocol-core/host/host.h"

namespace kwik
{

StreamId
Host::OpenDuplex(SessionHandle session, std::string service)
{
    const Instant now = m_parts.env.Now();
    const StreamId stream = m_endpoint.OpenDuplex(now, session, std::move(service));
    Pump(now);
    return stream;
}

ByteCount
Host::Write(const ServedStream& stream, const SharedBytes& bytes, StreamFinish finish)
{
    const Instant now = m_parts.env.Now();
    const ByteCount taken = m_endpoint.Write(now, stream, bytes, finish);
    Pump(now);
    return taken;
}

void
Host::Consume(const DuplexStream& stream, ByteCount bytes)
{
    const Instant now = m_parts.env.Now();
    m_endpoint.Consume(now, stream, bytes);
    Pump(now);
}

void
Host::Reset(const DuplexStream& stream, ResetCause cause)
{
    const Instant now = m_parts.env.Now();
    m_endpoint.Reset(now, stream, cause);
    Pump(now);
}

ByteCount
Host::Room(const DuplexStream& stream) const
{
    return m_endpoint.Room(stream);
}

} // namespace kwik
