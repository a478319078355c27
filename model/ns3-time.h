#ifndef KWIK_MODEL_NS3_TIME_H
#define KWIK_MODEL_NS3_TIME_H

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
    return NanoSeconds(span.count());
}

inline kwik::Instant
SimulatedNow()
{
    return ToInstant(Simulator::Now());
}

} // namespace ns3::kwiklab

#endif // KWIK_MODEL_NS3_TIME_H
