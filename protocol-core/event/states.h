#ifndef KWIK_EVENT_STATES_H
#define KWIK_EVENT_STATES_H

#include "protocol-core/base/reset-cause.h"

#include <cstdint>
#include <string_view>

namespace kwik
{

/// The life of a session (seed 004, "ConnectionState"); session/session-lifecycle.h has the table.
enum class SessionState : std::uint8_t
{
    Initializing, ///< Nothing was sent yet.
    Negotiating,  ///< QUIC handshake with the primary, hello and capabilities.
    Discovering,  ///< Waiting for the primary's list of servers.
    Establishing, ///< Opening paths to secondaries.
    Active,
    Scaling,  ///< Adding or removing paths because of demand.
    Degraded, ///< No path carries data; recovery is under way.
    Closing,
    Closed,
};

/// The life of a path (seed 004, "PathState"); path/path.h has the table.
enum class PathState : std::uint8_t
{
    Initializing, ///< Decided upon, nothing sent.
    Connecting,   ///< The first datagram is out, none has come back.
    Handshaking,  ///< The peer answers; QUIC handshake and KCP hello are under way.
    Active,
    Degraded, ///< Silent or too lossy: carries no new ranges.
    Failing,  ///< Given up; being torn down.
    Closed,
};

/// Why a path changed its state.
enum class PathCause : std::uint8_t
{
    Opened,
    PeerReplied,
    HelloAccepted,
    Silence,          ///< Nothing came for a probe timeout although something was outstanding.
    Heard,            ///< A datagram came again.
    HandshakeTimeout, ///< See CarrierCloseCause for this and the next ones.
    HandshakeFailed,
    PeerClosed,
    PeerForgot,
    IdleTimeout,
    ProtocolError,
    Refused, ///< The server's KCP answer was no.
    LocalClose,
};

/// Why a range of a stream was requested.
enum class RangePurpose : std::uint8_t
{
    Fresh,      ///< Not requested before.
    Rescued,    ///< Was outstanding on a path that fell silent or died.
    Stolen,     ///< Was outstanding on a slower path, which gives it up.
    EndGame,    ///< Is still outstanding elsewhere too: asked for twice to finish sooner.
    HeadOfLine, ///< What the application waits for is late: taken over, or asked for twice.
};

/// How a session comes about (seed 004, "Connection Establishment Flow"), as its client sees it.
enum class EstablishmentStep : std::uint8_t
{
    Connected = 1, ///< QUIC handshake with the primary.
    Negotiated,    ///< Its hello accepts us.
    Capable,       ///< It has told its capabilities.
    Discovered,    ///< It has told which servers there are.
    Recommended,   ///< It has said of each whether to use it.
    PathsSet,      ///< A path to another server works, or none is being opened.
    Ready,
};

/// The life of a socket (seed 004, "SocketState"); socket/socket-lifecycle.h has the table.
enum class SocketState : std::uint8_t
{
    Closed,     ///< Not used yet, or over.
    Connecting, ///< The server has not answered.
    Connected,
    Closing, ///< The program is done with it; what it has written is under way.
};

std::string_view ToText(SocketState state);
std::string_view ToText(ResetCause cause);

/// Why a session gets another number of paths (seed 002, "ScalingTrigger").
enum class ScalingTrigger : std::uint8_t
{
    Manual, ///< The primary has said so.
    DemandIncrease,
    DemandDecrease,
    PerformanceDegradation, ///< The paths carry less than they did, or than the policy asks for.
    ServerFailure,
    CostOptimization, ///< A path costs more than it is worth.
};

/// What became of a change of the number of paths.
enum class ScalingOutcome : std::uint8_t
{
    Added,
    Removed,
    Failed, ///< The server could not be reached.
};

/// What a QoS policy asks for (seed 002, "QoSRequirements").
enum class QosRule : std::uint8_t
{
    MinBandwidth,
    MaxLatency,
    MaxLoss,
    Redundancy,
};

std::string_view ToText(ScalingTrigger trigger);
std::string_view ToText(ScalingOutcome outcome);
std::string_view ToText(QosRule rule);

/// What a primary knows of a server that it could recommend.
enum class CandidateVerdict : std::uint8_t
{
    Willing,
    Unwilling,   ///< It takes no clients.
    Overloaded,  ///< Beyond the limit of whom may be recommended.
    Silent,      ///< It has not answered in time.
    Lost,        ///< It has closed the path on which it was asked, or the handshake failed.
    Unreachable, ///< No way leads there from the primary: recommended unasked.
};

std::string_view ToText(CandidateVerdict verdict);
std::string_view ToText(EstablishmentStep step);
std::string_view ToText(SessionState state);
std::string_view ToText(PathState state);
std::string_view ToText(PathCause cause);
std::string_view ToText(RangePurpose purpose);

/// The value that has this name. @returns whether there is one; else @p value stays
bool FromText(std::string_view text, CandidateVerdict& value);
bool FromText(std::string_view text, EstablishmentStep& value);
bool FromText(std::string_view text, SocketState& value);
bool FromText(std::string_view text, ResetCause& value);
bool FromText(std::string_view text, ScalingTrigger& value);
bool FromText(std::string_view text, ScalingOutcome& value);
bool FromText(std::string_view text, QosRule& value);
bool FromText(std::string_view text, SessionState& value);
bool FromText(std::string_view text, PathState& value);
bool FromText(std::string_view text, PathCause& value);
bool FromText(std::string_view text, RangePurpose& value);

/// Whether the server sends it before what was asked for earlier.
constexpr bool
IsUrgent(RangePurpose purpose)
{
    return purpose == RangePurpose::Rescued || purpose == RangePurpose::HeadOfLine;
}

} // namespace kwik

#endif // KWIK_EVENT_STATES_H
