#ifndef KWIK_EXPERIMENT_RUN_PACED_READER_H
#define KWIK_EXPERIMENT_RUN_PACED_READER_H

#include "experiment/run/run-world.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <memory>

namespace kwik::experiment
{

/**
 * An application that reads one stream at a rate, like a player: it wants what its clock says, and
 * when it had to wait it catches up.
 */
class PacedReader
{
  public:
    /// How often it reads, at most ...
    static constexpr Duration TICK = std::chrono::milliseconds(20);
    /// ... and as much at once, at least: who reads slowly reads seldom.
    static constexpr ByteCount GULP{1'000};

    /// The references outlive the reader.
    PacedReader(RunClock& clock, HostPort& host, const SessionStream& stream, BitRate rate);

    /// From now on.
    void SetRate(BitRate rate);

  private:
    ByteCount Due() const;
    Duration Interval() const;
    void Read();

    RunClock& m_clock;
    HostPort& m_host;
    SessionStream m_stream;
    BitRate m_rate;
    Instant m_since; ///< When the rate was set.
    ByteCount m_before;
    /// Of the next read: who was told to read with another one does not.
    std::shared_ptr<std::uint64_t> m_turn;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_RUN_PACED_READER_H
