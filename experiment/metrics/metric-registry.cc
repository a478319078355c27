#include "experiment/metrics/metric-registry.h"

#include <algorithm>
#include <array>

namespace kwik::experiment
{

namespace
{

using enum Dimension;
using enum MetricArgument;

constexpr bool NEEDS_PATHS_ALONE = true;

constexpr std::array<MetricDefinition, 41> METRICS{{
    {"delivered_bytes", Size, None, "Bytes handed to the application, in order."},
    {"corrupted_bytes", Size, None, "Delivered bytes that are not the ones the sender has."},
    {"duplicate_bytes",
     Size,
     None,
     "Stream bytes that arrived a second time and were thrown away."},
    {"reinjected_bytes",
     Size,
     None,
     "Bytes of uploads that were sent although a path carried them already."},
    {"completion_time",
     Time,
     None,
     "From the start of the first workload to the last byte of the last one; not measured when one "
     "did not complete."},
    {"transfers", Count, None, "Downloads and uploads that were completed."},
    {"peak_transfers", Count, None, "The most downloads and uploads that were under way at once."},
    {"transfer_time",
     Time,
     Percentile,
     "How long the downloads and uploads took that so many percent of all were no slower than "
     "(nearest rank); not measured when too few were completed."},
    {"handshake_time", Time, None, "From the first path's opening to the first path's activity."},
    {"goodput",
     Rate,
     OptionalSpan,
     "Delivered bits a second in the span [a, b), or from the start of the first workload to the "
     "last delivery."},
    {"steady_goodput",
     Rate,
     None,
     "Delivered bits a second in the second half of the time from the first workload's start to "
     "the last delivery."},
    {"aggregation",
     Share,
     Span,
     "goodput(a..b) as a share of the sum of what each path reaches alone: the steady_goodput of "
     "the same scenario with one server.",
     NEEDS_PATHS_ALONE},
    {"speedup",
     Share,
     None,
     "The completion time of the fastest path alone as a share of completion_time: more than 100 % "
     "is faster than any path alone.",
     NEEDS_PATHS_ALONE},
    {"eben",
     Share,
     None,
     "Experimental aggregation benefit: with the goodputs G of the run, best of the fastest path "
     "alone and sum of all paths alone, (G - best) / (sum - best), or 0 where that is negative.",
     NEEDS_PATHS_ALONE},
    {"ceiling_time",
     Time,
     None,
     "The completion time if all paths shared the work perfectly: what arrived on each alone added "
     "up, with the origin's handshake later on every other.",
     NEEDS_PATHS_ALONE},
    {"ceiling_share",
     Share,
     None,
     "completion_time as a share of ceiling_time: less than 100 % is faster than perfect sharing "
     "of "
     "what the paths reach alone.",
     NEEDS_PATHS_ALONE},
    {"ceiling_eben", Share, None, "The eben that ceiling_time amounts to.", NEEDS_PATHS_ALONE},
    {"excess_time",
     Time,
     None,
     "completion_time less that of the fastest path alone, or 0 where the run is faster.",
     NEEDS_PATHS_ALONE},
    {"excess_round_trips",
     Share,
     None,
     "excess_time as a share of a round trip of the fastest path alone, which is half of its "
     "handshake_time.",
     NEEDS_PATHS_ALONE},
    {"longest_gap",
     Time,
     None,
     "The longest time without new bytes in one stream between its first bytes and its last."},
    {"failover_gap",
     Time,
     OptionalFault,
     "The longest time without new bytes at the application that overlaps a crash, outage, "
     "suspension, rebinding or migration and the 5 s after it, or the time until the next step of "
     "the timeline."},
    {"failover_gap_limit",
     Time,
     OptionalFault,
     "What the gap may be: 2 probe timeouts of the silent path and 1 round trip of the slowest "
     "other."},
    {"failover_gap_share",
     Share,
     OptionalFault,
     "failover_gap as a share of failover_gap_limit; the largest of all faults."},
    {"goodput_before_fault",
     Rate,
     None,
     "Delivered bits a second in the second half of the time from the first workload's start to "
     "the first fault."},
    {"goodput_after_fault",
     Rate,
     OptionalFault,
     "Delivered bits a second from a fault on, for 5 s or until the next step of the timeline; the "
     "least of all faults."},
    {"regain_time",
     Time,
     None,
     "From the last step of the timeline that mends something (a link is up, a host restarted or "
     "resumed) to the beginning of the first second in which 80 % of goodput_before_fault is "
     "delivered."},
    {"bytes_from", Size, Server, "Stream bytes received from a server."},
    {"bytes_to",
     Size,
     Server,
     "Bytes of uploads sent to a server, which passes them to the primary."},
    {"share_from", Share, Server, "bytes_from as a share of the bytes from all servers."},
    {"load_fairness",
     Share,
     None,
     "Jain's index of the stream bytes received from all servers (Jain, Chiu and Hawe 1984): 100 % "
     "when each gave the same, 1/n when one of n gave all."},
    {"returned_bytes", Size, Server, "Stream bytes received from a server since its last restart."},
    {"paths_used", Count, None, "Servers that stream bytes were received from or sent to."},
    {"failovers", Count, None, "How often a path was given up and its ranges asked for elsewhere."},
    {"scaling_up_time",
     Time,
     None,
     "From a workload's start, or a change of its pace, to the first path that was added for it "
     "and "
     "works; the longest. Paths that were added by foresight do not count."},
    {"scaling_down_time",
     Time,
     None,
     "From a workload's start, or a change of its pace, to the first path that was removed and is "
     "closed; the longest."},
    {"scalings", Count, None, "Paths that were added or removed by scaling."},
    {"flaps_per_hour",
     Count,
     None,
     "How often scaling undid within 60 s what it had done, an hour of the run, rounded up."},
    {"most_paths",
     Count,
     OptionalSpan,
     "The most active paths in the span [a, b), or since the start of the first workload; of all "
     "sessions together."},
    {"least_paths", Count, OptionalSpan, "The fewest, as for most_paths."},
    {"qos_violations", Count, None, "How often a rule of a QoS policy came to be violated."},
    {"session_closed_cleanly",
     Flag,
     None,
     "Whether every session ended as its owner asked, not for want of servers."},
}};

std::string
ArgumentText(MetricArgument argument)
{
    switch (argument)
    {
    case None:
        return "";
    case Span:
    case OptionalSpan:
        return "(2 s..3 s)";
    case Server:
        return "(mirror-a)";
    case Percentile:
        return "(p99)";
    case OptionalFault:
        break;
    }
    return "(0)";
}

} // namespace

std::span<const MetricDefinition>
Metrics()
{
    return METRICS;
}

const MetricDefinition*
FindMetric(std::string_view name)
{
    const auto found =
        std::find_if(METRICS.begin(), METRICS.end(), [name](const MetricDefinition& metric) {
            return metric.name == name;
        });
    return found == METRICS.end() ? nullptr : &*found;
}

Names
MetricNames()
{
    Names names;
    for (const MetricDefinition& metric : METRICS)
    {
        names.emplace_back(metric.name);
    }
    return names;
}

std::string
UsageOf(const MetricDefinition& metric)
{
    const std::string name(metric.name);
    const std::string call = name + ArgumentText(metric.argument);
    const bool isOptional = metric.argument == OptionalSpan || metric.argument == OptionalFault;
    return isOptional ? name + " or " + call : call;
}

} // namespace kwik::experiment
