#ifndef KWIK_SESSION_STEERING_H
#define KWIK_SESSION_STEERING_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/path/qos-watch.h"
#include "protocol-core/scaling/scaling-manager.h"
#include "protocol-core/stream/path-fitness.h"

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace kwik
{

/// A session at one time, for what steers it.
struct SteeringReading
{
    ScalingReading scaling;
    std::vector<QosPathSample> paths; ///< All that work.
};

/**
 * Keeps the number of a session's paths right, and their quality: brings ScalingManager and
 * QosWatch together, and sees to it that a path that is removed, or whose server leaves, finishes
 * what it owes.
 *
 *   carrying --remove--> draining --owes nothing, or DRAIN_MAX--> to be closed
 *                           '--------- another one fails -------> carrying
 */
class Steering
{
  public:
    /// Whatever a path still owes then is asked for elsewhere.
    static constexpr Duration DRAIN_MAX = std::chrono::seconds(5);

    struct OpenPath
    {
        Address server;
    };

    /// From now on the path gets nothing new.
    struct StartDraining
    {
        Address server;
    };

    /// The path is wanted after all.
    struct StopDraining
    {
        Address server;
    };

    /// The path is not wanted any more, and its server only when something asks for it anew.
    struct ClosePath
    {
        Address server;
    };

    using Action = std::variant<ScalingManager::TakeReading,
                                OpenPath,
                                StartDraining,
                                StopDraining,
                                ClosePath,
                                QosWatch::Judge,
                                QosWatch::Probe,
                                Event>;

    Steering(SessionHandle session, const ScalingConfig& scaling, const QosPolicy& policy);

    /// The session is ready: from now on it is looked at, if anything is asked of it.
    void OnReady(Instant now);
    void OnReading(Instant now, const SteeringReading& reading);
    /// The primary wants so many paths; @p reading is of now.
    void OnScaleTo(Instant now, std::uint32_t paths, const SteeringReading& reading);
    void OnPolicy(Instant now, const QosPolicy& policy);
    void OnCounts(Instant now, const Address& server, std::uint64_t sent, std::uint64_t received);
    void OnUp(Instant now, const Address& server);
    /// A path that carried has failed.
    void OnLost(Instant now, const Address& server);
    /// A path is closed, whoever has done it.
    void OnGone(Instant now, const Address& server);
    /// The server ends soon. @returns whether that is news
    bool OnLeaving(const Address& server);
    /// Others take over what the path to a leaving server carries.
    void OnReplaced(Instant now, const Address& server);
    /// A draining path owes nothing any more.
    void OnDrained(const Address& server);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// Whether the number of paths is changing.
    bool IsBusy() const;
    bool IsAutomatic() const;
    bool IsDraining(const Address& server) const;
    bool IsLeaving(const Address& server) const;
    PathFitness FitnessOf(const Address& server) const;
    /// Paths that the policy asks for.
    std::uint32_t LeastPaths() const;

  private:
    void Drain(Instant now);
    void OnScaling(Instant now, const ScalingManager::Action& action);

    bool m_isAutomatic;
    bool m_isReady{false};
    bool m_isLooking{false};
    ScalingManager m_scaling;
    QosWatch m_qos;
    std::map<Address, Instant> m_drains; ///< And when their patience ends.
    std::set<Address> m_leaving;
    BoundedQueue<Action, 16384> m_actions;
};

} // namespace kwik

#endif // KWIK_SESSION_STEERING_H
