#ifndef KWIK_STREAM_PATH_LOAD_H
#define KWIK_STREAM_PATH_LOAD_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/stream/download-config.h"
#include "protocol-core/stream/rate-estimator.h"

namespace kwik
{

/// What a receiver knows of one path, and what follows from it for the ranges it asks for there.
struct PathLoad
{
    Duration roundTrip;
    RateEstimator rate;

    /// What the path will deliver in the next round trip: twice its best while it still grows.
    BitRate ExpectedRate(const DownloadConfig& config) const;
    /// How fast what is outstanding will arrive.
    BitRate DrainRate(const DownloadConfig& config) const;
    /// How much should be outstanding, so that the server never waits for a request.
    ByteCount Credit(const DownloadConfig& config) const;
    /// How much one request should name: a few requests are under way at any time.
    ByteCount RequestSize(const DownloadConfig& config) const;
    /// When @p extra bytes more would be here, with @p outstanding bytes before them.
    Duration FinishTime(const DownloadConfig& config, ByteCount outstanding, ByteCount extra) const;
    /// How much more could be here within @p span, with @p outstanding bytes before it.
    ByteCount DoneWithin(const DownloadConfig& config, ByteCount outstanding, Duration span) const;
    /// What the server has sent, or will have sent before any word of ours can reach it.
    ByteCount BeyondRecall(const DownloadConfig& config) const;

  private:
    BitRate InitialGuess(const DownloadConfig& config) const;
};

} // namespace kwik

#endif // KWIK_STREAM_PATH_LOAD_H
