#include "protocol-core/event/states.h"

#include "protocol-core/base/assert.h"

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

constexpr std::array<std::string_view, 4> RANGE_PURPOSES{"fresh", "rescued", "stolen", "end_game"};

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

} // namespace kwik
