#ifndef KWIK_STREAM_UPLOAD_UPLOAD_CONFIG_H
#define KWIK_STREAM_UPLOAD_UPLOAD_CONFIG_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstdint>
#include <vector>

namespace kwik
{

/// Which UploadScheduler spreads an upload over the paths (PROTOCOL section 4).
enum class UploadPolicy : std::uint8_t
{
    MinRtt,
    RoundRobin,
    Weighted,
    Blest,
    Ecf,
    Redundant,
    Deadline,
};

/// What a server takes of every upload before it has said anything, and a client may send: 64 KiB,
/// as the first window of a download.
inline constexpr ByteCount UPLOAD_FIRST_WINDOW{64U << 10};

/// The share of a server in TrafficDistributionPlan; what has none weighs 1.
struct UploadWeight
{
    Address server;
    std::uint32_t weight{1};
};

/// How a client sends the bytes of its uploads, and a server takes them.
struct UploadConfig
{
    UploadPolicy scheduler = UploadPolicy::MinRtt;
    /// For the scheduler `weighted`.
    std::vector<UploadWeight> weights;
    /// The longest segment: one data frame on one path. As ServerConfig::framePayload.
    ByteCount segmentMax{8U << 10};
    /// A path with less room than this is full, unless what is left to send is shorter: one QUIC
    /// packet of the smallest size that every path carries (RFC 9000 section 14).
    ByteCount segmentMin{1'200};
    /// What of one stream may be written by the application and not acknowledged by the server; a
    /// writer gets no further.
    ByteCount buffer{16U << 20};
    /// And of all streams together, in equal shares, of which none is smaller than the first
    /// window.
    ByteCount sessionBuffer{64U << 20};
    /// What a server holds of one stream while earlier bytes are missing: the end-to-end window.
    /// Twice the product of 200 Mbit/s and 160 ms, the rule of PROTOCOL section 4.
    ByteCount window{8U << 20};
    /// A path that has brought no end-to-end acknowledgement for so long, or for four of its round
    /// trips, while it owes some, is passed over: the connection lives, but what stands behind it
    /// (a relay, PROTOCOL section 1) may not.
    Duration patience = std::chrono::seconds(3);
};

} // namespace kwik

#endif // KWIK_STREAM_UPLOAD_UPLOAD_CONFIG_H
