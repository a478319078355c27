#ifndef KWIK_SESSION_SESSION_CONFIG_H
#define KWIK_SESSION_SESSION_CONFIG_H

#include "protocol-core/base/carrier-types.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/failover/failover-policy.h"
#include "protocol-core/path/path-config.h"
#include "protocol-core/path/qos-policy.h"
#include "protocol-core/scaling/scaling-config.h"
#include "protocol-core/session/duplex-config.h"
#include "protocol-core/stream/download-config.h"
#include "protocol-core/stream/upload/upload-config.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kwik
{

/// How many servers a session uses (seed 004, "ConnectionConfig").
struct PathLimits
{
    std::uint32_t min = 1;
    std::uint32_t max = 8;
    /// More than this left to fetch opens further paths at once. A small object must not pay for a
    /// second handshake (PROTOCOL section 2) ...
    ByteCount openAbove{1'000'000};
    /// ... unless the open paths, at the rates they have shown, would take longer than this many
    /// round trips: a new path needs two before it brings anything.
    std::uint32_t openAfterRoundTrips = 3;
};

/// How a client's sessions behave.
struct SessionConfig
{
    PathLimits paths;
    PathConfig path;
    FailoverPolicy failover;
    DownloadConfig download;
    UploadConfig upload;
    DuplexConfig duplex;
    ScalingConfig scaling;
    QosPolicy qos;
    /// The first guess of a round trip, before anything was measured.
    Duration initialRtt = std::chrono::milliseconds(100);
    /// The keys of the servers that may be used besides the one that is dialled (seed 004,
    /// "AllowedServers"); empty: all.
    std::vector<KeyPin> allowedServers;
};

/// How a primary asks other servers before it recommends them (PROTOCOL section 2, step 5).
struct InquiryConfig
{
    /// How long a client's question waits for their answers; 0: nobody is asked.
    Duration patience = std::chrono::seconds(1);
    /// How long an answer holds.
    Duration validFor = std::chrono::seconds(10);
    /// Who is more loaded than this is not recommended.
    std::uint32_t loadLimitPercent = 90;
};

/// How a server answers its sessions.
struct ServerConfig
{
    /// The start of a stream that the primary sends unrequested (PROTOCOL section 4).
    ByteCount firstWindow{64U << 10};
    /// The payload of one KDP data frame; smaller frames arrive sooner, larger ones cost less.
    ByteCount framePayload{8U << 10};
    UploadConfig upload;
    InquiryConfig inquiry;
    /// The paths of clients that this server wants to have at most: its load is told as a share of
    /// it. 0: it wants none. Nobody is refused: it only says so to servers that ask.
    std::optional<std::uint32_t> capacity;
    DuplexConfig duplex;
};

} // namespace kwik

#endif // KWIK_SESSION_SESSION_CONFIG_H
