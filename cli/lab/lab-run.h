#ifndef KWIK_CLI_LAB_LAB_RUN_H
#define KWIK_CLI_LAB_LAB_RUN_H

#include "cli/lab/host-process.h"
#include "cli/lab/lab-figures.h"
#include "cli/lab/lab-run-options.h"
#include "experiment/run/host-plan.h"
#include "experiment/run/run-journal.h"
#include "experiment/run/run-observer.h"
#include "experiment/scenario/timeline-actions.h"
#include "testbed/host/loop-clock.h"
#include "testbed/lab/lab.h"

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kwik::lab
{

/**
 * One scenario with one seed over real sockets, from the first event to the last. One a process,
 * because a process can be part of one lab only.
 *
 *   starting --every host is ready--> running --every transfer is over, or the time is--> ending
 *
 * The hosts write journals, which are put together in the order of time when the run has ended.
 */
class LabRun final : private HostListener
{
  public:
    /// @p scenario has nothing random any more, and outlives the run, as the options do. Builds the
    /// lab: throws LabError.
    LabRun(const experiment::Scenario& scenario, const LabRunOptions& options);
    ~LabRun();

    /// Tells the observer all that the run has shown. @returns how long it was. Throws
    /// std::runtime_error when it could not be done.
    Duration Execute(experiment::RunObserver& observer);
    /// How true it was; after Execute().
    const LabFigures& Figures() const;

  private:
    struct Step
    {
        Instant at;
        experiment::TimelineStep what;
    };

    void StartHosts();
    std::unique_ptr<HostProcess> NewProcess(experiment::HostId id, std::uint64_t restarts);
    void Begin();
    void ScheduleTimeline();
    void Play(const experiment::TimelineAction& action);
    void Do(const experiment::CrashHost& crash);
    void Do(const experiment::RestartHost& restart);
    void Do(const experiment::SuspendHost& suspend);
    void Do(const experiment::ResumeHost& resume);
    void Do(const experiment::RebindHost& rebind);
    void Do(const experiment::MigrateHost& migrate);
    void Do(const experiment::PaceDownload& pace);
    void Do(const experiment::ChangeLink& change);
    void LookRegularly();
    void End();
    void GiveUpLater(Duration patience, const std::string& why);
    void WatchEmulator();
    Instant TellAll(experiment::RunObserver& observer);
    HostProcess* Find(const std::string& host);

    void OnReady(HostProcess& host) override;
    void OnLine(experiment::JournalLine line) override;
    void OnTransferOver() override;
    void OnLag(HostProcess& host, const testbed::LagReport& lag) override;
    void OnFailure(HostProcess& host, const std::string& why) override;
    void OnEnd(HostProcess& host) override;

    enum class Phase : std::uint8_t
    {
        Starting,
        Running,
        Ending,
    };

    const LabRunOptions& m_options;
    experiment::HostPlan m_plan;
    testbed::LabSpec m_spec; ///< The shapes are those of now.
    boost::asio::io_context m_loop{1};
    std::unique_ptr<testbed::Lab> m_lab;
    std::optional<testbed::LoopClock> m_clock;
    boost::asio::posix::stream_descriptor m_emulatorEnd;
    std::deque<std::unique_ptr<HostProcess>> m_processes; ///< Of all lives.
    std::map<std::string, HostProcess*> m_current;        ///< By host.
    std::map<std::string, std::uint64_t> m_restarts;
    std::vector<experiment::TimelineAction> m_actions;
    std::vector<experiment::JournalLine> m_lines;
    std::vector<Step> m_steps;
    std::size_t m_lineBytes{0};
    std::size_t m_unready{0};
    std::size_t m_open; ///< Transfers that are not over.
    std::int64_t m_epoch{0};
    ByteCount m_delivered;
    Instant m_end;
    Phase m_phase{Phase::Starting};
    std::optional<std::string> m_failure;
    LabFigures m_figures;
};

} // namespace kwik::lab

#endif // KWIK_CLI_LAB_LAB_RUN_H
