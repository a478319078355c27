#ifndef KWIK_STREAM_DOWNLOAD_CONFIG_H
#define KWIK_STREAM_DOWNLOAD_CONFIG_H

#include "protocol-core/base/units.h"

#include <cstdint>

namespace kwik
{

/// How a receiver spreads the ranges of a download over its paths (PROTOCOL section 4).
struct DownloadConfig
{
    /// The longest range that one request may name (PROTOCOL section 4).
    ByteCount rangeMax{1U << 20};
    /// The shortest range worth a request: below it the request costs more than it moves.
    ByteCount rangeMin{4U << 10};
    /// Ranges requested on a path before anything is known of its rate.
    ByteCount initialCredit{64U << 10};
    /// Outstanding ranges on a path = best rate x RTT x this many percent: one round trip for the
    /// request to take effect, and more for what waits behind lost packets, as it counts as
    /// outstanding until they are repaired. What the server has not sent can be taken back, so too
    /// much costs less than too little (docs/decisions/0009-credits-pace-a-download.md).
    std::uint32_t creditGainPercent = 400;
    /// Bytes that may be requested twice to finish sooner, in percent of the bytes received. Unless
    /// this is 0, the first window of a path is not counted: its size is a guess, and when the path
    /// turns out to be slow it would hold up everything else.
    std::uint32_t redundancyPercent = 2;
    /// Reassembly never holds more than this much, whatever rate and round trip ask for.
    ByteCount reassemblyCap{64U << 20};
};

} // namespace kwik

#endif // KWIK_STREAM_DOWNLOAD_CONFIG_H
