#ifndef KWIK_EVENT_SCALING_EVENTS_H
#define KWIK_EVENT_SCALING_EVENTS_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/states.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwik
{

/// A session has decided to add or to remove a path; `scaling_finished` follows for the same
/// server.
struct ScalingStarted
{
    static constexpr std::string_view KIND = "scaling_started";
    SessionHandle session;
    Address server;
    ScalingTrigger trigger;
    bool isPredicted; ///< Because of what is to come, not of what is.
    std::uint32_t pathsBefore;
    std::uint32_t pathsAfter;
    BitRate demand;
    BitRate capacity; ///< Of the paths before.

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("server", server);
        visit("trigger", ToText(trigger));
        visit("predicted", isPredicted);
        visit("paths_before", pathsBefore);
        visit("paths_after", pathsAfter);
        visit("demand_bps", demand);
        visit("capacity_bps", capacity);
    }
};

struct ScalingFinished
{
    static constexpr std::string_view KIND = "scaling_finished";
    SessionHandle session;
    Address server;
    ScalingTrigger trigger;
    ScalingOutcome outcome;
    std::uint32_t paths; ///< That are open now.
    Duration took;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        visit("server", server);
        visit("trigger", ToText(trigger));
        visit("outcome", ToText(outcome));
        visit("paths", paths);
        visit("took_ns", took);
    }
};

/// What a rule of a QoS policy bounds, and the bound: bit/s of the session, nanoseconds of round
/// trip or millionths lost of one path, or a number of paths.
struct QosReading
{
    QosRule rule;
    std::optional<Address> server; ///< Of a rule about one path.
    std::uint64_t measured;
    std::uint64_t bound;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("rule", ToText(rule));
        visit("server", server ? ToString(*server) : std::string());
        Tell(visit, "measured", measured);
        Tell(visit, "bound", bound);
    }

  private:
    /// The name of the field carries the unit of the rule.
    template <typename VISITOR>
    void Tell(VISITOR&& visit, const std::string& name, std::uint64_t value) const
    {
        switch (rule)
        {
        case QosRule::MinBandwidth:
            return visit(name + "_bps", BitRate{value});
        case QosRule::MaxLatency:
            return visit(name + "_ns", Duration(static_cast<Duration::rep>(value)));
        case QosRule::MaxLoss:
            return visit(name + "_ppm", value);
        case QosRule::Redundancy:
            break;
        }
        return visit(name + "_paths", value);
    }
};

/// A rule of the session's QoS policy does not hold any more.
struct QosViolated
{
    static constexpr std::string_view KIND = "qos_violated";
    SessionHandle session;
    QosReading reading;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        reading.Visit(visit);
    }
};

/// The rule holds again.
struct QosRestored
{
    static constexpr std::string_view KIND = "qos_restored";
    SessionHandle session;
    QosReading reading;

    template <typename VISITOR>
    void Visit(VISITOR&& visit) const
    {
        visit("session", session);
        reading.Visit(visit);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_SCALING_EVENTS_H
