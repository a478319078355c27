#include "experiment/scenario/check-context.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <map>
#include <set>

namespace kwik::experiment
{

namespace
{

const std::vector<std::string> NONE;

void
CheckTags(const CheckContext& context)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i < context.Read().tags.size(); ++i)
    {
        const std::string& tag = context.Read().tags[i];
        if (!tag.empty() && !seen.insert(tag).second)
        {
            context.Refuse(PathOf("tags", i), Quoted(tag) + " is listed twice");
        }
    }
}

void
CheckRoles(const CheckContext& context)
{
    const std::vector<HostSpec>& hosts = context.Read().hosts;
    const auto has = [&hosts](HostRole role) {
        return std::any_of(hosts.begin(), hosts.end(), [role](const HostSpec& host) {
            return host.role == role;
        });
    };
    if (!context.IsSound("hosts") || !context.IsSound("network"))
    {
        return;
    }
    if (hosts.empty() && context.IsWritten("workload") && !context.IsWritten("network"))
    {
        context.Refuse("hosts", "there are none; name them here, or have a 'network' made");
    }
    if (hosts.empty())
    {
        return;
    }
    if (!has(HostRole::Client))
    {
        context.Refuse("hosts", "there is no client; give one host the 'role: client'");
    }
    if (!has(HostRole::Server))
    {
        context.Refuse("hosts", "there is no server; give one host the 'role: server'");
    }
    for (const HostSpec& host : hosts)
    {
        if (host.role != HostRole::Server && host.content)
        {
            context.Refuse("hosts." + host.name + ".content",
                           "only a server has content; remove the key");
        }
    }
}

/// @return the names of the hosts that a link ends at
std::set<std::string>
CheckLinks(const CheckContext& context)
{
    std::set<std::string> linked;
    std::map<std::set<std::string>, std::string> pairs;
    for (std::size_t i = 0; i < context.Read().links.size(); ++i)
    {
        const HostPair& between = context.Read().links[i].between;
        const std::string path = PathOf("links", i) + ".between";
        context.HostAt(PathOf(path, 0), between[0]);
        context.HostAt(PathOf(path, 1), between[1]);
        linked.insert(between.begin(), between.end());
        if (between[0].empty() || between[1].empty())
        {
            continue;
        }
        if (between[0] == between[1])
        {
            context.Refuse(path, "a link joins two different hosts");
            continue;
        }
        const auto [first, isNew] = pairs.emplace(std::set(between.begin(), between.end()), path);
        if (!isNew)
        {
            context.Refuse(path,
                           "these hosts are linked in line " +
                               std::to_string(context.LineOf(first->second)) +
                               " already; allowed: one link between two hosts");
        }
    }
    return linked;
}

void
CheckDiscovery(const CheckContext& context)
{
    std::map<std::string, std::string> seen;
    const std::vector<DiscoverySpec>& sources = context.Read().discovery;
    for (std::size_t i = 0; i < sources.size(); ++i)
    {
        const std::vector<std::string> named = sources[i].staticServers.value_or(NONE);
        for (std::size_t j = 0; j < named.size(); ++j)
        {
            const std::string& server = named[j];
            const std::string path = PathOf(PathOf("discovery", i) + ".static", j);
            context.HostAt(path, server, HostRole::Server);
            if (!server.empty() && !seen.emplace(server, path).second)
            {
                context.Refuse(path, Quoted(server) + " is listed twice");
            }
        }
    }
}

void
CheckLinkClass(const CheckContext& context, const LinkClassSpec& links, const std::string& path)
{
    if (links.rate[0] > links.rate[1] && context.IsSound(path + ".rate"))
    {
        context.Refuse(path + ".rate", "the first value is the least, the second the most");
    }
    if (links.delay[0] > links.delay[1] && context.IsSound(path + ".delay"))
    {
        context.Refuse(path + ".delay", "the first value is the least, the second the most");
    }
}

/// What a rule makes must not have the names that the file has.
void
CheckNames(const CheckContext& context)
{
    std::set<std::string> seen;
    for (const HostSpec& host : context.Read().hosts)
    {
        if (!seen.insert(host.name).second && context.IsWritten("hosts." + host.name))
        {
            context.Refuse("hosts." + host.name, "the network has a host of this name");
        }
    }
}

} // namespace

void
CheckNetwork(const CheckContext& context)
{
    const std::optional<TransitStubSpec>& network = context.Read().network;
    if (network)
    {
        CheckLinkClass(context, network->backbone, "network.backbone");
        CheckLinkClass(context, network->regional, "network.regional");
        CheckLinkClass(context, network->servers.link, "network.servers.link");
        CheckLinkClass(context, network->clients.link, "network.clients.link");
    }
}

void
CheckTopology(const CheckContext& context)
{
    CheckTags(context);
    CheckNames(context);
    CheckRoles(context);
    const std::set<std::string> linked = CheckLinks(context);
    CheckDiscovery(context);
    if (!context.IsSound("links") || !context.IsSound("network"))
    {
        return;
    }
    for (const HostSpec& host : context.Read().hosts)
    {
        if (!linked.contains(host.name) && context.IsSound("hosts." + host.name))
        {
            context.Refuse("hosts." + host.name, "no link ends at this host");
        }
    }
}

} // namespace kwik::experiment
