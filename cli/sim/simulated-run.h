#ifndef KWIK_CLI_SIM_SIMULATED_RUN_H
#define KWIK_CLI_SIM_SIMULATED_RUN_H

#include "cli/sim/run-observer.h"
#include "cli/sim/simulated-hosts.h"
#include "experiment/workload/delivery-checker.h"

#include <map>
#include <optional>
#include <vector>

namespace kwik::sim
{

/**
 * One scenario with one seed in ns-3, from the first event to the last. One a process: ns-3's
 * simulator is global.
 *
 * The run ends when every download is complete and its session has said goodbye, or after the
 * scenario's duration.
 */
class SimulatedRun
{
  public:
    /// The references outlive the run.
    SimulatedRun(const experiment::Scenario& scenario,
                 std::uint64_t seed,
                 HostTraces& traces,
                 RunObserver& observer);
    ~SimulatedRun();

    SimulatedHosts& Hosts();
    /// @returns how long the run was in simulated time.
    Duration Execute();

  private:
    struct Download
    {
        const experiment::DownloadSpec* spec;
        std::string content;
        std::optional<SessionHandle> session;
        std::optional<DeliveryChecker> checker;
        SessionReport last; ///< What was reported of the session so far.
        bool isDone{false};
    };

    void Connect(const SimulatedHost& host);
    void ScheduleDownload(std::size_t index);
    void ScheduleStep(const experiment::TimelineEntry& entry);
    void Start(std::size_t index);
    void Apply(const experiment::TimelineEntry& entry);
    void Undo(const experiment::TimelineEntry& entry);
    void ApplyToLink(const experiment::TimelineEntry& entry);
    void OnDelivery(const SimulatedHost& host,
                    SessionStream stream,
                    ByteView bytes,
                    StreamFinish finish);
    void OnSessionEnd(const SimulatedHost& host, SessionHandle session, SessionEnd end);
    void OnOver(std::size_t index);
    void SampleRegularly();
    void SampleNow();
    void Report(Download& download);
    void ReportPaths(const Download& download, const SessionReport& report);

    Download* Find(const SimulatedHost& host, SessionHandle session);
    experiment::Moment MomentOf(const SimulatedHost& host) const;

    const experiment::Scenario& m_scenario;
    HostTraces& m_traces;
    RunObserver& m_observer;
    SimulatedHosts m_hosts;
    std::map<Address, std::string> m_serverNames;
    std::vector<Download> m_downloads;
    std::size_t m_open{0}; ///< Downloads that are not done.
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIMULATED_RUN_H
