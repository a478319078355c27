#ifndef KWIK_SESSION_CARRIER_ACTIONS_H
#define KWIK_SESSION_CARRIER_ACTIONS_H

#include "protocol-core/base/carrier-types.h"

namespace kwik
{

// What a path asks of its carrier connection; the endpoint knows which connection that is.

struct WriteStream
{
    CarrierStreamId stream;
    SharedBytes bytes;
    StreamEnd end;
};

struct RankStream
{
    CarrierStreamId stream;
    StreamRank rank;
};

struct AbortStream
{
    CarrierStreamId stream;
};

struct CloseConnection
{
    CarrierFarewell farewell;
};

/// Why we close a connection, unless it is a Violation (docs/wire-format.md, "Application error
/// codes").
enum class FarewellCode : std::uint64_t
{
    Done = 0,
    PeerSilent = 1,
    Refused = 3,
    Superseded = 4, ///< A newer attempt replaces this one.
    Leaving = 5,    ///< The server ends, and has said so before.
};

/// Every path uses its QUIC streams alike: the first for KCP, the second for KDP control messages.
inline constexpr CarrierStreamId KCP_STREAM{0};
inline constexpr CarrierStreamId KDP_STREAM{4};
/// The first client stream that carries a range; then every fourth (RFC 9000 section 2.1).
inline constexpr CarrierStreamId FIRST_RANGE_STREAM{8};
/// The first server stream, for what is pushed; then every fourth.
inline constexpr CarrierStreamId FIRST_PUSH_STREAM{1};
inline constexpr std::uint64_t CARRIER_STREAM_STEP = 4;

constexpr bool
IsClientStream(CarrierStreamId stream)
{
    return stream.value % CARRIER_STREAM_STEP == 0;
}

} // namespace kwik

#endif // KWIK_SESSION_CARRIER_ACTIONS_H
