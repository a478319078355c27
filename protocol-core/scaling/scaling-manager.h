#ifndef KWIK_SCALING_SCALING_MANAGER_H
#define KWIK_SCALING_SCALING_MANAGER_H

#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/id.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/event/event.h"
#include "protocol-core/scaling/bandwidth-monitor.h"
#include "protocol-core/scaling/demand-predictor.h"
#include "protocol-core/scaling/scaling-config.h"
#include "protocol-core/scaling/scaling-planner.h"
#include "protocol-core/scaling/server-availability.h"

#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace kwik
{

/// What a session is like at one time.
struct ScalingReading
{
    DemandReading demand;
    std::vector<PathReading> paths;    ///< That carry now.
    std::vector<ServerChoice> servers; ///< In order of preference; availability is filled in here.
    std::uint32_t minPaths{1};
    std::uint32_t maxPaths{1};
    ByteCount left;       ///< Of all open streams, wanted by now or not.
    Duration roundTrip{}; ///< To be expected of a new path.
};

/**
 * Decides when a session gets another path and when it gives one back (seed 002, "Automatic
 * Bandwidth Scaling"; PROTOCOL section 7).
 *
 *            above for upAfter, or foreseen       path up, or failed
 *   Steady ------------------------------> Adding -----------------> Steady
 *            below for downAfter                  path gone
 *   Steady ------------------------------> Removing ---------------> Steady
 *
 * Between two changes for demand or cost lies the cooldown. A lost server, a poor quality and a
 * command do not wait for it, but start it. While something is under way nothing else is decided
 * but what the primary commands.
 *
 * A path that was added while all others were full has to bring something: when all are full again,
 * SETTLE after it came, and together bring no more than VAIN_PERCENT of one path more than before,
 * they share a bottleneck. It is removed, and for ServerAvailability::VAIN none is added for
 * demand.
 */
class ScalingManager
{
  public:
    static constexpr Duration SETTLE = std::chrono::seconds(3);
    /// All are full again by then, or the demand is met.
    static constexpr Duration JUDGED_WITHIN = std::chrono::seconds(10);
    static constexpr std::uint64_t VAIN_PERCENT = 10;
    /// A path is removed only if the rest is enough for so much more than the peak of the time
    /// below the threshold (as the tolerance of the Kubernetes autoscaler).
    static constexpr std::uint64_t TOLERANCE_PERCENT = 10;

    /// Answer with OnReading() at once.
    struct TakeReading
    {
    };

    struct AddPath
    {
        Address server;
    };

    /// Let it finish what it owes.
    struct RemovePath
    {
        Address server;
    };

    /// The server could not be reached: do not try it any more.
    struct GiveUp
    {
        Address server;
    };

    using Action = std::variant<TakeReading, AddPath, RemovePath, GiveUp, Event>;

    ScalingManager(SessionHandle session, const ScalingConfig& config);

    /// From now on the session is looked at regularly.
    void OnStart(Instant now);
    void OnReading(Instant now, const ScalingReading& reading);
    /// The primary wants so many paths; @p reading is of now.
    void OnManual(Instant now, std::uint32_t paths, const ScalingReading& reading);
    /// The session carries less than its policy asks for.
    void OnPoorQuality(Instant now);
    /// A path that carried has failed.
    void OnLost(Instant now, const Address& server);
    /// A path works; it may be one that nobody here has asked for.
    void OnUp(Instant now, const Address& server);
    /// A path has ended that was being opened, or that RemovePath was about.
    void OnGone(Instant now, const Address& server);
    /// A path that RemovePath was about stays after all.
    void OnKept(Instant now, const Address& server);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    /// Whether a change is under way.
    bool IsBusy() const;
    const BandwidthMonitor& Monitor() const;

  private:
    /// A change of one path that is under way.
    struct Change
    {
        ScalingTrigger trigger;
        ScalingOutcome hopedFor;
        Instant since;
    };

    /// A time in which something has held without a break.
    struct Spell
    {
        std::optional<Instant> since;
        BitRate peak; ///< Of the demand in it.

        void OnReading(Instant now, bool holds, BitRate demand);
        bool HasLasted(Instant now, Duration span) const;
    };

    /// What a path that was added has to be better than.
    struct Trial
    {
        Address server;
        BitRate rateBefore;
        BitRate expected;
        std::optional<Instant> upSince;
    };

    struct Cause
    {
        ScalingTrigger trigger;
        bool isPredicted{false};
    };

    ScalingSituation SituationOf(Instant now, const ScalingReading& reading) const;
    void Note(Instant now, const ScalingSituation& situation);
    void Decide(Instant now, const ScalingSituation& situation);
    bool DecideUrgent(Instant now, const ScalingSituation& situation);
    bool DecideUp(Instant now, const ScalingSituation& situation);
    bool DecideDown(Instant now, const ScalingSituation& situation);
    void JudgeTrial(Instant now);
    void Add(Instant now,
             const std::vector<Address>& servers,
             const ScalingSituation& situation,
             Cause cause);
    void Remove(Instant now,
                const std::vector<Address>& servers,
                const ScalingSituation& situation,
                Cause cause);
    void Finish(Instant now, const Address& server, ScalingOutcome outcome);
    /// The demand that is expected within the lead, by the pattern.
    BitRate Foreseen() const;
    Duration UpAfter() const;

    SessionHandle m_session;
    ScalingConfig m_config;
    ScalingPlanner m_planner;
    BandwidthMonitor m_monitor;
    DemandPredictor m_predictor;
    ServerAvailability m_availability;
    std::map<Address, Change> m_changes; ///< Under way.
    Spell m_above;
    Spell m_below;
    Spell m_dear; ///< A path that costs something could be done without.
    std::optional<Trial> m_trial;
    std::optional<Address> m_vain; ///< A path that brings nothing.
    BitRate m_calmDemand;          ///< As they were when demand was last not above.
    BitRate m_calmCapacity;
    bool m_isDegraded{false}; ///< It is above because the capacity fell.
    bool m_hasLost{false};
    bool m_isPoor{false};
    Instant m_coolUntil{};
    Instant m_vainUntil{};
    Instant m_nextReading{NEVER};
    std::uint32_t m_paths{0}; ///< Open, as of the last reading and what was done since.
    BoundedQueue<Action, 4096> m_actions;
};

} // namespace kwik

#endif // KWIK_SCALING_SCALING_MANAGER_H
