#ifndef KWIK_SESSION_SESSION_CONFIG_H
#define KWIK_SESSION_SESSION_CONFIG_H

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
};

/// How a server answers its sessions.
struct ServerConfig
{
    /// The start of a stream that the primary sends unrequested (PROTOCOL section 4).
    ByteCount firstWindow{64U << 10};
    /// The payload of one KDP data frame; smaller frames arrive sooner, larger ones cost less.
    ByteCount framePayload{8U << 10};
    UploadConfig upload;
    DuplexConfig duplex;
};

} // namespace kwik

#endif // KWIK_SESSION_SESSION_CONFIG_H
