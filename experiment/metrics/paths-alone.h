#ifndef KWIK_EXPERIMENT_METRICS_PATHS_ALONE_H
#define KWIK_EXPERIMENT_METRICS_PATHS_ALONE_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// How much of all streams had arrived at a time of a run, in whatever order.
struct Arrival
{
    Instant at;
    ByteCount total;
};

/// What the run of a scenario with one server shows.
struct PathAlone
{
    std::string server;
    bool isOrigin = false;              ///< The first workload's.
    BitRate steadyGoodput;              ///< 0 when it did not complete.
    std::optional<Duration> completion; ///< Nothing when it did not.
    Duration handshake{};               ///< From the opening of its path to the first request.
    std::vector<Arrival> arrivals;      ///< In the order of time.
};

/**
 * What several paths are worth, in comparison with each of them alone.
 *
 * Completion times count from the start of the workload, shares are in millionths. A path that did
 * not complete alone brings nothing.
 */
class PathsAlone
{
  public:
    PathsAlone() = default;
    explicit PathsAlone(std::vector<PathAlone> paths);

    bool AreMeasured() const;
    BitRate SumOfGoodputs() const;

    /// The completion time of the fastest path alone; nothing if none completed.
    std::optional<Duration> Best() const;

    /**
     * When @p size bytes have come if the paths shared the work perfectly: the arrivals of all
     * paths alone added up, with every path but the origin's later by the origin's handshake,
     * because only then the client knows of the others. Nothing if the bytes never come, or the
     * origin's path was not measured.
     */
    std::optional<Duration> Ceiling(Instant workloadStart, ByteCount size) const;

    /**
     * The experimental aggregation benefit (EBen) of Kaspar (2012) and Paasch, Khalili and
     * Bonaventure (CoNEXT 2013): (G - best) / (sum - best) of the goodputs G of @p completion, best
     * of one path, and sum of all paths. 0 is no better than the best path alone, a million the sum
     * of all. Where it would be negative, (G - best) / best, it is 0 here: Speedup tells how much.
     * With one path only there is nothing to gain and no value.
     */
    std::optional<std::uint64_t> Benefit(Duration completion) const;

    /// How many times faster than the fastest path alone.
    std::optional<std::uint64_t> Speedup(Duration completion) const;

    /// The time lost to the fastest path alone; 0 where time is gained.
    std::optional<Duration> Excess(Duration completion) const;

    /// The same as a share of the handshake's half, a round trip of the fastest path with an empty
    /// queue.
    std::optional<std::uint64_t> ExcessRoundTrips(Duration completion) const;

  private:
    const PathAlone* Fastest() const;

    std::vector<PathAlone> m_paths;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_PATHS_ALONE_H
