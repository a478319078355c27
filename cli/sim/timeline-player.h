#ifndef KWIK_CLI_SIM_TIMELINE_PLAYER_H
#define KWIK_CLI_SIM_TIMELINE_PLAYER_H

#include "cli/sim/simulated-hosts.h"
#include "experiment/run/run-observer.h"
#include "experiment/scenario/timeline-actions.h"

#include <functional>
#include <vector>

namespace kwik::sim
{

/// What the timeline of a run needs of it.
struct TimelineHooks
{
    /// Called before each step, when the world is still as it was.
    std::function<void()> beforeStep;
    std::function<void(const experiment::PaceDownload&)> setPace;
};

/// Lets the timeline of a scenario happen to its hosts and links, each step at its time.
class TimelinePlayer
{
  public:
    /// The references and the player outlive the simulation.
    TimelinePlayer(const experiment::HostPlan& plan,
                   SimulatedHosts& hosts,
                   experiment::HostTraces& traces,
                   experiment::RunObserver& observer,
                   TimelineHooks hooks);

  private:
    void Play(const experiment::TimelineAction& action);
    void Do(const experiment::CrashHost& crash);
    void Do(const experiment::RestartHost& restart);
    void Do(const experiment::SuspendHost& suspend);
    void Do(const experiment::ResumeHost& resume);
    void Do(const experiment::RebindHost& rebind);
    void Do(const experiment::MigrateHost& migrate);
    void Do(const experiment::PaceDownload& pace);
    void Do(const experiment::ChangeLink& change);
    void Change(ns3::kwiklab::LinkDirection where,
                experiment::LinkProperty property,
                const experiment::PropertyValue& value);

    const experiment::HostPlan& m_plan;
    SimulatedHosts& m_hosts;
    experiment::HostTraces& m_traces;
    experiment::RunObserver& m_observer;
    TimelineHooks m_hooks;
    std::vector<experiment::TimelineAction> m_actions;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_TIMELINE_PLAYER_H
