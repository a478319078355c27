#ifndef KWIK_SCALING_BANDWIDTH_MONITOR_H
#define KWIK_SCALING_BANDWIDTH_MONITOR_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/scaling/path-capacity.h"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace kwik
{

/// What the applications of a session want, counted since its beginning.
struct DemandReading
{
    ByteCount asked;  ///< By how much all readers that read at a pace have moved on.
    ByteCount queued; ///< Wanted by now, and not here.
};

/// One path that takes part in transfers, counted since its beginning.
struct PathReading
{
    Address server;
    ByteCount received;         ///< Stream bytes.
    ByteCount leastOutstanding; ///< At any time since the last reading.
    Duration roundTrip{};
};

/**
 * What a session is asked for, and what its paths can bring (seed 002, "Monitor Traffic Patterns"
 * and "Analyze Current Utilization").
 *
 * Demand = what is asked for, over the last second, + what is wanted and not here, to be caught up
 * with in CATCH_UP. What is under way anyway, two round trips of the former, is no queue. So a
 * reader that is kept up with asks for its pace, one that is not asks for more than it, and a
 * stream that is fetched as fast as it can be is nothing but a queue: what arrives plays no part,
 * because a flow that its window limits always takes all there is.
 *
 * Capacity = the sum of PathCapacity. A path that was never full counts as the smallest that was,
 * or as what it has shown if that is more. Utilisation = demand / capacity.
 */
class BandwidthMonitor
{
  public:
    static constexpr Duration SLOT = std::chrono::milliseconds(100);
    static constexpr std::size_t SLOTS = 10; ///< Over which asking is averaged.
    static constexpr Duration AVERAGED_OVER = SLOT * SLOTS;
    static constexpr Duration CATCH_UP = std::chrono::seconds(5);

    /// To be called every SLOT, with the paths that carry now. A path that is left out is
    /// forgotten.
    void OnReading(Instant now, const DemandReading& demand, const std::vector<PathReading>& paths);

    BitRate Demand() const;
    /// Zero while no path was ever full.
    BitRate Capacity() const;
    /// The same without one of the paths.
    BitRate CapacityWithout(const Address& server) const;
    /// As it counts in Capacity(); nothing for a path that is not known.
    std::optional<BitRate> CapacityOf(const Address& server) const;
    /// The smallest capacity of the paths that were full: what to expect of another.
    BitRate TypicalCapacity() const;
    /// What has arrived over the last second, of all paths.
    BitRate Rate() const;
    /// Whether every path has shown of late what it can: then Rate() is what they bring together.
    bool AreAllFull() const;
    bool HasPath(const Address& server) const;

  private:
    struct Path
    {
        ByteCount received;
        PathCapacity capacity;
    };

    struct Slot
    {
        ByteCount asked;
        Duration length{};
    };

    BitRate CapacityOf(const Path& path) const;
    void AddSlot(const Slot& slot);
    BitRate AskedRate() const;

    std::map<Address, Path> m_paths;
    std::array<Slot, SLOTS> m_slots{}; ///< A ring.
    std::size_t m_nextSlot{0};
    DemandReading m_last;
    std::optional<Instant> m_lastAt;
    Duration m_roundTrip{}; ///< The longest of all paths.
};

/// @p part in percent of @p whole, rounded down; 0 when there is no whole.
std::uint64_t PercentOf(BitRate part, BitRate whole);

} // namespace kwik

#endif // KWIK_SCALING_BANDWIDTH_MONITOR_H
