#include "experiment/scenario/scenario.h"

#include "protocol-core/base/assert.h"

#include <algorithm>

namespace kwik::experiment
{

namespace
{

constexpr ByteCount IP_AND_UDP_HEADERS{28};
const std::vector<std::string> NONE;

std::vector<std::string>
ServerNames(const Scenario& scenario)
{
    std::vector<std::string> names;
    for (const std::size_t place : ServerPlaces(scenario))
    {
        names.push_back(scenario.hosts[place].name);
    }
    return names;
}

} // namespace

Transfer
TransferOf(const WorkloadSpec& work)
{
    if (work.upload)
    {
        const UploadSpec& upload = *work.upload;
        return {TransferDirection::Upload, upload.from, upload.to, upload.size, upload.at, {}};
    }
    KWIK_ASSERT(work.download);
    const DownloadSpec& download = *work.download;
    return {TransferDirection::Download,
            download.to,
            download.from,
            download.size,
            download.at,
            download.pace};
}

ByteCount
WorkloadSize(const Scenario& scenario)
{
    ByteCount size;
    for (const WorkloadSpec& work : scenario.workload)
    {
        size += work.arrivals ? ByteCount{} : TransferOf(work).size;
    }
    return size;
}

const HostSpec*
FindHost(const Scenario& scenario, std::string_view name)
{
    const auto found = std::find_if(scenario.hosts.begin(),
                                    scenario.hosts.end(),
                                    [name](const HostSpec& host) { return host.name == name; });
    return found == scenario.hosts.end() ? nullptr : &*found;
}

std::vector<std::size_t>
ServerPlaces(const Scenario& scenario)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < scenario.hosts.size(); ++i)
    {
        if (scenario.hosts[i].role == HostRole::Server)
        {
            places.push_back(i);
        }
    }
    return places;
}

const LinkSpec*
FindLink(const Scenario& scenario, const HostPair& hosts)
{
    const HostPair reversed{hosts[1], hosts[0]};
    const auto found =
        std::find_if(scenario.links.begin(), scenario.links.end(), [&](const LinkSpec& link) {
            return link.between == hosts || link.between == reversed;
        });
    return found == scenario.links.end() ? nullptr : &*found;
}

bool
IsBetweenRouters(const Scenario& scenario, const HostPair& hosts)
{
    return std::all_of(hosts.begin(), hosts.end(), [&scenario](const std::string& name) {
        const HostSpec* host = FindHost(scenario, name);
        return host != nullptr && host->role == HostRole::Router;
    });
}

std::vector<std::string>
DiscoveredServers(const Scenario& scenario)
{
    std::vector<std::string> servers;
    for (const DiscoverySpec& source : scenario.discovery)
    {
        const std::vector<std::string> named =
            source.nearest ? ServerNames(scenario) : source.staticServers.value_or(NONE);
        for (const std::string& server : named)
        {
            if (std::find(servers.begin(), servers.end(), server) == servers.end())
            {
                servers.push_back(server);
            }
        }
    }
    return servers;
}

ByteCount
LargestDatagram(const Scenario& scenario)
{
    ByteCount smallest{1500};
    if (!scenario.links.empty())
    {
        smallest =
            std::min_element(scenario.links.begin(),
                             scenario.links.end(),
                             [](const LinkSpec& a, const LinkSpec& b) { return a.mtu < b.mtu; })
                ->mtu;
    }
    return smallest - IP_AND_UDP_HEADERS;
}

} // namespace kwik::experiment
