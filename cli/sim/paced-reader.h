#ifndef KWIK_CLI_SIM_PACED_READER_H
#define KWIK_CLI_SIM_PACED_READER_H

#include "model/kwik-application.h"

#include <ns3/event-id.h>
#include <ns3/ptr.h>

namespace kwik::sim
{

/**
 * An application that reads one stream at a rate, like a player: it wants what its clock says, and
 * when it had to wait it catches up. Lives as long as the simulation.
 */
class PacedReader
{
  public:
    /// How often it reads, at most ...
    static constexpr Duration TICK = std::chrono::milliseconds(20);
    /// ... and as much at once, at least: who reads slowly reads seldom.
    static constexpr ByteCount GULP{1'000};

    PacedReader(ns3::Ptr<ns3::kwiklab::KwikApplication> application,
                SessionStream stream,
                BitRate rate);
    ~PacedReader();
    PacedReader(const PacedReader&) = delete;
    PacedReader& operator=(const PacedReader&) = delete;

    /// From now on.
    void SetRate(BitRate rate);

  private:
    ByteCount Due() const;
    Duration Interval() const;
    void Read();

    ns3::Ptr<ns3::kwiklab::KwikApplication> m_application;
    SessionStream m_stream;
    BitRate m_rate;
    Instant m_since; ///< When the rate was set.
    ByteCount m_before;
    ns3::EventId m_next;
};

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_PACED_READER_H
