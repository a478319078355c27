#ifndef KWIK_SESSION_SESSION_REPORT_H
#define KWIK_SESSION_SESSION_REPORT_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"
#include "protocol-core/registry/capability.h"

#include <cstdint>
#include <vector>

namespace kwik
{

/// How a session ended.
enum class SessionEnd : std::uint8_t
{
    Closed, ///< As its owner asked.
    Lost,   ///< No server was reachable for the recovery timeout.
};

/// What went between one server and a session so far, over all their paths.
struct ServerShare
{
    Address server;
    ByteCount received; ///< Stream bytes, those that came twice included.
    ByteCount sent;     ///< Bytes of uploads, those that went out twice included.
};

/// How one path of a session stands.
struct PathReport
{
    PathId path;
    Address server;
    PathState state;
    Duration smoothedRtt;
    ByteCount outstanding; ///< Requested and not received, or sent and not acknowledged end to end.
};

/// What a session knows of one server.
struct ServerReport
{
    Address server;
    std::vector<Capability> capabilities; ///< As it has told last; none before.
};

/// A look at a session from outside, for samples and summaries; it changes nothing.
struct SessionReport
{
    ByteCount duplicates; ///< Stream bytes that had been received before.
    ByteCount reinjected; ///< Bytes of uploads that were sent although a path carried them already.
    std::vector<ServerShare> shares;
    std::vector<PathReport> paths;
    std::vector<ServerReport> servers; ///< By address.
};

} // namespace kwik

#endif // KWIK_SESSION_SESSION_REPORT_H
