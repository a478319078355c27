// The part of Host that serves: what its operator wants of it while it runs.
#include "protocol-core/host/host.h"

namespace kwik
{

void
Host::Leave()
{
    const Instant now = m_parts.env.Now();
    m_endpoint.OnLeaving(now);
    Pump(now);
}

void
Host::EndServing()
{
    m_endpoint.EndServing();
    Pump(m_parts.env.Now());
}

ServedPaths
Host::Served() const
{
    return m_endpoint.Served();
}

void
Host::OnTerms(const ServerTerms& terms)
{
    const Instant now = m_parts.env.Now();
    m_endpoint.OnTerms(now, terms);
    Pump(now);
}

} // namespace kwik
