#include "experiment/scenario/transfer-routes.h"

#include <algorithm>
#include <map>
#include <set>

namespace kwik::experiment
{

namespace
{

/// The links on the way to a host, and what makes one way better than another.
struct Way
{
    std::size_t hops = 0;
    Duration delay{};
    std::vector<const LinkSpec*> links;

    bool IsBetterThan(const Way& other) const
    {
        return hops != other.hops ? hops < other.hops : delay < other.delay;
    }
};

bool
MayPassOn(const Scenario& scenario, const std::string& name, const std::string& start)
{
    const HostSpec* host = FindHost(scenario, name);
    return name == start || (host != nullptr && host->role == HostRole::Router);
}

/// Bellman's relaxation, until no way gets better. Nothing when there is none.
std::optional<Way>
BestWay(const Scenario& scenario, const std::string& from, const std::string& to)
{
    std::map<std::string, Way> ways{{from, {}}};
    const auto relax = [&](const LinkSpec& link, const std::string& near, const std::string& far) {
        if (!ways.contains(near) || !MayPassOn(scenario, near, from))
        {
            return false;
        }
        Way way = ways.at(near);
        ++way.hops;
        way.delay += link.delay;
        way.links.push_back(&link);
        const bool isBetter = !ways.contains(far) || way.IsBetterThan(ways.at(far));
        if (isBetter)
        {
            ways.insert_or_assign(far, std::move(way));
        }
        return isBetter;
    };
    for (bool hasChanged = true; hasChanged;)
    {
        hasChanged = false;
        for (const LinkSpec& link : scenario.links)
        {
            hasChanged |= relax(link, link.between[0], link.between[1]);
            hasChanged |= relax(link, link.between[1], link.between[0]);
        }
    }
    const auto best = ways.find(to);
    return best == ways.end() ? std::nullopt : std::optional(best->second);
}

/// The links over one server, in order; none when it cannot be reached.
std::vector<const LinkSpec*>
LinksOver(const Scenario& scenario, const Transfer& transfer, const std::string& server)
{
    const std::optional<Way> there = BestWay(scenario, transfer.client, server);
    const std::optional<Way> onwards = BestWay(scenario, server, transfer.primary);
    if (!there || (transfer.direction == TransferDirection::Upload && !onwards))
    {
        return {};
    }
    std::vector<const LinkSpec*> links = there->links;
    if (transfer.direction == TransferDirection::Download)
    {
        return links;
    }
    links.insert(links.end(), onwards->links.begin(), onwards->links.end());
    return links;
}

} // namespace

std::optional<std::vector<TransferRoute>>
TransferRoutes(const Scenario& scenario, const Transfer& transfer)
{
    std::vector<std::string> servers = DiscoveredServers(scenario);
    std::erase(servers, transfer.primary);
    servers.insert(servers.begin(), transfer.primary);
    std::vector<TransferRoute> routes;
    std::set<const LinkSpec*> taken;
    for (const std::string& server : servers)
    {
        const std::vector<const LinkSpec*> links = LinksOver(scenario, transfer, server);
        if (links.empty())
        {
            continue;
        }
        TransferRoute route{server, links.front()->rate, {}, 0};
        for (const LinkSpec* link : links)
        {
            if (!taken.insert(link).second)
            {
                return std::nullopt;
            }
            route.rate = std::min(route.rate, link->rate);
            route.delay += link->delay;
            const double arriving = 1 - static_cast<double>(link->loss.millionths) / 1e6;
            route.loss = 1 - (1 - route.loss) * arriving;
        }
        routes.push_back(route);
    }
    return routes;
}

} // namespace kwik::experiment
