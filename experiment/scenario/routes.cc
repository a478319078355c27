#include "experiment/scenario/routes.h"

#include <map>
#include <set>
#include <utility>

namespace kwik::experiment
{

namespace
{

std::map<std::string, std::vector<std::string>>
NeighboursOf(const Scenario& scenario)
{
    std::map<std::string, std::vector<std::string>> neighbours;
    for (const LinkSpec& link : scenario.links)
    {
        neighbours[link.between[0]].push_back(link.between[1]);
        neighbours[link.between[1]].push_back(link.between[0]);
    }
    return neighbours;
}

bool
DoesForward(const Scenario& scenario, const std::string& name)
{
    const HostSpec* host = FindHost(scenario, name);
    return host != nullptr && host->role == HostRole::Router;
}

} // namespace

bool
AreConnected(const Scenario& scenario, const std::string& from, const std::string& to)
{
    std::map<std::string, std::vector<std::string>> neighbours = NeighboursOf(scenario);
    std::set<std::string> reached{from};
    std::vector<std::string> toVisit{from};
    while (!toVisit.empty())
    {
        const std::string host = toVisit.back();
        toVisit.pop_back();
        if (host == to)
        {
            return true;
        }
        if (host != from && !DoesForward(scenario, host))
        {
            continue;
        }
        for (const std::string& next : neighbours[host])
        {
            if (reached.insert(next).second)
            {
                toVisit.push_back(next);
            }
        }
    }
    return false;
}

RouteDelays::RouteDelays(const Scenario& scenario)
    : m_edges(scenario.hosts.size())
{
    std::map<std::string, std::size_t> places;
    for (const HostSpec& host : scenario.hosts)
    {
        places.emplace(host.name, places.size());
        m_forwards.push_back(host.role == HostRole::Router);
    }
    for (const LinkSpec& link : scenario.links)
    {
        const std::size_t a = places.at(link.between[0]);
        const std::size_t b = places.at(link.between[1]);
        m_edges[a].push_back({b, link.delay});
        m_edges[b].push_back({a, link.delay});
    }
}

/// Dijkstra's algorithm.
std::vector<std::optional<Duration>>
RouteDelays::From(std::size_t host) const
{
    using Distance = std::pair<std::size_t, Duration>; // Links, then delay.
    std::vector<std::optional<Distance>> distances(m_edges.size());
    std::set<std::pair<Distance, std::size_t>> open{{Distance{}, host}};
    distances[host] = Distance{};
    while (!open.empty())
    {
        const auto [distance, near] = open.extract(open.begin()).value();
        if (near != host && !m_forwards[near])
        {
            continue;
        }
        for (const Edge& edge : m_edges[near])
        {
            const Distance reached{distance.first + 1, distance.second + edge.delay};
            std::optional<Distance>& known = distances[edge.to];
            if (!known || reached < *known)
            {
                known = reached;
                open.insert({reached, edge.to});
            }
        }
    }
    std::vector<std::optional<Duration>> delays;
    for (const std::optional<Distance>& distance : distances)
    {
        delays.push_back(distance ? std::optional(distance->second) : std::nullopt);
    }
    return delays;
}

} // namespace kwik::experiment
