#ifndef KWIK_BASE_CARRIER_TYPES_H
#define KWIK_BASE_CARRIER_TYPES_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/base/violation.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace kwik
{

/// SHA-256 over the DER SubjectPublicKeyInfo of a peer's key (RFC 7469 section 2.4).
using KeyPin = std::array<std::byte, 32>;

/// Whom to connect to, and as whom the peer has to prove itself.
struct CarrierTarget
{
    Address peer;
    KeyPin pin;
    Duration initialRtt; ///< The first guess of the round trip (RFC 9002 section 6.2.2).
};

enum class StreamEnd : std::uint8_t
{
    Open,  ///< More bytes may follow.
    Final, ///< These were the last (FIN).
};

/// The order in which the streams of one connection are sent.
enum class StreamRank : std::uint8_t
{
    Control, ///< KCP, and the control messages of the data plane.
    Urgent,  ///< Bytes that the application is already waiting for.
    Normal,
};

/// What one connection measures about its way to the peer.
struct CarrierSnapshot
{
    Instant lastReceived{}; ///< Arrival of the newest datagram that decrypted.
    Duration smoothedRtt{};
    /// The smoothed one, the newest that was measured on purpose, or how long the next has been
    /// under way: the longest of them.
    Duration currentRtt{};
    Duration minRtt{};
    Duration rttVariance{};
    Duration probeTimeout{}; ///< PTO without backoff (RFC 9002 section 6.2.1).
    ByteCount congestionWindow;
    ByteCount bytesInFlight;
    ByteCount bytesUnsent; ///< Written, and in no packet yet.
    ByteCount datagramBytesSent;
    ByteCount datagramBytesReceived;
    std::uint64_t datagramsSent{};
    std::uint64_t datagramsReceived{};
};

enum class CarrierCloseCause : std::uint8_t
{
    PeerClosed,       ///< The peer said CONNECTION_CLOSE.
    IdleTimeout,      ///< Nothing came for the negotiated idle time.
    HandshakeTimeout, ///< The handshake did not complete in time.
    HandshakeFailed,  ///< TLS refused: wrong key, wrong ALPN, bad message.
    PeerForgot,       ///< A stateless reset: the peer has no such connection any more.
    ProtocolError,    ///< The peer broke RFC 9000.
};

/// What is said to the peer with CONNECTION_CLOSE.
struct CarrierFarewell
{
    std::uint64_t
        code; ///< Application error code (RFC 9000 section 20.2); docs/wire-format.md lists them.
    std::string reason;
};

struct CarrierAccepted ///< A client has reached us; nothing is known of it yet.
{
    CarrierId id;
    Address peer;
};

struct CarrierReplied ///< The first datagram from the peer of a connection that we started.
{
    CarrierId id;
};

struct CarrierEstablished ///< The handshake is complete; the peer's key is the expected one.
{
    CarrierId id;
    std::optional<KeyPin>
        peerKey{}; ///< Which the peer has proved; at a server only when asked for.
};

struct CarrierHeard ///< A datagram of the peer came.
{
    CarrierId id;
    CarrierSnapshot snapshot; ///< As measured after it.
};

struct CarrierBytes
{
    CarrierId id;
    CarrierStreamId stream;
    SharedBytes bytes;
    StreamEnd end;
};

/// The two directions of a stream, which end on their own.
enum class StreamHalf : std::uint8_t
{
    Inbound,  ///< From the peer.
    Outbound, ///< To the peer.
};

struct CarrierStreamAborted ///< The peer gave up one half of a stream.
{
    CarrierId id;
    CarrierStreamId stream;
    StreamHalf half; ///< Inbound: no more bytes come. Outbound: what is written is dropped.
};

struct CarrierSendSpace ///< The sum of all, less what was written, may be written now.
{
    CarrierId id;
    ByteCount space;
};

struct CarrierClosed ///< The connection is gone; its id is not used again.
{
    CarrierId id;
    CarrierCloseCause cause;
    CarrierFarewell farewell;             ///< The peer's, when the cause is PeerClosed.
    std::optional<Violation> violation{}; ///< When the cause is HandshakeFailed.
};

using CarrierEvent = std::variant<CarrierAccepted,
                                  CarrierReplied,
                                  CarrierEstablished,
                                  CarrierHeard,
                                  CarrierBytes,
                                  CarrierStreamAborted,
                                  CarrierSendSpace,
                                  CarrierClosed>;

} // namespace kwik

#endif // KWIK_BASE_CARRIER_TYPES_H
