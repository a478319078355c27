#ifndef KWIK_ANALYSIS_OPTIMUM_EARLIEST_FINISH_H
#define KWIK_ANALYSIS_OPTIMUM_EARLIEST_FINISH_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <optional>
#include <vector>

namespace kwik::analysis
{

/// A way for segments, one behind the other.
struct SegmentRoute
{
    BitRate rate;
    Duration delay{}; ///< Of a bit, one way.
};

/// What is to be sent: segments of one length, and what is left in a shorter one.
struct SegmentedBytes
{
    ByteCount size;
    ByteCount segment; ///< @pre more than nothing
};

/**
 * When the last segment arrives if whoever assigns the segments to the routes knows everything, and
 * sends from time 0 on: the offline optimum of an upload.
 *
 * A route that carries b bytes brings the last of them at delay + 8 b / rate. So it brings
 *
 *   b(T) = floor((T - delay) x rate / 8)
 *
 * bytes until T, and the optimum is the least T in which all segments fit into the b(T) of the
 * routes, each segment whole on one route. No handshake, no header, no loss and no congestion
 * window: no protocol is faster.
 *
 * Nothing when no route has a rate.
 */
std::optional<Duration> EarliestFinish(const SegmentedBytes& what,
                                       const std::vector<SegmentRoute>& routes);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_OPTIMUM_EARLIEST_FINISH_H
