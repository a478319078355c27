#include "protocol-core/scaling/scaling-manager.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<ScalingManager>);

ScalingManager::ScalingManager(SessionHandle session, const ScalingConfig& config)
    : m_session(session),
      m_config(config),
      m_planner(config),
      m_predictor(config.step)
{
}

void
ScalingManager::OnStart(Instant now)
{
    m_nextReading = now + BandwidthMonitor::SLOT;
}

void
ScalingManager::OnTimeout(Instant now)
{
    if (now >= m_nextReading)
    {
        m_nextReading = now + BandwidthMonitor::SLOT;
        m_actions.Push(TakeReading{});
    }
}

Instant
ScalingManager::NextTimeout() const
{
    return m_nextReading;
}

std::optional<ScalingManager::Action>
ScalingManager::PollAction()
{
    return m_actions.Pop();
}

bool
ScalingManager::IsBusy() const
{
    return !m_changes.empty();
}

const BandwidthMonitor&
ScalingManager::Monitor() const
{
    return m_monitor;
}

void
ScalingManager::OnReading(Instant now, const ScalingReading& reading)
{
    m_monitor.OnReading(now, reading.demand, reading.paths);
    m_predictor.OnDemand(now, m_monitor.Demand());
    for (const PathReading& path : reading.paths)
    {
        if (const auto capacity = m_monitor.CapacityOf(path.server); capacity > BitRate{})
        {
            m_availability.OnCapacity(path.server, *capacity);
        }
    }
    const ScalingSituation situation = SituationOf(now, reading);
    m_paths = situation.OpenPaths();
    Note(now, situation);
    if (!IsBusy())
    {
        Decide(now, situation);
    }
}

void
ScalingManager::OnManual(Instant now, std::uint32_t paths, const ScalingReading& reading)
{
    ScalingSituation situation = SituationOf(now, reading);
    m_paths = situation.OpenPaths();
    for (ServerChoice& server : situation.servers)
    {
        server.isAvailable = !server.hasPath;
    }
    Add(now, m_planner.AdditionsTo(situation, paths), situation, {ScalingTrigger::Manual});
    Remove(now, m_planner.RemovalsTo(situation, paths), situation, {ScalingTrigger::Manual});
}

void
ScalingManager::OnPoorQuality(Instant)
{
    m_isPoor = true;
}

void
ScalingManager::OnLost(Instant, const Address& server)
{
    m_hasLost = m_hasLost || !m_changes.contains(server);
}

void
ScalingManager::OnUp(Instant now, const Address& server)
{
    m_availability.OnReached(server);
    const auto change = m_changes.find(server);
    if (change != m_changes.end() && change->second.hopedFor == ScalingOutcome::Added)
    {
        if (m_trial && m_trial->server == server)
        {
            m_trial->upSince = now;
        }
        Finish(now, server, ScalingOutcome::Added);
    }
}

void
ScalingManager::OnGone(Instant now, const Address& server)
{
    const auto entry = m_changes.find(server);
    if (entry == m_changes.end())
    {
        return;
    }
    const Change change = entry->second;
    if (change.hopedFor == ScalingOutcome::Removed)
    {
        Finish(now, server, ScalingOutcome::Removed);
        return;
    }
    m_paths -= 1;
    m_availability.OnFailed(now, server);
    Finish(now, server, ScalingOutcome::Failed);
    if (change.trigger != ScalingTrigger::Manual)
    {
        m_actions.Push(GiveUp{server});
    }
}

void
ScalingManager::OnKept(Instant now, const Address& server)
{
    if (m_changes.contains(server))
    {
        m_paths += 1;
        Finish(now, server, ScalingOutcome::Failed);
    }
}

ScalingSituation
ScalingManager::SituationOf(Instant now, const ScalingReading& reading) const
{
    ScalingSituation situation{m_monitor.Demand(),
                               m_monitor.Capacity(),
                               reading.servers,
                               reading.minPaths,
                               reading.maxPaths,
                               {},
                               reading.roundTrip};
    for (ServerChoice& server : situation.servers)
    {
        const auto own = m_monitor.CapacityOf(server.server);
        const auto known = own ? own : m_availability.Expected(server.server);
        server.capacity = known.value_or(m_monitor.TypicalCapacity());
        server.isAvailable = m_availability.IsAvailable(now, server.server);
    }
    const BitRate served = std::min(situation.demand, situation.capacity);
    if (served > BitRate{})
    {
        situation.neededFor = std::min(m_config.downAfter, TransmissionTime(reading.left, served));
    }
    return situation;
}

