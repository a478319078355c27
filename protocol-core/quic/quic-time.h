#ifndef KWIK_QUIC_QUIC_TIME_H
#define KWIK_QUIC_QUIC_TIME_H

#include "protocol-core/base/instant.h"

#include <cstdint>
#include <ngtcp2/ngtcp2.h>

namespace kwik
{

/// ngtcp2 takes 0 for "never happened", so its clock starts one second before ours.
inline constexpr ngtcp2_tstamp TIMESTAMP_ORIGIN = NGTCP2_SECONDS;

inline ngtcp2_tstamp
ToTimestamp(Instant instant)
{
    return static_cast<ngtcp2_tstamp>(instant.time_since_epoch().count()) + TIMESTAMP_ORIGIN;
}

inline Instant
ToInstant(ngtcp2_tstamp timestamp)
{
    if (timestamp == UINT64_MAX)
    {
        return NEVER;
    }
    return Instant(Duration(static_cast<Duration::rep>(timestamp - TIMESTAMP_ORIGIN)));
}

inline ngtcp2_duration
ToTimespan(Duration span)
{
    return static_cast<ngtcp2_duration>(span.count());
}

/// A span that ngtcp2 does not know yet (UINT64_MAX) counts as none.
inline Duration
ToDuration(ngtcp2_duration span)
{
    return span == UINT64_MAX ? Duration{} : Duration(static_cast<Duration::rep>(span));
}

} // namespace kwik

#endif // KWIK_QUIC_QUIC_TIME_H
