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
ScalingManager::OnLost(Instant now, const Address& server)
{
    m_availability.OnFailed(now, server);
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
    m_above = {};
    m_below = {};
    m_dear = {};
    m_actions.Push(Event(
        ScalingFinished{m_session, server, change.trigger, outcome, m_paths, now - change.since}));
}

} // namespace kwik
