#ifndef KWIK_CLI_SIM_TIMELINE_PLAYER_H
#define KWIK_CLI_SIM_TIMELINE_PLAYER_H

#include "cli/sim/run-observer.h"
#include "cli/sim/simulated-hosts.h"

#include <functional>

namespace kwik::sim
{

/// Lets the timeline of a scenario happen to its hosts and links, each step at its time.
class TimelinePlayer
{
  public:
    /// @p beforeStep is called before each step, when the world is still as it was. The references
    /// and the player outlive the simulation.
    TimelinePlayer(const experiment::Scenario& scenario,
                   SimulatedHosts& hosts,
                   HostTraces& traces,
                   RunObserver& observer,
                   std::function<void()> beforeStep);

  private:
    void ScheduleStep(const experiment::TimelineEntry& entry);
    void Apply(const experiment::TimelineEntry& entry);
    void Undo(const experiment::TimelineEntry& entry);
    void ApplyToLink(const experiment::TimelineEntry& entry);

    const experiment::Scenario& m_scenario;
    SimulatedHosts& m_hosts;
    HostTraces& m_traces;
    RunObserver& m_observer;
    std::function<void()> m_beforeStep;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_TIMELINE_PLAYER_H
