#ifndef KWIK_SCALING_SCALING_PLANNER_H
#define KWIK_SCALING_SCALING_PLANNER_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/scaling/cost-model.h"
#include "protocol-core/scaling/scaling-config.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kwik
{

/// A server as a plan sees it.
struct ServerChoice
{
    Address server;
    bool isPrimary{false};
    bool hasPath{false};    ///< Open, being opened or being closed.
    bool isCarrying{false}; ///< Its path takes part in transfers.
    bool isAvailable{true}; ///< A path may be added.
    BitRate capacity;       ///< Of the path; or what to expect of one.
    Duration roundTrip{};   ///< Of the path.
};

/// What a plan is made of.
struct ScalingSituation
{
    BitRate demand;
    BitRate capacity; ///< Of the paths that carry.
    std::vector<ServerChoice> servers;
    std::uint32_t minPaths{1};
    std::uint32_t maxPaths{1};
    Duration neededFor{}; ///< How long what is wanted now will be wanted.
    Duration roundTrip{}; ///< To be expected of a new path.

    std::uint32_t OpenPaths() const;
    std::uint32_t CarryingPaths() const;
};

/**
 * Chooses the servers whose paths are added or removed (seed 002, "Calculate Optimal Paths" and
 * "Generate Scaling Plan"). A policy: the same situation gives the same plan.
 *
 * Added are available servers without a path, never beyond maxPaths, the cheapest first, then those
 * that promise most, then in the order in which they were recommended. Utilisation is to come down
 * to the middle of the two thresholds; a path whose part in that is not worth its handshake is not
 * added. One at a time, or with aggressive scaling as many as bring it below the upper threshold.
 *
 * Removed is a path that carries and is not the primary's, never below minPaths, and only if the
 * demand stays below the upper threshold of what is left: else it would be added again. The dearest
 * goes first, then the one that can do least, then the one with the longest round trip.
 */
class ScalingPlanner
{
  public:
    explicit ScalingPlanner(const ScalingConfig& config);

    /// @p wanted is the demand to be ready for.
    std::vector<Address> Additions(const ScalingSituation& situation, BitRate wanted) const;
    /// Until there are @p paths of them, whatever they cost.
    std::vector<Address> AdditionsTo(const ScalingSituation& situation, std::uint32_t paths) const;
    /// @p wanted is the demand that has to be met by those that stay.
    std::optional<Address> Removal(const ScalingSituation& situation, BitRate wanted) const;
    /// As Removal(), but only of a path that costs something to keep.
    std::optional<Address> Saving(const ScalingSituation& situation, BitRate wanted) const;
    /// Until there are @p paths of them.
    std::vector<Address> RemovalsTo(const ScalingSituation& situation, std::uint32_t paths) const;

    /// Whether demand asks for more than this capacity.
    bool IsAbove(BitRate demand, BitRate capacity) const;
    bool IsBelow(BitRate demand, BitRate capacity) const;

  private:
    std::vector<ServerChoice> Addable(const ScalingSituation& situation) const;
    /// Those that may go, in the order in which they do.
    std::vector<ServerChoice> Removable(const ScalingSituation& situation) const;
    bool IsEnoughWithout(const ScalingSituation& situation,
                         const ServerChoice& server,
                         BitRate wanted) const;

    ScalingConfig m_config;
    CostModel m_costs;
};

} // namespace kwik

#endif // KWIK_SCALING_SCALING_PLANNER_H
