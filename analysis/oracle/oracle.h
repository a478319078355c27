#ifndef KWIK_ANALYSIS_ORACLE_ORACLE_H
#define KWIK_ANALYSIS_ORACLE_ORACLE_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <optional>
#include <vector>

namespace kwik::analysis
{

/// A way between a client and a server that does not change, and that nobody else uses.
struct OracleRoute
{
    BitRate rate;
    Duration delay{}; ///< One way.
    double loss = 0;  ///< Of a packet, independent of all others.
};

/// The part of a link's rate that can be content: 1437 of 1502 bytes of a full packet, of which
/// 8192 of 8206 are content (docs/validation.md derives it).
inline constexpr double FRAMING_CEILING = 1437.0 / 1502.0 * 8192.0 / 8206.0;

/// What the routes carry of content together, in bits a second: no transfer is faster.
double CapacityOf(const std::vector<OracleRoute>& routes);

/// What a route carries with a congestion control that halves its window at a loss, in bits a
/// second: sqrt(3/2) / sqrt(p) full packets a round trip, at most the capacity (Mathis, Semke,
/// Mahdavi, Ott 1997). Nothing without loss.
std::optional<double> RenoRateOf(const OracleRoute& route);

/// The first two round trips of a connection, after which it works: QUIC's handshake, and the first
/// message of the session with its answer. Serialisation comes on top.
Duration HandshakeOf(const OracleRoute& route);

/// When the last of so many bytes can have come if every route carries content at its capacity from
/// the end of its handshake on, with which a first request may go. No transfer is faster. Nothing
/// when no route has a rate.
std::optional<Duration> EarliestCompletion(ByteCount size, const std::vector<OracleRoute>& routes);

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_ORACLE_ORACLE_H
