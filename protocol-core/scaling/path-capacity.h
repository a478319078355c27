#ifndef KWIK_SCALING_PATH_CAPACITY_H
#define KWIK_SCALING_PATH_CAPACITY_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <array>
#include <cstddef>
#include <optional>

namespace kwik
{

/**
 * What one path can carry, learned from what it has carried.
 *
 * Time comes in slots. A slot is full when what was outstanding in it was never less than the path
 * brings in two round trips: by Little's law the path, and not its user, was the limit then
 * (Little: A Proof for the Queuing Formula L = lambda W, 1961). The capacity is the best second
 * within the last three seconds of full slots; other slots only ever raise it, as with the samples
 * that BBR calls application-limited (draft-ietf-ccwg-bbr, "Handling Application-Limited").
 */
class PathCapacity
{
  public:
    /// A second and three, in slots of 100 ms.
    static constexpr std::size_t SLOTS_A_SAMPLE = 10;
    static constexpr std::size_t SAMPLES = 30;
    /// Fewer full slots in a row say little.
    static constexpr std::size_t SLOTS_MIN = 5;

    struct Slot
    {
        Duration length{}; ///< Not zero.
        ByteCount received;
        ByteCount leastOutstanding; ///< At any time in the slot.
        Duration roundTrip{};
    };

    void OnSlot(const Slot& slot);

    /// Nothing before the path was full once.
    std::optional<BitRate> Capacity() const;
    /// At least so much it can carry.
    BitRate Shown() const;
    /// Over the last second.
    BitRate Rate() const;
    /// Whether the newest slots were full, so that the path has shown what it can.
    bool IsFull() const;

    static bool IsFull(const Slot& slot);

  private:
    BitRate MeanOf(std::size_t newest) const;
    void AddSample(BitRate sample);

    std::array<Slot, SLOTS_A_SAMPLE> m_slots{}; ///< A ring; the newest is before m_nextSlot.
    std::size_t m_nextSlot{0};
    std::size_t m_count{0};
    std::size_t m_fullInARow{0};
    std::array<BitRate, SAMPLES> m_samples{}; ///< A ring, of full slots only.
    std::size_t m_nextSample{0};
    BitRate m_capacity;
    bool m_wasFull{false};
};

} // namespace kwik

#endif // KWIK_SCALING_PATH_CAPACITY_H
