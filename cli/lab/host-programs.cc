#include "cli/lab/host-programs.h"

#include "cli/this-program.h"
#include "testbed/lab/tool-path.h"

#include <cerrno>
#include <stdexcept>
#include <sys/wait.h>

namespace kwik::lab
{

namespace
{

using experiment::HostRole;
using experiment::Scenario;

/// More than any scenario has links.
constexpr const char* MOST_SUBFLOWS = "8";

/// `ip mptcp ...` on a host.
void
ConfigureMptcp(testbed::Lab& lab, std::size_t host, std::vector<std::string> words)
{
    const auto program = testbed::FindTool("ip");
    if (!program)
    {
        throw std::runtime_error("there is no program ip, which opens MPTCP's paths");
    }
    std::string whole = "ip mptcp";
    for (const std::string& word : words)
    {
        whole += " " + word;
    }
    words.insert(words.begin(), {*program, "mptcp"});
    const pid_t process = lab.Spawn(host, {words, {}});
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR)
    {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    {
        throw std::runtime_error("'" + whole + "' failed");
    }
}

std::size_t
PlaceOf(const Scenario& scenario, const std::string& host)
{
    return static_cast<std::size_t>(experiment::FindHost(scenario, host) - scenario.hosts.data());
}

} // namespace

std::vector<std::string>
HostsWithPrograms(const Scenario& scenario)
{
    if (scenario.transport)
    {
        return {experiment::TransferOf(scenario.workload.at(0)).client,
                experiment::PeerOf(scenario)};
    }
    std::vector<std::string> hosts;
    for (const experiment::HostSpec& host : scenario.hosts)
    {
        if (host.role != HostRole::Router)
        {
            hosts.push_back(host.name);
        }
    }
    return hosts;
}

std::vector<std::string>
ProgramOf(const Scenario& scenario, const LabRunOptions& options, std::uint64_t restarts)
{
    const std::string name = scenario.transport ? "kwiklab-baseline" : "kwiklab-host";
    std::vector<std::string> arguments{(cli::ThisProgram().parent_path() / name).string(),
                                       "--scenario",
                                       options.scenarioFile,
                                       "--seed",
                                       std::to_string(options.seed),
                                       "--restarts",
                                       std::to_string(restarts),
                                       "--artefacts",
                                       options.artefacts};
    if (!options.alone.empty())
    {
        arguments.insert(arguments.end(), {"--alone", options.alone});
    }
    if (options.recordLimit > 0)
    {
        arguments.insert(
            arguments.end(),
            {"--record-limit", std::to_string(options.recordLimit), "--build", options.build});
    }
    return arguments;
}

void
OpenMptcpPaths(const Scenario& scenario, const testbed::LabSpec& spec, testbed::Lab& lab)
{
    if (!scenario.transport || scenario.transport->protocol != experiment::TransportProtocol::Mptcp)
    {
        return;
    }
    const std::size_t client =
        PlaceOf(scenario, experiment::TransferOf(scenario.workload.at(0)).client);
    for (const std::size_t end : {client, PlaceOf(scenario, experiment::PeerOf(scenario))})
    {
        ConfigureMptcp(lab,
                       end,
                       {"limits", "set", "subflows", MOST_SUBFLOWS, "add_addr_accepted", "0"});
    }
    for (std::size_t link = 0; link < spec.links.size(); ++link)
    {
        if (spec.links[link].from == client || spec.links[link].to == client)
        {
            const std::string address = ToString(lab.AddressOn(client, link));
            ConfigureMptcp(lab,
                           client,
                           {"endpoint",
                            "add",
                            address.substr(0, address.find(':')),
                            "dev",
                            lab.DeviceOn(client, link),
                            "subflow"});
        }
    }
}

} // namespace kwik::lab
