#ifndef KWIK_ANALYSIS_REPORT_STATE_BARS_H
#define KWIK_ANALYSIS_REPORT_STATE_BARS_H

#include "experiment/store/run-record.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kwik::analysis
{

enum class BarKind : std::uint8_t
{
    Session,
    Path, ///< All paths of one host to one server.
    Host, ///< Only while it is down.
    Link, ///< Only while it is not as the scenario has it.
};

struct BarSegment
{
    Instant from;
    Instant to;
    std::string state; ///< As the events have it, `down`, `suspended`, or what changed.
    std::string note;  ///< What else there is to know, such as the path and the cause.
    bool operator==(const BarSegment&) const = default;
};

struct StateBar
{
    BarKind kind = BarKind::Session;
    std::string name;    ///< What is to stand beside it.
    std::string subject; ///< The server, host or link; of a session the host.
    std::vector<BarSegment> segments;
    bool operator==(const StateBar&) const = default;
};

/**
 * The states of sessions, paths, hosts and links as bars over time, in this order and within it as
 * they first appear. A state lasts until the next event of the same thing, or until @p end. The
 * states closed and initializing are no segments: nothing is there then.
 */
std::vector<StateBar> StateBarsOf(const std::vector<experiment::EventRow>& events, Instant end);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_REPORT_STATE_BARS_H
