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

/// A client moves to the link that joins it with another neighbour.
struct MigrationSpec
{
    std::string host;
    std::string via;
    bool operator==(const MigrationSpec&) const = default;
};

/// A download is read at another rate.
struct PaceSpec
{
    std::uint32_t workload = 0; ///< Counted from 0.
    BitRate rate;
    bool operator==(const PaceSpec&) const = default;
};

/// A change that lasts for a while comes again.
struct RepeatSpec
{
    Duration every{};
    std::uint32_t times = 2;
    bool operator==(const RepeatSpec&) const = default;
};

/// Something that happens during the run; exactly one of crash, restart, suspend, resume, rebind,
/// migrate, pace and link is present, and beside link exactly one of what stands below `from`.
struct TimelineEntry
{
    Duration at{};
    std::optional<Duration> lasting; ///< How long a change of a link stays; then it is undone.
    std::optional<RepeatSpec> repeat;
    std::optional<Duration> over; ///< How long a change of a link takes; at once without it.
    std::optional<std::string> crash;
    std::optional<std::string> restart;
    std::optional<std::string> suspend;
    std::optional<std::string> resume;
    std::optional<std::string> rebind;
    std::optional<MigrationSpec> migrate;
    std::optional<PaceSpec> pace;
    std::optional<HostPair> link;
    std::optional<std::string> from; ///< The one direction that changes; both without it.
    std::optional<Share> loss;
    std::optional<BitRate> rate;
    std::optional<Duration> delay;
    std::optional<Duration> jitter;
    std::optional<Share> corruption;
    std::optional<Share> duplication;
    std::optional<Share> reordering;
    std::optional<Duration> heldBack;
    std::optional<LinkState> state;
    bool operator==(const TimelineEntry&) const = default;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_SCENARIO_TIMELINE_ENTRY_H
