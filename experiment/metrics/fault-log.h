#ifndef KWIK_EXPERIMENT_METRICS_FAULT_LOG_H
#define KWIK_EXPERIMENT_METRICS_FAULT_LOG_H

#include "experiment/metrics/delivery-log.h"
#include "protocol-core/base/instant.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kwik::experiment
{

/// What a timeline action does, as far as metrics tell actions apart.
enum class StepKind : std::uint8_t
{
    Crash,
    Restart,
    LinkDown,
    LinkUp,
    LinkChange, ///< Rate, delay, loss and so on.
    Suspend,
    Resume,
    Rebind,
    Migrate,
    PaceChange, ///< A download is read at another rate.
};

/// Whether the step breaks what was whole: such steps are what failover metrics look at.
bool IsFault(StepKind kind);
/// Whether it makes whole again what a crash, an outage or a suspension broke.
bool IsMending(StepKind kind);

/// A timeline action as it happens.
struct TimelineStep
{
    StepKind kind;
    std::string subject; ///< The host; or the link as "a-b", the same for all its steps.
    std::string detail;  ///< What else there is to say, for traces only.
};

/// A crash, an outage, or another step that breaks what was whole.
struct Fault
{
    /// While it alone can be blamed for a gap: five seconds, or until the timeline's next step.
    Window effect;
    /// While a failover can be its consequence: five seconds, or until the next fault.
    Window reaction;
};

/// The faults of a run in the order in which they happened.
class FaultLog
{
  public:
    static constexpr Duration LOOKED_AT = std::chrono::seconds(5);

    void OnStep(Instant at, const TimelineStep& step);

    const std::vector<Fault>& Faults() const;
    /// When the host came back for the last time.
    std::optional<Instant> LastRestart(const std::string& host) const;
    /// When something was made whole again for the last time.
    std::optional<Instant> LastMending() const;

  private:
    std::vector<Fault> m_faults;
    std::map<std::string, Instant> m_restarts;
    std::optional<Instant> m_mending;
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_METRICS_FAULT_LOG_H
