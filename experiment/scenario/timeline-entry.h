#ifndef KWIK_EXPERIMENT_SCENARIO_TIMELINE_ENTRY_H
#define KWIK_EXPERIMENT_SCENARIO_TIMELINE_ENTRY_H

#include "experiment/scenario/topology.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kwik::experiment
{

enum class LinkState : std::uint8_t
{
    Up,
    Down, ///< Everything sent into the link is lost.
};

/// Something that happens during the run; exactly one of crash, restart and link is present, and
/// beside link exactly one of loss, rate, delay and state.
struct TimelineEntry
{
    Duration at{};
    std::optional<Duration> lasting; ///< How long a change of a link stays; then it is undone.
    std::optional<std::string> crash;
    std::optional<std::string> restart;
    std::optional<HostPair> link;
    std::optional<Share> loss;
    std::optional<BitRate> rate;
    std::optional<Duration> delay;
    std::optional<LinkState> state;
    bool operator==(const TimelineEntry&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TIMELINE_ENTRY_H
