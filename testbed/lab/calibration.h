#ifndef KWIK_TESTBED_LAB_CALIBRATION_H
#define KWIK_TESTBED_LAB_CALIBRATION_H

#include "protocol-core/base/instant.h"
#include "testbed/lab/file-handle.h"
#include "testbed/lab/lab-report.h"
#include "testbed/lab/lab-spec.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kwik::testbed
{

/**
 * Sends real UDP datagrams over every link, in both directions at the same time, and measures what
 * arrives: first single small ones, for the delay, then a burst of full ones that the queue holds,
 * for the rate. The kernel says when one arrived, so that it does not matter when we look.
 *
 * Jitter and packets held back blur the rate; that is not corrected.
 */
class Calibration
{
  public:
    /// @p spec has to outlive it.
    explicit Calibration(const LabSpec& spec);

    /// The sender of the next direction; the order is that of the links, `from` before `to`.
    /// @pre the network namespace of this thread is the sender's @throws LabError
    void AddEnd(const std::string& device);

    /// @pre all ends were added
    std::vector<DirectionCalibration> Run(Duration budget);

  private:
    struct End
    {
        FileHandle socket;
        std::uint16_t port;
    };

    struct Arrival
    {
        std::uint64_t number;
        Duration sent; ///< Of the settable clock, as is the next one.
        Duration arrived;
        bool isOfBurst;
    };

    struct Direction
    {
        DirectionCalibration found;
        std::vector<Arrival> arrivals;
    };

    void SendSmallOnes(Duration budget);
    void SendBursts(Duration budget);
    void SendOne(std::size_t direction, std::size_t size, bool isOfBurst);
    /// Reads what comes until then.
    void ReceiveUntil(Instant deadline);
    /// The same, but no longer than until everything has come.
    void AwaitAll(Instant deadline);
    void ReceiveAll(std::size_t end);
    bool IsAllThere() const;
    std::uint64_t BurstOf(const DirectionShape& shape, ByteCount packet, Duration budget) const;
    Duration LongestWay() const;
    void Conclude(Direction& direction) const;
    const LabLink& LinkOf(std::size_t direction) const;

    const LabSpec& m_spec;
    std::vector<End> m_ends; ///< By the direction whose packets they send.
    std::vector<Direction> m_directions;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_CALIBRATION_H
