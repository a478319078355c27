#ifndef KWIK_CLI_SIM_SIMULATED_RUN_H
#define KWIK_CLI_SIM_SIMULATED_RUN_H

#include "cli/sim/simulated-hosts.h"
#include "cli/sim/simulated-world.h"
#include "cli/sim/timeline-player.h"
#include "experiment/run/host-plan.h"
#include "experiment/run/run-observer.h"
#include "experiment/run/trace-files.h"
#include "experiment/run/workload-player.h"

#include <deque>
#include <optional>

namespace kwik::sim
{

/**
 * One scenario with one seed in ns-3, from the first event to the last. One a process: ns-3's
 * simulator is global.
 *
 * The run ends when every transfer is complete and its session has said goodbye, or after the
 * scenario's duration.
 */
class SimulatedRun
{
  public:
    /// The references outlive the run.
    SimulatedRun(const experiment::Scenario& scenario,
                 std::uint64_t seed,
                 experiment::HostTraces& traces,
                 experiment::RunObserver& observer);
    ~SimulatedRun();

    SimulatedHosts& Hosts();
    /// @returns how long the run was in simulated time.
    Duration Execute();

  private:
    void Connect(const SimulatedHost& host);
    void ConnectTransfers(const SimulatedHost& host);
    void OnTransferOver();

    experiment::HostPlan m_plan;
    experiment::RunObserver& m_observer;
    SimulatedHosts m_hosts;
    SimulatedClock m_clock;
    std::deque<ApplicationPort> m_ports;
    experiment::WorkloadPlayer m_workload;
    std::optional<TimelinePlayer> m_timeline; ///< Its events come behind those of the transfers.
    std::size_t m_open;                       ///< Transfers that are not done.
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIMULATED_RUN_H
