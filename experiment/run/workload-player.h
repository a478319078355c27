#ifndef KWIK_EXPERIMENT_RUN_WORKLOAD_PLAYER_H
#define KWIK_EXPERIMENT_RUN_WORKLOAD_PLAYER_H

#include "experiment/run/host-plan.h"
#include "experiment/run/paced-reader.h"
#include "experiment/run/run-observer.h"
#include "experiment/run/run-world.h"
#include "experiment/run/sample-subjects.h"
#include "experiment/scenario/timeline-actions.h"
#include "experiment/workload/delivery-checker.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/session/session-report.h"
#include "protocol-core/wire/kdp/kdp-messages.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kwik::experiment
{

/// Time for the last goodbyes after the last transfer of a run.
inline constexpr Duration DRAIN = std::chrono::seconds(1);

/**
 * Plays the workloads of a scenario on the hosts that are here: starts each transfer of their
 * clients at its time, reads and checks what is delivered, checks the uploads that their servers
 * get, and looks at the sessions regularly.
 *
 * In the simulation all hosts are here, on the testbed one. All times are those of the clock.
 */
class WorkloadPlayer
{
  public:
    struct Parts
    {
        const HostPlan& plan;
        std::uint64_t seed;
        RunClock& clock;
        RunObserver& observer;
        std::function<void()> onOver; ///< A transfer of a client that is here is over.
    };

    explicit WorkloadPlayer(Parts parts);

    /// Before what is below.
    void AddClient(const std::string& client, HostPort& host);
    /// Once: the start of the transfer's client lies behind those of all hosts.
    void Schedule(std::size_t workload);
    /// Once.
    void SampleRegularly();

    /// Looks at all sessions now: what was received before something happens belongs before it.
    void SampleNow();
    void SetPace(const PaceDownload& pace);

    /// What the hosts that are here have to tell.
    void OnDelivery(HostId host, const SessionStream& stream, ByteView bytes, StreamFinish finish);
    void OnUploaded(HostId server, const std::string& content, ByteView bytes, StreamFinish finish);
    void OnUploadFinished(HostId host, const SessionStream& upload);
    void OnSessionEnd(HostId host, SessionHandle session, SessionEnd end);

    /// Of the clients that are here.
    std::size_t CountTransfers() const;

  private:
    /// A workload of the scenario. An upload is checked where the primary gets it.
    struct Play
    {
        Transfer spec;
        HostId client;
        std::string content;
        HostPort* host{nullptr}; ///< Of the client, if it is here.
        std::optional<SessionHandle> session;
        std::unique_ptr<PacedReader> reader; ///< Of a download with a pace.
        std::optional<DeliveryChecker> checker;
        SessionReport last; ///< What was reported of the session so far.
        bool isDone{false};
    };

    using SessionKey = std::pair<HostId, SessionHandle>;

    void Start(std::size_t index);
    StreamId Open(Play& play);
    void OnOver(HostId host, SessionHandle session);
    void Finish(std::size_t index);
    void Report(std::size_t index);
    void ReportShares(std::size_t index, const SessionReport& report);
    void ReportPaths(std::size_t index, const SessionReport& report);
    Play* Find(HostId host, SessionHandle session);

    Parts m_parts;
    SampleSubjects m_subjects;
    std::map<Address, std::string> m_serverNames;
    GeneratedContent m_uploadSource;
    std::vector<Play> m_plays;                  ///< By workload.
    std::map<SessionKey, std::size_t> m_playOf; ///< Its place in the list.
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_WORKLOAD_PLAYER_H
