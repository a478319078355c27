// What a ClientSession does about a server that says that it ends soon: others take over what it
// carries, and its path is closed when it owes nothing any more. What only this server can do, it
// does until it is gone; then the path is lost like any other.
#include "protocol-core/session/client-session.h"

#include <algorithm>

namespace kwik
{

void
ClientSession::OnServerLeaving(Instant now, PathId id)
{
    const Address server = m_paths.at(id).path.Server();
    if (m_steering.OnLeaving(server))
    {
        m_actions.Push(Event(ServerLeaving{m_identity.handle, id, server}));
        m_failover.OnLeaving(now, server);
    }
}

void
ClientSession::SettleLeaving(Instant now)
{
    // The primary is where uploads arrive, and the one who answers.
    const bool needsPrimary = m_uploads.HasOpenStreams() || m_duplex.HasStreams();
    std::vector<Address> leaving;
    for (const auto& [id, record] : m_paths)
    {
        const Address& server = record.path.Server();
        const bool isTold = m_steering.IsLeaving(server) && !m_steering.IsDraining(server);
        if (isTold && record.path.State() == PathState::Active &&
            !(needsPrimary && server == m_primary))
        {
            leaving.push_back(server);
        }
    }
    if (leaving.empty())
    {
        return;
    }
    const bool isIdle = !needsPrimary && !m_downloads.HasOpenStreams();
    const bool hasOthers = std::any_of(m_paths.begin(), m_paths.end(), [this](const auto& entry) {
        const PathRecord& record = entry.second;
        const Address& server = record.path.Server();
        return record.isCarrier && record.path.State() == PathState::Active &&
               !m_steering.IsLeaving(server) && !m_steering.IsDraining(server);
    });
    for (const Address& server : leaving)
    {
        if (isIdle || hasOthers)
        {
            m_steering.OnReplaced(now, server);
        }
    }
}

} // namespace kwik
