#ifndef KWIK_SESSION_DUPLEX_CONFIG_H
#define KWIK_SESSION_DUPLEX_CONFIG_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <algorithm>
#include <cstddef>

namespace kwik
{

/// How one end of streams that go in both directions treats them (docs/decisions/0012).
struct DuplexConfig
{
    /// What one stream may hold that has come and that the program has not read ...
    ByteCount window{8U << 20};
    /// ... and all streams of a session together, in equal shares.
    ByteCount sessionWindow{64U << 20};
    /// As a server: what of one stream may be written and not acknowledged by the client ...
    ByteCount buffer{16U << 20};
    /// ... and of all streams of a session together, in equal shares.
    ByteCount sessionBuffer{64U << 20};
    /// No share is smaller: less than the first window makes a stream wait for each round trip.
    ByteCount shareMin{64U << 10};
    /// As a server: so much that the client has not acknowledged goes out unasked, as with the
    /// first window of a content (ServerConfig::firstWindow). The client asks for the rest.
    ByteCount pushWindow{64U << 10};
    /// As a server: streams of one session at a time.
    std::size_t streamsMax = 256;
    /// As a server: sessions that have such streams at a time.
    std::size_t sessionsMax = 1'024;
    /// As a server: what the client does not acknowledge is told on every path of its session after
    /// so long, then after twice as long, and so on.
    Duration retellAfter = std::chrono::milliseconds(500);
    /// An end that hears nothing of the other while it waits for something gives all streams of the
    /// session up: the idle time of QUIC.
    Duration giveUpAfter = std::chrono::seconds(30);
};

/// What one of @p streams may have of @p total, if each is to have no more than @p most.
inline ByteCount
FairShare(ByteCount total, ByteCount most, ByteCount least, std::size_t streams)
{
    const ByteCount share{total.value / std::max<std::size_t>(streams, 1)};
    return std::max(std::min(share, most), std::min(least, most));
}

} // namespace kwik

#endif // KWIK_SESSION_DUPLEX_CONFIG_H
