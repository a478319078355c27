// What a ClientSession does about servers that break the rules: it tells, and goes on without them.
#include "protocol-core/session/client-session.h"
#include "protocol-core/session/path-causes.h"

#include <algorithm>

namespace kwik
{

void
ClientSession::Report(PathId id, Violation kind, std::string_view detail)
{
    const Address server = m_paths.at(id).path.Server();
    m_actions.Push(Event(SecurityViolation{id, server, kind, std::string(detail)}));
}

void
ClientSession::Violate(Instant now, PathId id, Violation kind, std::string_view detail)
{
    Report(id, kind, detail);
    if (kind != Violation::KcpDuplicate) // Which is dropped, and that is all.
    {
        m_paths.at(id).hasViolated = true;
        m_paths.at(id).path.CloseFor(now, kind, detail);
    }
}

void
ClientSession::OnCarrierClosed(Instant now, PathId id, const CarrierClosed& closed)
{
    PathRecord& record = m_paths.at(id);
    if (closed.violation)
    {
        record.hasViolated = true;
        Report(id, *closed.violation, closed.farewell.reason);
    }
    const bool isTokenBad =
        closed.cause == CarrierCloseCause::PeerClosed && IsAboutToken(closed.farewell.code);
    if (isTokenBad && record.path.Server() == m_primary)
    {
        m_servers.at(*m_primary).token.clear(); // It is worth nothing any more: start anew.
    }
    record.path.OnClosed(now, isTokenBad ? PathCause::Refused : CauseOf(closed.cause));
}

bool
ClientSession::IsAllowedServer(const ServerInfo& info) const
{
    const auto& allowed = m_config.allowedServers;
    return allowed.empty() || info.address == m_primary ||
           std::find(allowed.begin(), allowed.end(), info.pin) != allowed.end();
}

} // namespace kwik
