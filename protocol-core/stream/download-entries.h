#ifndef KWIK_STREAM_DOWNLOAD_ENTRIES_H
#define KWIK_STREAM_DOWNLOAD_ENTRIES_H

#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"
#include "protocol-core/stream/path-fitness.h"
#include "protocol-core/stream/path-load.h"

#include <set>

namespace kwik
{

/// What DownloadScheduler knows of a path.
struct DownloadPath
{
    PathLoad load;
    bool isReady{false};
    bool isDraining{false};
    PathFitness fitness{PathFitness::Fit};
    ByteCount leastOutstanding;
    std::set<StreamId> unable; ///< What it cannot serve now.

    bool CanServe(StreamId stream) const
    {
        return isReady && !unable.contains(stream);
    }
};

/// What it knows of a stream.
struct DownloadStream
{
    ByteCount extent;
    ByteCount delivered;
    ByteCount head;       ///< The first byte that is missing, ...
    Instant waitsSince{}; ///< ... and since when it is that one.
    ByteCount limit{UINT64_MAX};
    RangeId rescued; ///< The last one that somebody else was asked for a part of.
};

/// A path and when it would have delivered something.
struct DownloadCandidate
{
    PathId path;
    Duration finish;
    ByteCount size; ///< What to ask it for.
};

/// What one path is to take over from another.
struct DownloadTheft
{
    PathId thief;
    RangeId range;
    ByteCount wanted; ///< From its end.
    RangePurpose purpose;
};

} // namespace kwik

#endif // KWIK_STREAM_DOWNLOAD_ENTRIES_H
