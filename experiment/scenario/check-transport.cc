#include "experiment/metrics/metric-registry.h"
#include "experiment/scenario/check-context.h"
#include "experiment/scenario/check-metric.h"
#include "experiment/text/nearest-name.h"

#include <algorithm>
#include <utility>

namespace kwik::experiment
{

namespace
{

/// MPTCP has one peer: the machine at the other end of the links of all servers.
void
CheckLinksOfServers(const CheckContext& context, const std::string& path)
{
    const Scenario& scenario = context.Read();
    const std::string client = TransferOf(scenario.workload[0]).client;
    for (const std::string& server : DiscoveredServers(scenario))
    {
        if (context.IsSound("links") && FindLink(scenario, {client, server}) == nullptr)
        {
            context.Refuse(path,
                           "mptcp needs a link from " + Quoted(client) + " to each server, and " +
                               Quoted(server) + " has none");
        }
    }
}

void
CheckPaths(const CheckContext& context, const std::string& path, const TransportSpec& transport)
{
    if (transport.protocol == TransportProtocol::Mptcp)
    {
        if (transport.via)
        {
            context.Refuse(path + ".via", "mptcp goes over all paths; leave it out");
        }
        return CheckLinksOfServers(context, path);
    }
    if (!transport.via)
    {
        return context.Refuse(path, "over which path? Write 'via' and a server");
    }
    context.HostAt(path + ".via", *transport.via, HostRole::Server);
    if (transport.tool == TransportTool::Iperf3 && transport.protocol == TransportProtocol::Quic)
    {
        context.Refuse(path + ".tool", "iperf3 knows no quic");
    }
}

bool
IsOneDownload(const Scenario& scenario)
{
    return scenario.workload.size() == 1 && scenario.workload[0].download &&
           !scenario.workload[0].download->pace;
}

/// What other transports can be asked for, too.
void
CheckComparable(const CheckContext& context, const std::string& path)
{
    const Scenario& scenario = context.Read();
    const bool areLinks = std::all_of(scenario.timeline.begin(),
                                      scenario.timeline.end(),
                                      [](const TimelineEntry& entry) { return entry.link; });
    if (!areLinks && context.IsSound("timeline"))
    {
        context.Refuse(path,
                       "what befalls a host has no counterpart with other transports; only links "
                       "may change in 'timeline'");
    }
    if (!scenario.churn.empty() && context.IsSound("churn"))
    {
        context.Refuse(path, "with other transports nothing fails at random; leave out 'churn'");
    }
    if (scenario.validate)
    {
        context.Refuse(path, "other transports are not simulated; leave out 'validate'");
    }
}

void
CheckTraces(const CheckContext& context)
{
    const RecordSpec& record = context.Read().record;
    for (const auto& [isWanted, path] :
         {std::pair(record.qlog, "record.qlog"), std::pair(record.keylog, "record.keylog")})
    {
        if (isWanted)
        {
            context.Refuse(path, "other transports than Kwik write none; write 'no'");
        }
    }
}

void
CheckBeside(const CheckContext& context, const std::string& path, const BesideSpec& beside)
{
    if (!context.IsSound(path) || FindMetric(beside.metric.name) == nullptr)
    {
        return;
    }
    const MetricDefinition& metric = *FindMetric(beside.metric.name);
    if (beside.metric.span || metric.needsPathsAlone || metric.argument == MetricArgument::Server)
    {
        context.Refuse(path + ".metric",
                       "is not measured of other transports; one without a server and without a "
                       "span of time is, such as goodput");
    }
    CheckMetricCall(context, path + ".metric", beside.metric);
    CheckPaths(context, path + ".transport", beside.transport);
}

} // namespace

void
CheckTransport(const CheckContext& context, World world)
{
    const Scenario& scenario = context.Read();
    const std::string path = scenario.transport ? "transport" : "beside";
    if ((!scenario.transport && !scenario.beside) || !context.IsSound(path) ||
        !context.IsSound("workload"))
    {
        return;
    }
    if (!IsOneDownload(scenario))
    {
        return context.Refuse(path,
                              "other transports carry one download without a pace, and 'workload' "
                              "is something else");
    }
    CheckComparable(context, path);
    if (scenario.transport)
    {
        if (world == World::Simulation)
        {
            context.Refuse(path, "is not simulated; run this on the testbed");
        }
        CheckPaths(context, path, *scenario.transport);
        CheckTraces(context);
    }
    for (std::size_t i = 0; scenario.beside && i < scenario.beside->size(); ++i)
    {
        CheckBeside(context, PathOf("beside", i), (*scenario.beside)[i]);
    }
    if (scenario.beside && scenario.transport)
    {
        context.Refuse("beside", "compares Kwik, and 'transport' is something else");
    }
    if (scenario.beside && scenario.seeds < 2 && context.IsSound("seeds"))
    {
        context.Refuse("beside", "an interval needs 2 seeds or more");
    }
}

} // namespace kwik::experiment
