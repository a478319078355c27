#include "experiment/scenario/check-context.h"
#include "experiment/scenario/routes.h"
#include "experiment/text/nearest-name.h"

namespace kwik::experiment
{

namespace
{

constexpr std::int64_t MOST_ARRIVALS = 1'000'000;

void
CheckConnection(const CheckContext& context,
                const std::string& path,
                const HostPair& hosts,
                const std::string& purpose = "")
{
    if (context.IsSound("links") && context.IsSound("hosts") &&
        !AreConnected(context.Read(), hosts[0], hosts[1]))
    {
        context.Refuse(path,
                       "no links lead from " + Quoted(hosts[0]) + " to " + Quoted(hosts[1]) +
                           purpose + "; only routers forward");
    }
}

/// What holds for every transfer, at @p path.
void
CheckTransfer(const CheckContext& context, const Transfer& transfer, const std::string& path)
{
    const bool isUpload = transfer.direction == TransferDirection::Upload;
    const HostSpec* server =
        context.HostAt(path + (isUpload ? ".to" : ".from"), transfer.primary, HostRole::Server);
    const HostSpec* client =
        context.HostAt(path + (isUpload ? ".from" : ".to"), transfer.client, HostRole::Client);
    if (server != nullptr && client != nullptr)
    {
        CheckConnection(context, path, {transfer.client, transfer.primary});
    }
    if (transfer.at >= context.Read().duration && context.IsSound("duration") &&
        context.IsSound(path))
    {
        context.Refuse(context.IsWritten(path + ".at") ? path + ".at" : path,
                       TimeText(transfer.at) + " is not before the end of the run at " +
                           TimeText(context.Read().duration));
    }
}

void
CheckContent(const CheckContext& context, const std::string& primary, const std::string& path)
{
    const HostSpec* server = FindHost(context.Read(), primary);
    if (server != nullptr && server->role == HostRole::Server &&
        server->content == HostContent::None && context.IsSound("hosts"))
    {
        context.Refuse(path,
                       Quoted(server->name) + " has 'content: none'; the primary needs 'all'");
    }
}

/// A server without content must reach the primaries that it fetches from, and one that carries
/// uploads those that it passes them to.
void
CheckRelays(const CheckContext& context, const Transfer& transfer)
{
    for (const std::string& name : DiscoveredServers(context.Read()))
    {
        const HostSpec* host = FindHost(context.Read(), name);
        const HostSpec* origin = FindHost(context.Read(), transfer.primary);
        if (host == nullptr || origin == nullptr || name == transfer.primary)
        {
            continue;
        }
        if (transfer.direction == TransferDirection::Upload)
        {
            CheckConnection(context,
                            "hosts." + name,
                            {name, transfer.primary},
                            ", where it passes uploads on to");
        }
        else if (host->content == HostContent::None)
        {
            CheckConnection(context, "hosts." + name + ".content", {name, transfer.primary});
        }
    }
}

void
CheckArrivals(const CheckContext& context, const ArrivalsSpec& arrivals, const std::string& path)
{
    const Duration end = arrivals.at + arrivals.lasting;
    if (end >= context.Read().duration && context.IsSound("duration") && context.IsSound(path))
    {
        context.Refuse(path + ".for",
                       "the last may arrive at " + TimeText(end) +
                           ", which is not before the end of the run at " +
                           TimeText(context.Read().duration));
        return;
    }
    if (arrivals.every > Duration{} && arrivals.lasting / arrivals.every > MOST_ARRIVALS)
    {
        context.Refuse(path + ".every",
                       "about " + std::to_string(arrivals.lasting / arrivals.every) +
                           " downloads; allowed: " + std::to_string(MOST_ARRIVALS));
    }
}

void
CheckWork(const CheckContext& context, const WorkloadSpec& work, const std::string& path)
{
    if (work.arrivals && !work.download && !work.upload)
    {
        CheckArrivals(context, *work.arrivals, path + ".arrivals");
        return;
    }
    if (work.arrivals || work.download.has_value() == work.upload.has_value())
    {
        return; // Reported already.
    }
    const Transfer transfer = TransferOf(work);
    const std::string name = path + (work.upload ? ".upload" : ".download");
    CheckTransfer(context, transfer, name);
    if (work.download)
    {
        CheckContent(context, transfer.primary, name + ".from");
    }
    CheckRelays(context, transfer);
}

} // namespace

void
CheckWorkload(const CheckContext& context)
{
    const std::vector<WorkloadSpec>& workload = context.Read().workload;
    for (std::size_t i = 0; i < workload.size(); ++i)
    {
        CheckWork(context, workload[i], PathOf("workload", i));
    }
}

} // namespace kwik::experiment
