#include "cli/campaign.h"

#include "cli/run-result.h"
#include "cli/wording.h"

#include <algorithm>
#include <chrono>
#include <csignal>

namespace kwik::cli
{

namespace
{

constexpr std::chrono::milliseconds TICK{200};

Instant
Now()
{
    return Instant(std::chrono::steady_clock::now().time_since_epoch());
}

bool
IsIgnored(int signal)
{
    struct sigaction action = {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

RunSize
SizeOf(const RunPlan& plan, const PlannedRun& run)
{
    const experiment::Scenario scenario = plan.Resolved(run);
    return {plan.TitleOf(run), scenario.duration, experiment::WorkloadSize(scenario)};
}

} // namespace

bool
Campaign::Attempt::IsAgain() const
{
    return !suffix.empty();
}

Campaign::Campaign(const RunPlan& plan,
                   const RunOptions& options,
                   RunKeeper& keeper,
                   RunAnnouncer& announcer)
    : m_plan(plan),
      m_options(options),
      m_keeper(keeper),
      m_announcer(announcer),
      m_signals(m_loop, SIGCHLD, SIGINT, SIGTERM),
      m_tick(m_loop)
{
    if (!IsIgnored(SIGHUP)) // nohup asks for that.
    {
        m_signals.add(SIGHUP);
    }
}

CampaignReport
Campaign::Run()
{
    Plan();
    m_tracker.emplace(Now(), m_waiting.size(), m_options.jobs);
    WaitForSignal();
    WaitForTick();
    StartWaiting();
    StopIfDone();
    m_loop.run();
    m_announcer.Clear();
    return std::move(m_report);
}

void
Campaign::Plan()
{
    std::size_t found = 0;
    for (std::size_t i = 0; i < m_plan.runs.size(); ++i)
    {
        const PlannedRun& run = m_plan.runs[i];
        RunReport& report = m_report.runs.emplace_back();
        report.run = run;
        if (const auto id = m_options.isResume ? m_keeper.FindFinished(run) : std::nullopt)
        {
            report.kept = {*id, experiment::RunState::Ok};
            report.wasThere = true;
            m_keeper.DrawIfMissing(run, *id);
            ++found;
            continue;
        }
        m_waiting.push_back({i, ""});
        m_unended[i] = 1;
        if (IsVerified(run))
        {
            m_waiting.push_back({i, AGAIN});
            m_unended[i] = 2;
        }
    }
    if (found > 0)
    {
        m_announcer.Say(Counted(found, "run") + (found == 1 ? " was" : " were") +
                        " finished before; not done again");
    }
}

bool
Campaign::IsVerified(const PlannedRun& run) const
{
    return m_options.isVerify && run.world == experiment::World::Simulation;
}

void
Campaign::StartWaiting()
{
    while (!m_waiting.empty() && MayStart(m_plan.runs[m_waiting.front().run].world))
    {
        const Attempt attempt = m_waiting.front();
        m_waiting.pop_front();
        Start(attempt);
    }
}

bool
Campaign::MayStart(experiment::World world) const
{
    return m_running.empty() || (world == experiment::World::Simulation && !m_isAlone &&
                                 m_running.size() < m_options.jobs);
}

void
Campaign::Start(const Attempt& attempt)
{
    const PlannedRun& run = m_plan.runs[attempt.run];
    m_isAlone = run.world == experiment::World::Testbed;
    const std::size_t number = m_nextNumber++;
    RunSize size = SizeOf(m_plan, run);
    size.title += attempt.IsAgain() ? " again" : "";
    auto process = SimProcess::Start(m_loop,
                                     m_keeper.CommandFor(run, attempt.suffix),
                                     [this, number](const SimProgress& progress) {
                                         m_tracker->OnProgress(Now(), number, progress);
                                     });
    m_running.emplace(number, Running{attempt, std::move(process)});
    m_tracker->OnStarted(Now(), number, size);
    m_announcer.Started(size.title);
}

void
Campaign::WaitForSignal()
{
    m_signals.async_wait([this](const boost::system::error_code& error, int signal) {
        if (!error)
        {
            OnSignal(signal);
        }
    });
}

void
Campaign::WaitForTick()
{
    m_announcer.Show(m_tracker->At(Now()));
    m_tick.expires_after(TICK);
    m_tick.async_wait([this](const boost::system::error_code& error) {
        if (!error)
        {
            WaitForTick();
        }
    });
}

void
Campaign::OnSignal(int signal)
{
    if (signal != SIGCHLD)
    {
        Interrupt();
    }
    ReapEnded();
    StartWaiting();
    WaitForSignal();
    StopIfDone();
}

void
Campaign::ReapEnded()
{
    for (auto entry = m_running.begin(); entry != m_running.end();)
    {
        const auto [number, running] = *entry;
        if (!running.process->HasEnded())
        {
            ++entry;
            continue;
        }
        entry = m_running.erase(entry);
        m_tracker->OnEnded(Now(), number);
        OnEnded(running.attempt, running.process->Ending());
    }
}

void
Campaign::OnEnded(const Attempt& attempt, const SimEnding& ending)
{
    if (attempt.IsAgain())
    {
        KeepAgain(m_report.runs[attempt.run], ending);
    }
    else
    {
        KeepFirst(m_report.runs[attempt.run], ending);
    }
    if (MayRetry(attempt))
    {
        ++m_retries[attempt.run];
        m_tracker->OnAdded();
        m_waiting.push_front(attempt);
        return;
    }
    --m_unended[attempt.run];
    if (IsVerified(m_plan.runs[attempt.run]) && m_unended[attempt.run] == 0)
    {
        FinishVerifying(m_report.runs[attempt.run]);
    }
}

bool
Campaign::MayRetry(const Attempt& attempt) const
{
    const RunReport& report = m_report.runs[attempt.run];
    const auto done = m_retries.find(attempt.run);
    const std::uint64_t retries = m_plan.RetriesOf(report.run);
    return !m_report.wasInterrupted && report.kept &&
           report.kept->state == experiment::RunState::Invalid &&
           (done == m_retries.end() ? 0 : done->second) < retries;
}

void
Campaign::KeepFirst(RunReport& report, const SimEnding& ending)
{
    const std::string title = m_plan.TitleOf(report.run);
    report.kept = m_report.wasInterrupted ? m_keeper.Take(report.run)
                                          : std::optional(m_keeper.Keep(report.run, ending));
    if (!report.kept)
    {
        return;
    }
    const RunResult result = ReadResult(m_keeper.TheStore(), report.kept->id);
    const Tidings tidings =
        report.kept->state == experiment::RunState::Ok ? Tidings::Good : Tidings::Bad;
    m_announcer.Ended(title, OutcomeOf(result), tidings);
}

void
Campaign::KeepAgain(RunReport& report, const SimEnding& ending)
{
    const auto failure = m_keeper.FailureOfAgain(report.run, ending);
    if (failure && !m_report.wasInterrupted)
    {
        report.againFailure = *failure;
        m_announcer.Ended(m_plan.TitleOf(report.run) + " again",
                          "failed: " + *failure,
                          Tidings::Bad);
    }
}

void
Campaign::FinishVerifying(RunReport& report)
{
    const bool isKept = report.kept && report.kept->state == experiment::RunState::Ok;
    if (m_report.wasInterrupted || !isKept || !report.againFailure.empty())
    {
        m_keeper.DropAgain(report.run);
        return;
    }
    report.comparison = m_keeper.Compare(report.run, report.kept->id);
    for (const std::string& difference : report.comparison->differences)
    {
        m_announcer.Ended(m_plan.TitleOf(report.run), "DIFFERENT: " + difference, Tidings::Bad);
    }
}

void
Campaign::Interrupt()
{
    m_report.wasInterrupted = true;
    for (const Attempt& attempt : m_waiting)
    {
        --m_unended[attempt.run];
    }
    m_waiting.clear();
    for (const auto& [number, running] : m_running)
    {
        running.process->Signal(SIGTERM);
    }
}

void
Campaign::StopIfDone()
{
    if (m_running.empty() && m_waiting.empty())
    {
        m_signals.cancel();
        m_tick.cancel();
        m_loop.stop();
    }
}

} // namespace kwik::cli
