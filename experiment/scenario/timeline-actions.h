#ifndef KWIK_EXPERIMENT_SCENARIO_TIMELINE_ACTIONS_H
#define KWIK_EXPERIMENT_SCENARIO_TIMELINE_ACTIONS_H

#include "experiment/scenario/scenario.h"

#include <string>
#include <variant>
#include <vector>

namespace kwik::experiment
{

struct CrashHost
{
    std::string host;
    bool operator==(const CrashHost&) const = default;
};

struct RestartHost
{
    std::string host;
    bool operator==(const RestartHost&) const = default;
};

/// The properties of a link from now on; those that are absent stay as they are.
struct ChangeLink
{
    HostPair link; ///< As in the `between` of the link.
    std::variant<Share, BitRate, Duration, LinkState> property; ///< loss, rate, delay or state
    bool operator==(const ChangeLink&) const = default;
};

struct TimelineAction
{
    Duration at{};
    std::variant<CrashHost, RestartHost, ChangeLink> what;
    bool operator==(const TimelineAction&) const = default;
};

/// The timeline as single actions in the order in which they happen; actions at the same time keep
/// the order of the file. An entry with `for` gives two: the change, and the return to the value
/// that held before. Returns come before what else happens at their time, and those at or after the
/// end of the run are left out.
std::vector<TimelineAction> TimelineActions(const Scenario& scenario);

/// How many actions are faults: crashes, and links that go down. Metrics count them from 0.
std::size_t CountFaults(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TIMELINE_ACTIONS_H
