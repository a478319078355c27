#include "analysis/report/network-document.h"

#include "experiment/scenario/load-scenario.h"

namespace kwik::analysis
{

namespace
{

using experiment::Scenario;
using Json = nlohmann::ordered_json;

std::string_view
WordOf(experiment::HostRole role)
{
    switch (role)
    {
    case experiment::HostRole::Client:
        return "client";
    case experiment::HostRole::Server:
        return "server";
    case experiment::HostRole::Router:
        break;
    }
    return "router";
}

Json
HostsOf(const Scenario& scenario)
{
    Json hosts = Json::array();
    for (const experiment::HostSpec& host : scenario.hosts)
    {
        hosts.push_back({{"name", host.name},
                         {"role", WordOf(host.role)},
                         {"region", host.region.value_or("")}});
    }
    return hosts;
}

Json
LinksOf(const Scenario& scenario)
{
    Json links = Json::array();
    for (const experiment::LinkSpec& link : scenario.links)
    {
        links.push_back({{"between", link.between},
                         {"rate_bps", link.rate.bitsPerSecond},
                         {"delay_ns", link.delay.count()},
                         {"loss_ppm", link.loss.millionths}});
    }
    return links;
}

Json
TransfersOf(const Scenario& scenario)
{
    Json transfers = Json::array();
    for (const experiment::WorkloadSpec& work : scenario.workload)
    {
        if (work.arrivals)
        {
            continue;
        }
        const experiment::Transfer transfer = TransferOf(work);
        const bool isUpload = transfer.direction == experiment::TransferDirection::Upload;
        transfers.push_back({{"client", transfer.client},
                             {"primary", transfer.primary},
                             {"direction", isUpload ? "upload" : "download"},
                             {"size_bytes", transfer.size.value},
                             {"at_ns", transfer.at.count()}});
    }
    return transfers;
}

} // namespace

Json
NetworkDocument(const std::string& scenarioText)
{
    const auto loaded =
        experiment::ReadScenario(experiment::SourceText("scenario of the store", scenarioText));
    if (!loaded.scenario || !loaded.diagnostics.empty())
    {
        return {{"question", ""},
                {"hosts", Json::array()},
                {"links", Json::array()},
                {"transfers", Json::array()}};
    }
    const Scenario& scenario = *loaded.scenario;
    return {{"question", scenario.question},
            {"hosts", HostsOf(scenario)},
            {"links", LinksOf(scenario)},
            {"transfers", TransfersOf(scenario)}};
}

} // namespace kwik::analysis
