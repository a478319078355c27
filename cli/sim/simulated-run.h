#ifndef KWIK_CLI_SIM_SIMULATED_RUN_H
#define KWIK_CLI_SIM_SIMULATED_RUN_H

#include "cli/sim/paced-reader.h"
#include "cli/sim/run-observer.h"
#include "cli/sim/sample-subjects.h"
#include "cli/sim/simulated-hosts.h"
#include "cli/sim/timeline-player.h"
#include "experiment/workload/delivery-checker.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
                 HostTraces& traces,
                 RunObserver& observer);
    ~SimulatedRun();

    SimulatedHosts& Hosts();
    /// @returns how long the run was in simulated time.
    Duration Execute();

  private:
    /// A workload of the scenario. An upload is checked where the primary gets it.
    struct Transfer
    {
        experiment::Transfer spec;
        std::string content;
        std::optional<SessionHandle> session;
        std::optional<StreamId> uploaded;    ///< The stream of an upload.
        std::unique_ptr<PacedReader> reader; ///< Of a download with a pace.
        std::optional<DeliveryChecker> checker;
        SessionReport last; ///< What was reported of the session so far.
        bool isDone{false};
    };

    void Connect(const SimulatedHost& host);
    void ScheduleTransfer(std::size_t index);
    void Start(std::size_t index);
    void SetPace(const experiment::PaceDownload& pace);
    void OnDelivery(const SimulatedHost& host,
                    SessionStream stream,
                    ByteView bytes,
                    StreamFinish finish);
    void OnUploaded(const SimulatedHost& server,
                    const UploadSink::Upload& upload,
                    ByteView bytes,
                    StreamFinish finish);
    void OnSessionEnd(const SimulatedHost& host, SessionHandle session, SessionEnd end);
    void OnOver(const SimulatedHost& host, SessionHandle session);
    void Finish(std::size_t index);
    void SampleRegularly();
    void SampleNow();
    void Report(std::size_t index);
    void ReportShares(std::size_t index, const SessionReport& report);
    void ReportPaths(std::size_t index, const SessionReport& report);

    using SessionKey = std::pair<experiment::HostId, SessionHandle>;

    Transfer* Find(const SimulatedHost& host, SessionHandle session);
    experiment::Moment MomentOf(const SimulatedHost& host) const;

    const experiment::Scenario& m_scenario;
    RunObserver& m_observer;
    SimulatedHosts m_hosts;
    SampleSubjects m_subjects;
    std::optional<TimelinePlayer> m_timeline; ///< Its events come behind those of the transfers.
    std::map<Address, std::string> m_serverNames;
    GeneratedContent m_uploadSource;
    std::vector<Transfer> m_transfers;
    std::map<SessionKey, std::size_t> m_transferOf; ///< Its place in the list.
    std::size_t m_open{0};                          ///< Transfers that are not done.
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SIMULATED_RUN_H
