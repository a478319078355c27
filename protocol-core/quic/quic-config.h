#ifndef KWIK_QUIC_QUIC_CONFIG_H
#define KWIK_QUIC_QUIC_CONFIG_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstddef>
#include <cstdint>

namespace kwik
{

/// The congestion controllers that ngtcp2 1.11 offers.
enum class CongestionControl : std::uint8_t
{
    Cubic, ///< RFC 9438.
    Bbr,   ///< BBRv2 (draft-cardwell-iccrg-bbr-congestion-control-02).
    Reno,  ///< NewReno as RFC 9002 section 7 has it.
};

/// How the QUIC connections of one host behave. Durations and sizes are per connection.
struct QuicConfig
{
    CongestionControl congestionControl = CongestionControl::Cubic;
    /// UDP payload of a full datagram: Ethernet's 1500 bytes less 20 of IPv4 and 8 of UDP.
    ByteCount datagramPayload{1472};
    /// Whether that is the most that they may grow to, as far as the path carries it (DPLPMTUD,
    /// RFC 9000 section 14.3); else it is what each path carries, as on links that a scenario
    /// names.
    bool discoversPathMtu = false;
    /// RFC 9000 section 10.1; the smaller of both peers' values counts.
    Duration idleTimeout = std::chrono::seconds(30);
    /// How long a handshake may take before the path counts as failed.
    Duration handshakeTimeout = std::chrono::seconds(3);
    /// Connections that clients have started and not established; further Initials are dropped, and
    /// come again when the client's probe timer fires.
    std::size_t handshakesMax = 1024;
    /// RFC 9000 section 13.2.1; part of the peer's probe timeout.
    Duration maxAckDelay = std::chrono::milliseconds(25);
    /// Receive window of one QUIC stream. A range is at most 1 MiB, so one stream never waits for
    /// it.
    ByteCount streamWindow{4U << 20};
    /// Receive window of the connection: bounds what a peer may have in flight on one path.
    ByteCount connectionWindow{32U << 20};
    /// Bytes that may wait unsent on one connection before CarrierSendSpace stops announcing room.
    ByteCount sendBuffer{48U << 10};
    /// Datagrams written at one instant before pacing decides again (RFC 9002 section 7.7); less
    /// when they are more than 64 KiB.
    std::uint32_t writeBatch = 10;
    /// As many of them when the pacing rate has a larger send quantum (1 ms of a fast path, at most
    /// 64 KiB); on real sockets they leave in one call.
    std::uint32_t writeBatchMax = 10;
};

} // namespace kwik

#endif // KWIK_QUIC_QUIC_CONFIG_H
