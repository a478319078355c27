#include "protocol-core/event/states.h"

#include "protocol-core/base/assert.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kwik
{

namespace
{

template <typename ENUM, std::size_t N>
std::string_view
NameIn(const std::array<std::string_view, N>& names, ENUM value)
{
    const auto index = static_cast<std::size_t>(value);
    KWIK_ASSERT(index < N);
    return names[index];
}

template <typename ENUM, std::size_t N>
bool
ValueIn(const std::array<std::string_view, N>& names, std::string_view text, ENUM& value)
{
    const auto* const found = std::find(names.begin(), names.end(), text);
    if (found == names.end())
    {
        return false;
    }
    value = static_cast<ENUM>(found - names.begin());
    return true;
}

constexpr std::array<std::string_view, 6> CANDIDATE_VERDICTS{"willing",
                                                             "unwilling",
                                                             "overloaded",
                                                             "silent",
                                                             "lost",
                                                             "unreachable"};

constexpr std::array<std::string_view, 8> ESTABLISHMENT_STEPS{"none",
                                                              "connected",
                                                              "negotiated",
                                                              "capable",
                                                              "discovered",
                                                              "recommended",
                                                              "paths_set",
                                                              "ready"};

constexpr std::array<std::string_view, 4> SOCKET_STATES{"closed",
                                                        "connecting",
                                                        "connected",
                                                        "closing"};

constexpr std::array<std::string_view, 6> RESET_CAUSES{"aborted",
                                                       "refused",
                                                       "too_many_streams",
                                                       "too_many_sessions",
                                                       "unknown",
                                                       "timed_out"};

constexpr std::array<std::string_view, 9> SESSION_STATES{"initializing",
                                                         "negotiating",
                                                         "discovering",
                                                         "establishing",
                                                         "active",
                                                         "scaling",
                                                         "degraded",
                                                         "closing",
                                                         "closed"};

constexpr std::array<std::string_view, 7> PATH_STATES{"initializing",
                                                      "connecting",
                                                      "handshaking",
                                                      "active",
                                                      "degraded",
                                                      "failing",
                                                      "closed"};

constexpr std::array<std::string_view, 13> PATH_CAUSES{"opened",
                                                       "peer_replied",
                                                       "hello_accepted",
                                                       "silence",
                                                       "heard",
                                                       "handshake_timeout",
                                                       "handshake_failed",
                                                       "peer_closed",
                                                       "peer_forgot",
                                                       "idle_timeout",
                                                       "protocol_error",
                                                       "refused",
                                                       "local_close"};

constexpr std::array<std::string_view, 5> RANGE_PURPOSES{"fresh",
                                                         "rescued",
                                                         "stolen",
                                                         "end_game",
                                                         "head_of_line"};

constexpr std::array<std::string_view, 6> SCALING_TRIGGERS{"manual",
                                                           "demand_increase",
                                                           "demand_decrease",
                                                           "performance_degradation",
                                                           "server_failure",
                                                           "cost_optimization"};

constexpr std::array<std::string_view, 3> SCALING_OUTCOMES{"added", "removed", "failed"};

constexpr std::array<std::string_view, 4> QOS_RULES{"min_bandwidth",
                                                    "max_latency",
                                                    "max_loss",
                                                    "redundancy"};

} // namespace

std::string_view
ToText(CandidateVerdict verdict)
{
    return NameIn(CANDIDATE_VERDICTS, verdict);
}

std::string_view
ToText(SocketState state)
{
    return NameIn(SOCKET_STATES, state);
}

std::string_view
ToText(ResetCause cause)
{
    return NameIn(RESET_CAUSES, cause);
}

std::string_view
ToText(ScalingTrigger trigger)
{
    return NameIn(SCALING_TRIGGERS, trigger);
}

std::string_view
ToText(ScalingOutcome outcome)
{
    return NameIn(SCALING_OUTCOMES, outcome);
}

std::string_view
ToText(QosRule rule)
{
    return NameIn(QOS_RULES, rule);
}

std::string_view
ToText(EstablishmentStep step)
{
    return NameIn(ESTABLISHMENT_STEPS, step);
}

std::string_view
ToText(SessionState state)
{
    return NameIn(SESSION_STATES, state);
}

std::string_view
ToText(PathState state)
{
    return NameIn(PATH_STATES, state);
}

std::string_view
ToText(PathCause cause)
{
    return NameIn(PATH_CAUSES, cause);
}

std::string_view
ToText(RangePurpose purpose)
{
    return NameIn(RANGE_PURPOSES, purpose);
}

bool
FromText(std::string_view text, CandidateVerdict& value)
{
    return ValueIn(CANDIDATE_VERDICTS, text, value);
}

bool
FromText(std::string_view text, EstablishmentStep& value)
{
    return ValueIn(ESTABLISHMENT_STEPS, text, value);
}

bool
FromText(std::string_view text, SocketState& value)
{
    return ValueIn(SOCKET_STATES, text, value);
}

bool
FromText(std::string_view text, ResetCause& value)
{
    return ValueIn(RESET_CAUSES, text, value);
}

bool
FromText(std::string_view text, ScalingTrigger& value)
{
    return ValueIn(SCALING_TRIGGERS, text, value);
}

bool
FromText(std::string_view text, ScalingOutcome& value)
{
    return ValueIn(SCALING_OUTCOMES, text, value);
}

bool
FromText(std::string_view text, QosRule& value)
{
    return ValueIn(QOS_RULES, text, value);
}

bool
FromText(std::string_view text, SessionState& value)
{
    return ValueIn(SESSION_STATES, text, value);
}

bool
FromText(std::string_view text, PathState& value)
{
    return ValueIn(PATH_STATES, text, value);
}

bool
FromText(std::string_view text, PathCause& value)
{
    return ValueIn(PATH_CAUSES, text, value);
}

bool
FromText(std::string_view text, RangePurpose& value)
{
    return ValueIn(RANGE_PURPOSES, text, value);
}

} // namespace kwik
