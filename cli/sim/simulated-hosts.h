#ifndef KWIK_CLI_SIM_SIMULATED_HOSTS_H
#define KWIK_CLI_SIM_SIMULATED_HOSTS_H

#include "experiment/metrics/moment.h"
#include "experiment/run/host-plan.h"
#include "experiment/run/trace-files.h"
#include "experiment/scenario/scenario.h"
#include "helper/kwik-network.h"
#include "model/kwik-application.h"

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

/// The network of a scenario and a Kwik host on each of its clients and servers.
class SimulatedHosts
{
  public:
    /// The references outlive the hosts.
    SimulatedHosts(const experiment::HostPlan& plan,
                   std::uint64_t seed,
                   experiment::HostTraces& traces);

    ns3::kwiklab::KwikNetwork& Network();
    const std::vector<SimulatedHost>& All() const;
    const SimulatedHost& Find(const std::string& name) const;

  private:
    void AddApplication(const experiment::HostSpec& host, experiment::HostTraces& traces);

    const experiment::HostPlan& m_plan;
    std::unique_ptr<ns3::kwiklab::KwikNetwork> m_network;
    std::vector<SimulatedHost> m_hosts;
    std::map<std::string, std::size_t> m_index;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIMULATED_HOSTS_H
