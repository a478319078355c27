#ifndef KWIK_PATH_QOS_WATCH_H
#define KWIK_PATH_QOS_WATCH_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"
#include "protocol-core/event/event.h"
#include "protocol-core/path/hold.h"
#include "protocol-core/path/loss-meter.h"
#include "protocol-core/path/qos-policy.h"

#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace kwik
{

/// One working path.
struct QosPathSample
{
    Address server;
    Duration roundTrip{}; ///< Smoothed; zero before it was measured.
};

/// A session at one time.
struct QosSample
{
    std::vector<QosPathSample> paths;
    BitRate demand;
    BitRate rate; ///< What arrives.
};

/**
 * Holds the paths of a session against its QoS policy (PROTOCOL section 4).
 *
 *               over the bound for VIOLATED_AFTER
 *   Inside  <--------------------------------------> Outside
 *               well inside it for RESTORED_AFTER
 *
 * A path that is outside gets no ranges while another is inside. Latency: it is probed meanwhile,
 * so that its round trip goes on being measured, and has to fall to RESTORED_PERCENT of the bound.
 * Loss shows only on what is sent: after PROBATION it is tried again, after twice that time when it
 * loses too much once more, and so on up to PROBATION_MAX; a loss inside the bound ends that.
 *
 * Bandwidth and redundancy are of the session: too little for SESSION_AFTER while more is wanted.
 */
class QosWatch
{
  public:
    static constexpr Duration VIOLATED_AFTER = std::chrono::milliseconds(500);
    static constexpr Duration RESTORED_AFTER = std::chrono::seconds(5);
    static constexpr Duration SESSION_AFTER = std::chrono::seconds(2);
    static constexpr std::uint32_t RESTORED_PERCENT = 90;
    static constexpr Duration PROBATION = std::chrono::seconds(10);
    static constexpr Duration PROBATION_MAX = std::chrono::minutes(5);
    /// What a path loses when it begins is its sender's search for a rate.
    static constexpr Duration WARM_UP = std::chrono::seconds(2);
    static constexpr Duration PROBE_EVERY = std::chrono::milliseconds(250);

    /// Whether the path may carry while there are others.
    struct Judge
    {
        Address server;
        bool isInside;
    };

    /// Ask the server for an answer, and for what it has sent.
    struct Probe
    {
        Address server;
    };

    /// The session carries less than the policy asks for; said again while it does.
    struct TooLittle
    {
    };

    using Action = std::variant<Judge, Probe, TooLittle, Event>;

    QosWatch(SessionHandle session, const QosPolicy& policy);

    /// From now on another policy holds.
    void OnPolicy(const QosPolicy& policy);
    /// To be called every 100 ms or so, with all working paths; others are forgotten.
    void OnSample(Instant now, const QosSample& sample);
    /// What a server says that it has sent on a connection, and what of it has come.
    void OnCounts(Instant now, const Address& server, std::uint64_t sent, std::uint64_t received);
    std::optional<Action> PollAction();

    bool IsInside(const Address& server) const;
    const QosPolicy& Policy() const;
    bool IsAsking() const;

  private:
    struct Path
    {
        Hold latency{VIOLATED_AFTER, RESTORED_AFTER};
        LossMeter loss;
        std::optional<Instant> countedFrom;
        bool isLossy{false};
        Instant triedAgainAt{};
        Duration probation{};
        Instant nextProbe{};
    };

    void SampleLatency(Instant now, const QosPathSample& sample, Path& path);
    void EndProbation(Instant now, const Address& server, Path& path);
    void ProbeIfDue(Instant now, const Address& server, Path& path);
    void SampleSession(Instant now, const QosSample& sample);
    void Tell(bool isViolated, const QosReading& reading);
    void JudgeAnew(const Address& server, const Path& path);

    SessionHandle m_session;
    QosPolicy m_policy;
    std::map<Address, Path> m_paths;
    Hold m_bandwidth{SESSION_AFTER, SESSION_AFTER};
    Hold m_redundancy{SESSION_AFTER, VIOLATED_AFTER};
    BoundedQueue<Action, 8192> m_actions;
};

} // namespace kwik

#endif // KWIK_PATH_QOS_WATCH_H
