#include "experiment/scenario/check-context.h"
#include "experiment/scenario/routes.h"
#include "experiment/text/nearest-name.h"

namespace kwik::experiment
{

namespace
{

void
CheckConnection(const CheckContext& context, const std::string& path, const HostPair& hosts)
{
    if (context.IsSound("links") && context.IsSound("hosts") &&
        !AreConnected(context.Read(), hosts[0], hosts[1]))
    {
        context.Refuse(path,
                       "no links lead from " + Quoted(hosts[0]) + " to " + Quoted(hosts[1]) +
                           "; only routers forward");
    }
}

void
CheckDownload(const CheckContext& context, const DownloadSpec& download, const std::string& path)
{
    const HostSpec* server = context.HostAt(path + ".from", download.from, HostRole::Server);
    const HostSpec* client = context.HostAt(path + ".to", download.to, HostRole::Client);
    if (server != nullptr && server->content == HostContent::None && context.IsSound("hosts"))
    {
        context.Refuse(path + ".from",
                       Quoted(server->name) + " has 'content: none'; the primary needs 'all'");
    }
    if (server != nullptr && client != nullptr)
    {
        CheckConnection(context, path, {download.to, download.from});
    }
    if (download.at >= context.Read().duration && context.IsSound("duration") &&
        context.IsSound(path))
    {
        context.Refuse(context.IsWritten(path + ".at") ? path + ".at" : path,
                       TimeText(download.at) + " is not before the end of the run at " +
                           TimeText(context.Read().duration));
    }
}

/// A server without content must reach the primaries that it fetches from.
void
CheckPullThrough(const CheckContext& context, const std::string& primary)
{
    for (const std::string& name : DiscoveredServers(context.Read()))
    {
        const HostSpec* host = FindHost(context.Read(), name);
        const HostSpec* origin = FindHost(context.Read(), primary);
        const bool pulls = host != nullptr && host->content == HostContent::None && name != primary;
        if (pulls && origin != nullptr)
        {
            CheckConnection(context, "hosts." + name + ".content", {name, primary});
        }
    }
}

} // namespace

void
CheckWorkload(const CheckContext& context)
{
    const std::vector<WorkloadSpec>& workload = context.Read().workload;
    for (std::size_t i = 0; i < workload.size(); ++i)
    {
        CheckDownload(context, workload[i].download, PathOf("workload", i) + ".download");
        CheckPullThrough(context, workload[i].download.from);
    }
}

} // namespace kwik::experiment
