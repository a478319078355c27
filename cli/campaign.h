#ifndef KWIK_CLI_CAMPAIGN_H
#define KWIK_CLI_CAMPAIGN_H

#include "cli/run-announcer.h"
#include "cli/run-keeper.h"
#include "cli/run-options.h"
#include "cli/run-plan.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace kwik::cli
{

/// What became of a planned run.
struct RunReport
{
    PlannedRun run;
    std::optional<KeptRun> kept;          ///< Absent when it never began.
    std::optional<Comparison> comparison; ///< With --verify, when both attempts were finished.
    std::string againFailure;             ///< Why the second attempt was not finished.
    bool wasThere = false;                ///< --resume left it out.
};

struct CampaignReport
{
    std::vector<RunReport> runs; ///< In the order of the plan.
    bool wasInterrupted = false;
};

/**
 * Does the runs of a plan, as many at a time as was asked for, each in a process of its own.
 *
 *   running --last process ended--> done
 *      '-- SIGINT, SIGTERM, SIGHUP --> interrupted --processes told to end, ended--> done
 *
 * A run that fails does not keep the others from going on. What the store or the file system
 * refuses is an exception: then the processes are killed, and their shards stay for the next call.
 */
class Campaign
{
  public:
    /// All references outlive the campaign.
    Campaign(const RunPlan& plan,
             const RunOptions& options,
             RunKeeper& keeper,
             RunAnnouncer& announcer);

    CampaignReport Run();

  private:
    /// One process to start; with --verify there are two for each run.
    struct Attempt
    {
        std::size_t run; ///< Place in the plan.
        std::string_view suffix;
        bool IsAgain() const;
    };

    struct Running
    {
        Attempt attempt;
        std::shared_ptr<SimProcess> process;
    };

    void Plan();
    /// Real runs cannot be done twice alike.
    bool IsVerified(const PlannedRun& run) const;
    void StartWaiting();
    /// A run on the testbed is alone: others would make it late.
    bool MayStart(experiment::World world) const;
    void Start(const Attempt& attempt);
    void WaitForSignal();
    void WaitForTick();
    void OnSignal(int signal);
    void ReapEnded();
    void OnEnded(const Attempt& attempt, const SimEnding& ending);
    bool MayRetry(const Attempt& attempt) const;
    void KeepFirst(RunReport& report, const SimEnding& ending);
    void KeepAgain(RunReport& report, const SimEnding& ending);
    void FinishVerifying(RunReport& report);
    void Interrupt();
    void StopIfDone();

    const RunPlan& m_plan;
    const RunOptions& m_options;
    RunKeeper& m_keeper;
    RunAnnouncer& m_announcer;
    boost::asio::io_context m_loop;
    boost::asio::signal_set m_signals;
    boost::asio::steady_timer m_tick;
    std::deque<Attempt> m_waiting;
    std::map<std::size_t, Running> m_running;       ///< By a number of the attempt.
    std::map<std::size_t, std::uint64_t> m_retries; ///< Done so far, by place in the plan.
    bool m_isAlone{false};                          ///< The run that goes on.
    std::size_t m_nextNumber{0};
    std::map<std::size_t, std::size_t> m_unended; ///< Attempts, by place of the run in the plan.
    std::optional<ProgressTracker> m_tracker;
    CampaignReport m_report;
};

} // namespace kwik::cli

#endif // KWIK_CLI_CAMPAIGN_H
