#ifndef KWIK_EXPERIMENT_METRICS_PATH_COUNT_LOG_H
#define KWIK_EXPERIMENT_METRICS_PATH_COUNT_LOG_H

#include "experiment/metrics/delivery-log.h"
#include "protocol-core/base/address.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/event/event.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace kwik::experiment
{

/// How many paths there were over time, and how their number followed the demand.
class PathCountLog
{
  public:
    /// A change that undoes the one before it within this time is a flap.
    static constexpr Duration FLAP_WITHIN = std::chrono::seconds(60);

    void OnEvent(Instant at, const Event& event);
    /// A workload begins, or is read at another pace.
    void OnDemandChange(Instant at);

    /// From a change of the demand to the first path that was added for it and works; the longest.
    std::optional<Duration> UpTime() const;
    /// From a change of the demand to the first path that was removed and is closed; the longest.
    std::optional<Duration> DownTime() const;
    /// Paths that were added or removed.
    std::uint64_t Changes() const;
    /// Rounded up.
    std::uint64_t FlapsPerHour(Duration length) const;
    std::uint64_t QosViolations() const;

    /// Of active paths, at any time in the window; all sessions together.
    std::uint64_t Most(const Window& window) const;
    std::uint64_t Least(const Window& window) const;

  private:
    struct Change
    {
        Instant at;
        ScalingOutcome outcome;
        bool isPredicted;
    };

    struct Step
    {
        Instant at;
        std::int64_t paths; ///< From then on.
    };

    std::optional<Duration> Reaction(ScalingOutcome outcome) const;
    /// What was in force in the window, its beginning included.
    std::vector<std::int64_t> CountsIn(const Window& window) const;

    std::vector<Instant> m_demandChanges;
    std::vector<Change> m_changes;
    std::vector<Step> m_steps;
    std::set<Address> m_predicted; ///< Servers whose paths are being added by foresight.
    std::uint64_t m_violations{0};
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_PATH_COUNT_LOG_H
