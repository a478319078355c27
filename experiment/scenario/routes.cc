#include "experiment/scenario/routes.h"

#include <map>
#include <set>
#include <vector>

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

} // namespace kwik::experiment
