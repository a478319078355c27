#ifndef KWIK_STREAM_PATH_LOAD_H
#define KWIK_STREAM_PATH_LOAD_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/stream/download-config.h"
#include "protocol-core/stream/rate-estimator.h"

namespace kwik
{

/// How long it takes on a path until what was asked for begins to come.
struct RoundTrip
{
    Duration smoothed; ///< RFC 9002, section 5.3: behind when a queue fills.
    Duration current;  ///< At least this much now.
};

/// What a receiver knows of one path, and what follows from it for the ranges it asks for there.
struct PathLoad
{
    RoundTrip roundTrip;
    RateEstimator rate;
    ByteCount arrived;   ///< All that ever came, headers and all.
    Instant arrivedAt{}; ///< The newest of it.

    /// How much should be outstanding, so that the server never waits for a request.
    ByteCount Credit(const DownloadConfig& config) const;
    /// How much one request should name: a few requests are under way at any time.
    ByteCount RequestSize(const DownloadConfig& config) const;

    /// How long @p amount bytes of what is outstanding will take. A sender in slow start is trusted
    /// to double its rate once more, not twice: nobody knows where the link ends.
    Duration DrainTime(ByteCount amount) const;
    /// The mean rate over that time.
    BitRate DrainRate(ByteCount amount) const;
    /// When @p extra bytes more would be here, with @p outstanding bytes before them.
    Duration FinishTime(ByteCount outstanding, ByteCount extra) const;
    /// How much more could be here within @p span, with @p outstanding bytes before it.
    ByteCount DoneWithin(ByteCount outstanding, Duration span) const;
    /// What the server has sent, or will have sent before any word of ours can reach it.
    ByteCount BeyondRecall() const;

    /// How many whole round trips @p amount bytes take a sender that starts with the initial window
    /// and doubles it every time.
    static std::uint64_t RoundTripsOfSlowStart(ByteCount amount);

  private:
    /// What a growing path will bring in the round trip to come.
    ByteCount NextRound() const;
};

} // namespace kwik

#endif // KWIK_STREAM_PATH_LOAD_H
