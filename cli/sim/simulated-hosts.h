#ifndef KWIK_CLI_SIM_SIMULATED_HOSTS_H
#define KWIK_CLI_SIM_SIMULATED_HOSTS_H

#include "experiment/metrics/moment.h"
#include "experiment/scenario/scenario.h"
#include "experiment/workload/generated-content.h"
#include "helper/kwik-network.h"
#include "model/kwik-application.h"
#include "protocol-core/registry/server-info.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kwik::sim
{

/// One host of a scenario on its ns-3 node; routers have no application.
struct SimulatedHost
{
    std::string name;
    experiment::HostId id;
    ns3::Ptr<ns3::kwiklab::KwikApplication> application;
};

/// Where the QUIC traces of each host go; the default is nowhere.
class HostTraces
{
  public:
    virtual ~HostTraces() = default;
    virtual QuicTraces TracesOf(const std::string& host) = 0;
    /// The host starts afresh after a crash, and counts its connections from 1 again.
    virtual void OnRestart(const std::string& host) = 0;
};

/// The network of a scenario and a Kwik host on each of its clients and servers.
class SimulatedHosts
{
  public:
    SimulatedHosts(const experiment::Scenario& scenario, std::uint64_t seed, HostTraces& traces);

    ns3::kwiklab::KwikNetwork& Network();
    const std::vector<SimulatedHost>& All() const;
    const SimulatedHost& Find(const std::string& name) const;
    ServerInfo InfoOf(const std::string& server) const;
    /// The place of the link in the scenario's list.
    std::size_t LinkIndex(const experiment::HostPair& hosts) const;

    static std::vector<std::pair<Address, std::string>> ServerAddresses(
        const experiment::Scenario& scenario);

  private:
    std::vector<UploadWeight> UploadWeights() const;
    std::vector<PathPrice> PathPrices() const;
    void AddApplication(const experiment::HostSpec& host, HostTraces& traces);
    SigningSeed KeyOf(const std::string& host) const;
    KeyPin PinAt(const std::string& host) const;
    std::vector<KeyPin> PinsOf(const std::vector<std::string>& hosts) const;
    SecurityConfig Security() const;

    const experiment::Scenario& m_scenario;
    std::uint64_t m_seed;
    std::map<std::string, std::vector<std::string>> m_directories; ///< Whom each server knows.
    GeneratedContent m_everything;
    NoContent m_nothing;
    std::unique_ptr<ns3::kwiklab::KwikNetwork> m_network;
    std::vector<SimulatedHost> m_hosts;
    std::map<std::string, std::size_t> m_index;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIMULATED_HOSTS_H
