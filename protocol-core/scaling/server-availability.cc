#include "protocol-core/scaling/server-availability.h"

#include <algorithm>

namespace kwik
{

void
ServerAvailability::OnReached(const Address& server)
{
    m_servers[server].failures = 0;
}

void
ServerAvailability::OnFailed(Instant now, const Address& server)
{
    constexpr std::uint32_t FAILURES_MAX = REST_MAX / REST;
    Entry& entry = m_servers[server];
    entry.failures = std::min(entry.failures + 1, FAILURES_MAX);
    entry.restsUntil = std::max(entry.restsUntil, now + entry.failures * REST);
}

void
ServerAvailability::OnVain(Instant now, const Address& server)
{
    Entry& entry = m_servers[server];
    entry.restsUntil = std::max(entry.restsUntil, now + VAIN);
}

void
ServerAvailability::OnCapacity(const Address& server, BitRate capacity)
{
    m_servers[server].capacity = capacity;
}

bool
ServerAvailability::IsAvailable(Instant now, const Address& server) const
{
    const auto entry = m_servers.find(server);
    return entry == m_servers.end() || entry->second.restsUntil <= now;
}

std::optional<BitRate>
ServerAvailability::Expected(const Address& server) const
{
    const auto entry = m_servers.find(server);
    return entry == m_servers.end() ? std::nullopt : entry->second.capacity;
}

} // namespace kwik
