#ifndef KWIK_EXPERIMENT_SCENARIO_TIMELINE_ACTIONS_H
#define KWIK_EXPERIMENT_SCENARIO_TIMELINE_ACTIONS_H

#include "experiment/scenario/link-property.h"
#include "experiment/scenario/scenario.h"

#include <array>
#include <optional>
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

struct SuspendHost
{
    std::string host;
    bool operator==(const SuspendHost&) const = default;
};

struct ResumeHost
{
    std::string host;
    bool operator==(const ResumeHost&) const = default;
};

struct RebindHost
{
    std::string host;
    bool operator==(const RebindHost&) const = default;
};

struct MigrateHost
{
    std::string host;
    std::string via;
    bool operator==(const MigrateHost&) const = default;
};

struct PaceDownload
{
    std::size_t workload = 0;
    BitRate rate;
    bool operator==(const PaceDownload&) const = default;
};

/// One property of a link from now on, in one direction or in both.
struct ChangeLink
{
    HostPair link; ///< As in the `between` of the link.
    LinkProperty property = LinkProperty::State;
    /// Of what the first and of what the second of these hosts sends; absent where it stays.
    std::array<std::optional<PropertyValue>, 2> values;
    bool operator==(const ChangeLink&) const = default;
};

struct TimelineAction
{
    Duration at{};
    std::variant<CrashHost,
                 RestartHost,
                 SuspendHost,
                 ResumeHost,
                 RebindHost,
                 MigrateHost,
                 PaceDownload,
                 ChangeLink>
        what;
    bool operator==(const TimelineAction&) const = default;
};

/// How many equal steps a change with `over` takes.
inline constexpr int RAMP_STEPS = 50;

/// The timeline as single actions in the order in which they happen; actions at the same time keep
/// the order of the file. An entry with `for` gives two: the change, and the return to the value
/// that held before; one with `repeat` gives that many pairs, one with `over` RAMP_STEPS changes.
/// Returns come before what else happens at their time, and what would be at or after the end of
/// the run is left out.
std::vector<TimelineAction> TimelineActions(const Scenario& scenario);

/// How many actions are faults: crashes, suspensions, rebindings, migrations, and links that go
/// down. Metrics count them from 0.
std::size_t CountFaults(const Scenario& scenario);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TIMELINE_ACTIONS_H
