#ifndef KWIK_MODEL_NS3_TIME_H
#define KWIK_MODEL_NS3_TIME_H

#include "protocol-core/base/assert.h"
#include "protocol-core/base/instant.h"

#include <ns3/nstime.h>
#include <ns3/simulator.h>

namespace ns3::kwiklab
{

/// Both clocks count nanoseconds from the start of the simulation.
inline kwik::Instant
ToInstant(const Time& time)
{
    return kwik::Instant(kwik::Duration(time.GetNanoSeconds()));
}

inline Time
ToTime(kwik::Duration span)
{
    KWIK_ASSERT(span >= kwik::Duration{}); // ns-3 would accept it and corrupt its order of events.
    return NanoSeconds(static_cast<std::uint64_t>(span.count()));
}

inline kwik::Instant
SimulatedNow()
{
    return ToInstant(Simulator::Now());
}

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_NS3_TIME_H
