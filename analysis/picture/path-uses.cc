#include "analysis/picture/path-uses.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

namespace kwik::analysis
{

namespace
{

/// The word is that of kwik::PathState in the store.
PathUse
UseIn(const std::string& state)
{
    if (state == "active")
    {
        return PathUse::Active;
    }
    if (state == "degraded")
    {
        return PathUse::Degraded;
    }
    const bool isOnTheWay =
        state == "initializing" || state == "connecting" || state == "handshaking";
    return isOnTheWay ? PathUse::Connecting : PathUse::None;
}

/// All paths of all clients to one server.
class ServerPaths
{
  public:
    explicit ServerPaths(std::string name)
        : m_name(std::move(name))
    {
    }

    const std::string& Name() const
    {
        return m_name;
    }

    const std::vector<UseChange>& Uses() const
    {
        return m_uses;
    }

    void OnStateChanged(const experiment::EventRow& event, const nlohmann::json& detail)
    {
        m_paths[{event.node, detail.value("session", 0U), detail.value("path", 0U)}] =
            UseIn(detail.value("to", ""));
        PathUse best = PathUse::None;
        for (const auto& [path, use] : m_paths)
        {
            best = std::max(best, use);
        }
        if (m_uses.empty() || m_uses.back().use != best)
        {
            m_uses.push_back({event.at, best});
        }
    }

  private:
    using PathKey = std::tuple<std::string, unsigned, unsigned>; ///< Client, session and path.

    std::string m_name;
    std::map<PathKey, PathUse> m_paths;
    std::vector<UseChange> m_uses;
};

ServerPaths&
PathsOf(std::vector<ServerPaths>& servers, const std::string& name)
{
    const auto found = std::find_if(servers.begin(), servers.end(), [&name](const auto& server) {
        return server.Name() == name;
    });
    return found == servers.end() ? servers.emplace_back(name) : *found;
}

} // namespace

std::vector<std::pair<std::string, std::vector<UseChange>>>
PathUsesOf(const std::vector<experiment::EventRow>& events)
{
    std::vector<ServerPaths> servers;
    for (const experiment::EventRow& event : events)
    {
        if (event.kind != "path_state_changed")
        {
            continue;
        }
        const nlohmann::json detail = nlohmann::json::parse(event.detail);
        const std::string name = event.subject.empty() ? detail.value("server", "") : event.subject;
        PathsOf(servers, name).OnStateChanged(event, detail);
    }
    std::vector<std::pair<std::string, std::vector<UseChange>>> uses;
    for (const ServerPaths& server : servers)
    {
        uses.push_back({server.Name(), server.Uses()});
    }
    return uses;
}

} // namespace kwik::analysis
