#ifndef KWIK_QUIC_QUIC_TOTALS_H
#define KWIK_QUIC_QUIC_TOTALS_H

#include <cstdint>

namespace kwik
{

/// Counts over all connections that an endpoint ever had.
struct QuicTotals
{
    std::uint64_t established{0};
    std::uint64_t failed{0}; ///< Begun by either side, and over before they were established.
    /// Packets with bytes of streams that were declared lost, some of them wrongly: what was in
    /// them was sent again. Counted when a stream ends.
    std::uint64_t packetsLost{0};
};

} // namespace kwik

#endif // KWIK_QUIC_QUIC_TOTALS_H
