#ifndef KWIK_ANALYSIS_PICTURE_RUN_TIMELINE_H
#define KWIK_ANALYSIS_PICTURE_RUN_TIMELINE_H

#include "protocol-core/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kwik::analysis
{

struct SeriesPoint
{
    Instant at;
    double value = 0;
};

/// Values in the order of time.
using Series = std::vector<SeriesPoint>;

/// The sum of what the series last said, at each time at which one of them says something.
Series SumOf(const std::vector<Series>& all);

/// How useful the best of a server's paths is.
enum class PathUse : std::uint8_t
{
    None,
    Connecting,
    Degraded,
    Active,
};

/// The use from here to the next change.
struct UseChange
{
    Instant at;
    PathUse use;
};

/// What the clients saw of one server.
struct ServerTrace
{
    std::string name;
    Series carried;          ///< Stream bytes that came or went so far, of all clients together.
    std::vector<Series> rtt; ///< Nanoseconds, client by client; 0 while there is no path.
    std::vector<UseChange> uses;
};

enum class MarkKind : std::uint8_t
{
    Fault,    ///< A crash, or a link that goes down.
    Repair,   ///< The return of either.
    Change,   ///< Of a link.
    Reaction, ///< Of the protocol.
};

/// Something that happened, worth a line through the picture.
struct Mark
{
    Instant at;
    MarkKind kind;
    std::string label;
};

/// A run as its picture shows it.
struct RunTimeline
{
    std::string title;
    std::string caption; ///< One line of facts.
    Instant end;         ///< Of what there is to see.
    std::vector<ServerTrace> servers;
    std::vector<Series> delivered; ///< Bytes so far, client by client.
    std::vector<Mark> marks;       ///< In the order of time.
};

} // namespace kwik::analysis

#endif // KWIK_ANALYSIS_PICTURE_RUN_TIMELINE_H