void
ScalingManager::Note(Instant now, const ScalingSituation& situation)
{
    const auto keep = [now](std::optional<Instant>& since, bool holds) {
        since = holds ? std::optional(since.value_or(now)) : std::nullopt;
    };
    const bool isKnown = situation.capacity > BitRate{};
    const BitRate soon =
        std::max(situation.demand, m_predictor.Trend(CostModel::SetupTime(situation.roundTrip)));
    const bool isAbove = isKnown && m_planner.IsAbove(soon, situation.capacity);
    if (isAbove && !m_aboveSince)
    {
        // Which has changed more since all was well, demand or capacity?
        const auto before =
            static_cast<WideNumber>(m_calmDemand.bitsPerSecond) * m_calmCapacity.bitsPerSecond;
        const auto today = static_cast<WideNumber>(situation.demand.bitsPerSecond) *
                           situation.capacity.bitsPerSecond;
        m_isDegraded = today < before;
    }
    else if (!isAbove)
    {
        m_calmDemand = situation.demand;
        m_calmCapacity = situation.capacity;
    }
    keep(m_aboveSince, isAbove);
    keep(m_belowSince, isKnown && m_planner.IsBelow(situation.demand, situation.capacity));
    keep(m_dearSince, isKnown && m_planner.Saving(situation, soon).has_value());
    JudgeTrial(now);
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
    if (m_aboveSince && now - *m_aboveSince >= UpAfter())
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
    const BitRate most = std::max(situation.demand, Foreseen());
    const auto isOver = [this, now](const std::optional<Instant>& since) {
        return since && now - *since >= m_config.downAfter;
    };
    std::optional<Address> server;
    Cause cause{ScalingTrigger::DemandDecrease};
    if (m_vain && m_monitor.HasPath(*m_vain) && situation.CarryingPaths() > situation.minPaths)
    {
        server = m_vain;
        cause.trigger = ScalingTrigger::CostOptimization;
    }
    else if (isOver(m_belowSince))
    {
        server = m_planner.Removal(situation, most);
    }
    else if (isOver(m_dearSince))
    {
        server = m_planner.Saving(situation, most);
        cause.trigger = ScalingTrigger::CostOptimization;
    }
    m_vain.reset();
    if (server)
    {
        Remove(now, {*server}, situation, cause);
    }
    return IsBusy();
}

void
ScalingManager::Add(Instant now,
                    const std::vector<Address>& servers,
                    const ScalingSituation& situation,
                    Cause cause)
{
    for (const Address& server : servers)
    {
        m_changes[server] = {cause.trigger, ScalingOutcome::Added, now};
        m_actions.Push(Event(ScalingStarted{m_session,
                                            server,
                                            cause.trigger,
                                            cause.isPredicted,
                                            m_paths,
                                            m_paths + 1,
                                            situation.demand,
                                            situation.capacity}));
        m_actions.Push(AddPath{server});
        m_paths += 1;
        m_coolUntil = now + m_config.cooldown;
    }
    if (servers.size() == 1 && !cause.isPredicted && m_monitor.AreAllFull())
    {
        m_trial = Trial{servers.front(), m_monitor.Rate(), m_monitor.TypicalCapacity(), {}};
    }
}

void
ScalingManager::Remove(Instant now,
                       const std::vector<Address>& servers,
                       const ScalingSituation& situation,
                       Cause cause)
{
    for (const Address& server : servers)
    {
        m_changes[server] = {cause.trigger, ScalingOutcome::Removed, now};
        m_actions.Push(Event(ScalingStarted{m_session,
                                            server,
                                            cause.trigger,
                                            cause.isPredicted,
                                            m_paths,
                                            m_paths - 1,
                                            situation.demand,
                                            situation.capacity}));
        m_actions.Push(RemovePath{server});
        m_paths -= 1;
        m_coolUntil = now + m_config.cooldown;
    }
}

void
ScalingManager::Finish(Instant now, const Address& server, ScalingOutcome outcome)
{
    const Change change = m_changes.at(server);
    m_changes.erase(server);
    m_aboveSince.reset();
    m_belowSince.reset();
    m_dearSince.reset();
    m_actions.Push(Event(
        ScalingFinished{m_session, server, change.trigger, outcome, m_paths, now - change.since}));
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
