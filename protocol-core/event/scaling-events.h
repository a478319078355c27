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

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("server", self.server);
        visit("trigger", self.trigger);
        visit("predicted", self.isPredicted);
        visit("paths_before", self.pathsBefore);
        visit("paths_after", self.pathsAfter);
        visit("demand_bps", self.demand);
        visit("capacity_bps", self.capacity);
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

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        visit("server", self.server);
        visit("trigger", self.trigger);
        visit("outcome", self.outcome);
        visit("paths", self.paths);
        visit("took_ns", self.took);
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

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("rule", self.rule);
        visit("server", self.server);
        Tell(visit, "measured", self.rule, self.measured);
        Tell(visit, "bound", self.rule, self.bound);
    }

  private:
    /// The name of the field carries the unit of the rule.
    template <typename VISITOR, typename VALUE>
    static void Tell(VISITOR&& visit, const std::string& name, QosRule rule, VALUE& value)
    {
        switch (rule)
        {
        case QosRule::MinBandwidth: {
            BitRate rate{value};
            visit(name + "_bps", rate);
            return Keep(rate.bitsPerSecond, value);
        }
        case QosRule::MaxLatency: {
            Duration latency(static_cast<Duration::rep>(value));
            visit(name + "_ns", latency);
            return Keep(static_cast<std::uint64_t>(latency.count()), value);
        }
        case QosRule::MaxLoss:
            return visit(name + "_ppm", value);
        case QosRule::Redundancy:
            break;
        }
        return visit(name + "_paths", value);
    }

    /// What a visitor that reads has set.
    static void Keep(std::uint64_t read, std::uint64_t& value)
    {
        value = read;
    }

    static void Keep(std::uint64_t, const std::uint64_t&)
    {
    }
};

/// A rule of the session's QoS policy does not hold any more.
struct QosViolated
{
    static constexpr std::string_view KIND = "qos_violated";
    SessionHandle session;
    QosReading reading;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        QosReading::Fields(self.reading, visit);
    }
};

/// The rule holds again.
struct QosRestored
{
    static constexpr std::string_view KIND = "qos_restored";
    SessionHandle session;
    QosReading reading;

    template <typename SELF, typename VISITOR>
    static void Fields(SELF& self, VISITOR&& visit)
    {
        visit("session", self.session);
        QosReading::Fields(self.reading, visit);
    }
};

} // namespace kwik

#endif // KWIK_EVENT_SCALING_EVENTS_H
