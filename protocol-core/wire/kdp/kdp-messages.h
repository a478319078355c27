#ifndef KWIK_WIRE_KDP_KDP_MESSAGES_H
#define KWIK_WIRE_KDP_KDP_MESSAGES_H

#include "protocol-core/base/bytes.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/reset-cause.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kwik
{

// The messages of the Kwik data plane (PROTOCOL section 4). docs/wire-format.md has their bytes.

/// The longest payload of one data frame.
inline constexpr std::uint64_t KDP_PAYLOAD_MAX = 64U << 10;
/// The longest range that one request may name.
inline constexpr std::uint64_t KDP_RANGE_MAX = 1U << 20;
/// The longest name of a content.
inline constexpr std::uint64_t KDP_NAME_MAX = 255;
/// The most ranges in one acknowledgement.
inline constexpr std::uint64_t KDP_ACK_RANGES_MAX = 32;

/// What of a stream has an end.
enum class StreamFinish : std::uint8_t
{
    Open,  ///< More may follow.
    Final, ///< The stream ends here.
};

/// How soon the receiver needs a range.
enum class RangePriority : std::uint8_t
{
    Urgent, ///< The application waits for it.
    Normal,
};

/// Bytes of a stream at their place in it.
struct KdpData
{
    StreamId stream;
    ByteCount offset;
    StreamFinish finish;
    RangePriority priority;
    SharedBytes payload;
};

/// Asks for [offset, offset + length) of a stream; the frames come back on the same QUIC stream.
struct KdpRangeRequest
{
    StreamId stream;
    ByteCount offset;
    ByteCount length;
    RangePriority priority;
    std::string content; ///< What the stream carries, so that any replica can answer.
};

/// Gives up the tail of a range that was asked for on the same QUIC stream.
struct KdpRangeTrim
{
    ByteCount end; ///< The new end of the range, as an offset into the stream.
};

/// Opens a stream whose bytes are the named content.
struct KdpStreamOpen
{
    StreamId stream;
    std::string content;
};

/// How far a stream reaches so far.
struct KdpStreamExtent
{
    StreamId stream;
    ByteCount extent;
    ByteCount pushed; ///< Up to here the server sends without being asked.
    StreamFinish finish;
    std::string content;
};

/// The server has no such content.
struct KdpStreamRefused
{
    StreamId stream;
};

/// What the receiver of an upload has of it, whichever paths brought it.
struct KdpStreamAck
{
    struct Range
    {
        ByteCount begin;
        ByteCount end;
        auto operator<=>(const Range&) const = default;
    };

    StreamId stream;
    ByteCount cumulative;      ///< Everything below.
    StreamFinish finish;       ///< Final: the receiver knows the end and has everything.
    std::vector<Range> ranges; ///< Behind it, in order, disjoint and not empty.
};

/// How far the sender of an upload may go.
struct KdpStreamWindow
{
    StreamId stream;
    ByteCount limit; ///< The receiver takes the bytes below.
};

/// Whether the client has heard of the server's end of a stream before.
enum class StreamAcquaintance : std::uint8_t
{
    New,
    Known, ///< A server that does not know the stream has lost it.
};

/// Opens a stream that goes in both directions, or says again what the client's direction is.
struct KdpStreamConnect
{
    StreamId stream;
    ByteCount extent; ///< So many bytes the client has written so far.
    StreamFinish finish;
    StreamAcquaintance acquaintance;
    std::string service; ///< Who is wanted at the server.
};

/// Ends both directions of a stream at once; what is under way is dropped.
struct KdpStreamReset
{
    StreamId stream;
    ResetCause cause;
};

using KdpMessage = std::variant<KdpData,
                                KdpRangeRequest,
                                KdpRangeTrim,
                                KdpStreamOpen,
                                KdpStreamExtent,
                                KdpStreamRefused,
                                KdpStreamAck,
                                KdpStreamWindow,
                                KdpStreamConnect,
                                KdpStreamReset>;

} // namespace kwik

#endif // KWIK_WIRE_KDP_KDP_MESSAGES_H
