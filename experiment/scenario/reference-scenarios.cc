#include "experiment/scenario/reference-scenarios.h"

#include "experiment/scenario/routes.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

/// How finely it is known what had arrived when.
constexpr Duration ARRIVALS_EVERY = std::chrono::milliseconds(1);

std::vector<std::string>
ServersOf(const Scenario& scenario)
{
    std::vector<std::string> servers = DiscoveredServers(scenario);
    for (const WorkloadSpec& work : scenario.workload)
    {
        const std::string primary = TransferOf(work).primary;
        if (std::find(servers.begin(), servers.end(), primary) == servers.end())
        {
            servers.push_back(primary);
        }
    }
    return servers;
}

bool
IsReachedByAll(const Scenario& scenario, const std::string& server)
{
    return std::all_of(scenario.workload.begin(),
                       scenario.workload.end(),
                       [&](const WorkloadSpec& work) {
                           return AreConnected(scenario, TransferOf(work).client, server);
                       });
}

Scenario
Alone(Scenario scenario, const std::string& server)
{
    scenario.title = "Only " + server + ": " + scenario.title;
    scenario.discovery.assign(1, {.staticServers = {{server}}});
    for (WorkloadSpec& work : scenario.workload)
    {
        (work.upload ? work.upload->to : work.download->from) = server;
    }
    for (HostSpec& host : scenario.hosts)
    {
        if (host.name == server)
        {
            host.content = HostContent::All;
        }
    }
    scenario.kwik.session.paths.min = 1;
    scenario.kwik.session.paths.max = 1;
    scenario.timeline.clear();
    scenario.expect.clear();
    scenario.record.sampleEvery = ARRIVALS_EVERY;
    scenario.record.pcap = false;
    scenario.record.qlog = false;
    scenario.record.keylog = false;
    return scenario;
}

} // namespace

std::vector<ReferenceScenario>
EachPathAlone(const Scenario& scenario)
{
    std::vector<ReferenceScenario> references;
    for (const std::string& server : ServersOf(scenario))
    {
        if (IsReachedByAll(scenario, server))
        {
            references.push_back({server, Alone(scenario, server)});
        }
    }
    return references;
}

} // namespace kwik::experiment
