#ifndef KWIK_TESTBED_HOST_HOST_RUN_H
#define KWIK_TESTBED_HOST_HOST_RUN_H

#include "experiment/run/host-plan.h"
#include "experiment/run/run-journal.h"
#include "experiment/run/trace-files.h"
#include "experiment/run/workload-player.h"
#include "testbed/host/driver-link.h"
#include "testbed/host/host-options.h"
#include "testbed/host/loop-clock.h"
#include "testbed/host/scenario-host.h"

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

namespace kwik::testbed
{

/**
 * One host's part in a run: says that it is ready, begins when it is told the epoch, plays its
 * workloads, writes its journal, and does what the control lines say (docs/testbed.md).
 *
 *   ready --epoch--> running --stop, or nobody is there to say it--> over
 */
class HostRun final : private LoopObserver
{
  public:
    /// What a host is of.
    struct Subject
    {
        experiment::Scenario scenario; ///< With nothing random any more.
        std::string text;              ///< From which a record's reader makes it again.
    };

    /// Both outlive the run.
    HostRun(const HostOptions& options, const Subject& subject);

    /// Until the end. Throws std::runtime_error when the host cannot go on.
    void Execute();
    /// Tells whoever reads the journal why the run ends now.
    void Fail(const std::string& why);

  private:
    void OnControl(const std::string& line);
    void Begin(std::int64_t epoch);
    void OpenHost();
    void StartRecord();
    void Stop();

    void OnSent(ByteCount size) override;
    void OnTimerServed(std::chrono::steady_clock::time_point due) override;

    const HostOptions& m_options;
    const Subject& m_subject;
    experiment::HostPlan m_plan;
    boost::asio::io_context m_loop{1};
    DriverLink m_driver;
    experiment::TraceFiles m_traces;
    std::optional<RealClock> m_realClock; ///< These are there from the beginning of the run on.
    std::optional<LoopClock> m_clock;
    std::optional<experiment::JournalWriter> m_journal;
    std::optional<experiment::WorkloadPlayer> m_player;
    std::optional<replay::RecordHeader> m_header; ///< Both of these if a record is wanted.
    std::optional<replay::RecordWriter> m_record;
    std::optional<ScenarioHost> m_host;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_HOST_HOST_RUN_H
