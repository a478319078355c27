#include "protocol-core/session/session-view.h"

#include <algorithm>

namespace kwik
{

namespace
{

constexpr std::uint64_t BITS_PER_MEGABIT = 1'000'000;

} // namespace

const SessionView::Server*
SessionView::Find(const Address& server) const
{
    const auto entry = std::find_if(servers.begin(), servers.end(), [&server](const Server& known) {
        return known.address == server;
    });
    return entry == servers.end() ? nullptr : &*entry;
}

bool
SessionView::IsActive(const Address& server) const
{
    const Server* known = Find(server);
    return known != nullptr && known->state == PathState::Active;
}

std::size_t
SessionView::ActivePaths() const
{
    return static_cast<std::size_t>(
        std::count_if(servers.begin(), servers.end(), [](const Server& server) {
            return server.state == PathState::Active;
        }));
}

std::size_t
SessionView::OpenPaths() const
{
    return static_cast<std::size_t>(
        std::count_if(servers.begin(), servers.end(), [](const Server& server) {
            return server.state.has_value();
        }));
}

std::uint64_t
SessionView::Megabits() const
{
    std::uint64_t bits = 0;
    for (const Server& server : servers)
    {
        bits += server.state == PathState::Active ? server.rate.bitsPerSecond : 0;
    }
    return bits / BITS_PER_MEGABIT;
}

} // namespace kwik
