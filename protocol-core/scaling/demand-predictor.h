#ifndef KWIK_SCALING_DEMAND_PREDICTOR_H
#define KWIK_SCALING_DEMAND_PREDICTOR_H

#include "protocol-core/base/instant.h"
#include "protocol-core/base/units.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace kwik
{

/**
 * What the demand will be (seed 002, "Demand Prediction"): its trend, and a pattern that comes
 * again.
 *
 * The demand is averaged over steps. Trend: Holt's linear smoothing (Holt 1957), level by 1/2 and
 * slope by 1/4 a step. Pattern: the lag at which the history resembles itself best, by the
 * autocorrelation about the mean (Box, Jenkins: Time Series Analysis, 1970); it counts from
 * ALIKE_PERCENT on, and only when a whole period, and OVERLAP_MIN steps, can be compared. What
 * follows is the largest of what came one period and, where the history reaches, two periods
 * before, so that a peak that came once early and once late is met both times.
 *
 * All in integers: kilobits a second, so that sums of squares of 512 steps fit. Bounds: HISTORY
 * steps.
 */
class DemandPredictor
{
  public:
    static constexpr std::size_t HISTORY = 512;
    static constexpr std::size_t PERIOD_MIN = 10;          ///< Steps.
    static constexpr std::size_t PERIOD_MAX = HISTORY / 2; ///< Steps.
    static constexpr std::size_t OVERLAP_MIN = 30;         ///< Steps.
    static constexpr int ALIKE_PERCENT = 60;

    explicit DemandPredictor(Duration step);

    /// The demand from now on; in the order of time.
    void OnDemand(Instant now, BitRate demand);

    /// By the trend alone, after @p ahead; not less than zero.
    BitRate Trend(Duration ahead) const;
    /// The largest demand from @p from to @p to from now, by the pattern; nothing without one.
    std::optional<BitRate> Pattern(Duration from, Duration to) const;
    /// The length of the pattern; nothing without one.
    std::optional<Duration> Period() const;

  private:
    void CloseStep();
    void FindPeriod();
    /// How alike the history is to itself @p lag steps before, in percent.
    std::int64_t Likeness(std::size_t lag, std::int64_t mean) const;

    Duration m_step;
    std::optional<Instant> m_stepFrom;
    Instant m_lastAt{};
    BitRate m_last;
    WideNumber m_area{0};               ///< Demand x nanoseconds in the open step.
    std::deque<std::int64_t> m_history; ///< kbit/s, oldest first.
    std::int64_t m_level{0};            ///< kbit/s x SCALE.
    std::int64_t m_slope{0};            ///< The same, a step.
    std::optional<std::size_t> m_period;
};

} // namespace kwik

#endif // KWIK_SCALING_DEMAND_PREDICTOR_H
