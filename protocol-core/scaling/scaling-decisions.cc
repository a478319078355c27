// The part of ScalingManager that sees when something has to change.
#include "protocol-core/scaling/scaling-manager.h"

#include <algorithm>
#include <utility>

namespace kwik
{

void
ScalingManager::Note(Instant now, const ScalingSituation& situation)
{
    const BitRate demand = situation.demand;
    const bool isKnown = situation.capacity > BitRate{};
    const bool isAbove = isKnown && m_planner.IsAbove(demand, situation.capacity);
    if (isAbove && !m_above.since)
    {
        // Which has changed more since all was well, demand or capacity?
        const auto before =
            static_cast<WideNumber>(m_calmDemand.bitsPerSecond) * m_calmCapacity.bitsPerSecond;
        const auto today =
            static_cast<WideNumber>(demand.bitsPerSecond) * situation.capacity.bitsPerSecond;
        m_isDegraded = today < before;
    }
    else if (!isAbove)
    {
        m_calmDemand = demand;
        m_calmCapacity = situation.capacity;
    }
    m_above.OnReading(now, isAbove, demand);
    m_below.OnReading(now, isKnown && m_planner.IsBelow(demand, situation.capacity), demand);
    m_dear.OnReading(now, isKnown && m_planner.Saving(situation, demand).has_value(), demand);
    JudgeTrial(now);
}

void
ScalingManager::Spell::OnReading(Instant now, bool holds, BitRate demand)
{
    since = holds ? std::optional(since.value_or(now)) : std::nullopt;
    // The first second still averages what was before.
    const bool counts = holds && now - *since >= BandwidthMonitor::AVERAGED_OVER;
    peak = counts ? std::max(peak, demand) : BitRate{};
}

bool
ScalingManager::Spell::HasLasted(Instant now, Duration span) const
{
    return since && now - *since >= span;
}

void
ScalingManager::JudgeTrial(Instant now)
{
    if (!m_trial || !m_trial->upSince)
    {
        return;
    }
    const Duration age = now - *m_trial->upSince;
    if (age >= SETTLE && m_monitor.AreAllFull())
    {
        const std::uint64_t least = m_trial->rateBefore.bitsPerSecond +
                                    m_trial->expected.bitsPerSecond / 100 * VAIN_PERCENT;
        if (m_monitor.Rate().bitsPerSecond < least)
        {
            m_vain = m_trial->server;
            m_vainUntil = now + ServerAvailability::VAIN;
            m_availability.OnVain(now, m_trial->server);
        }
        m_trial.reset();
    }
    else if (age >= JUDGED_WITHIN)
    {
        m_trial.reset();
    }
}

void
ScalingManager::Decide(Instant now, const ScalingSituation& situation)
{
    if (DecideUrgent(now, situation) || !m_config.isAutomatic || now < m_coolUntil)
    {
        return;
    }
    if (!DecideUp(now, situation))
    {
        DecideDown(now, situation);
    }
}

bool
ScalingManager::DecideUrgent(Instant now, const ScalingSituation& situation)
{
    const bool hasLost = std::exchange(m_hasLost, false);
    if (hasLost && m_config.isAutomatic && m_planner.IsAbove(situation.demand, situation.capacity))
    {
        Add(now,
            m_planner.Additions(situation, situation.demand),
            situation,
            {ScalingTrigger::ServerFailure});
    }
    // One more for poor quality, and then some time to see what it brings.
    const bool isPoor = std::exchange(m_isPoor, false);
    if (!IsBusy() && isPoor && now >= m_coolUntil)
    {
        Add(now,
            m_planner.AdditionsTo(situation, situation.OpenPaths() + 1),
            situation,
            {ScalingTrigger::PerformanceDegradation});
    }
    return IsBusy();
}

bool
ScalingManager::DecideUp(Instant now, const ScalingSituation& situation)
{
    if (now < m_vainUntil)
    {
        return false;
    }
    if (m_above.HasLasted(now, UpAfter()))
    {
        const BitRate soon = std::max(situation.demand,
                                      m_predictor.Trend(CostModel::SetupTime(situation.roundTrip)));
        Add(now,
            m_planner.Additions(situation, soon),
            situation,
            {m_isDegraded ? ScalingTrigger::PerformanceDegradation
                          : ScalingTrigger::DemandIncrease});
    }
    else if (const BitRate foreseen = Foreseen();
             situation.capacity > BitRate{} && m_planner.IsAbove(foreseen, situation.capacity))
    {
        ScalingSituation then = situation;
        then.neededFor = m_config.downAfter; // What is foreseen is not what is asked for now.
        Add(now,
            m_planner.Additions(then, foreseen),
            situation,
            {ScalingTrigger::DemandIncrease, true});
    }
    return IsBusy();
}

bool
ScalingManager::DecideDown(Instant now, const ScalingSituation& situation)
{
    std::optional<Address> server;
    Cause cause{ScalingTrigger::DemandDecrease};
    if (m_vain && m_monitor.HasPath(*m_vain) && situation.CarryingPaths() > situation.minPaths)
    {
        server = m_vain;
        cause.trigger = ScalingTrigger::CostOptimization;
    }
    else if (Spell* const spell = m_below.HasLasted(now, m_config.downAfter)  ? &m_below
                                  : m_dear.HasLasted(now, m_config.downAfter) ? &m_dear
                                                                              : nullptr)
    {
        const bool isLow = spell == &m_below;
        // Not what is asked for at this moment, but the most that was, and something more: else
        // noise would bring back what has just gone.
        const BitRate peak{spell->peak.bitsPerSecond / 100 * (100 + TOLERANCE_PERCENT)};
        const BitRate most = std::max(peak, Foreseen());
        server = isLow ? m_planner.Removal(situation, most) : m_planner.Saving(situation, most);
        cause.trigger = isLow ? ScalingTrigger::DemandDecrease : ScalingTrigger::CostOptimization;
        *spell = {}; // Without a server the next look is at another such time.
    }
    m_vain.reset();
    if (server)
    {
        Remove(now, {*server}, situation, cause);
    }
    return IsBusy();
}

BitRate
ScalingManager::Foreseen() const
{
    return m_config.isProactive ? m_predictor.Pattern({}, m_config.lead).value_or(BitRate{})
                                : BitRate{};
}

Duration
ScalingManager::UpAfter() const
{
    return m_config.isAggressive ? m_config.upAfter / 4 : m_config.upAfter;
}

} // namespace kwik
