#include "protocol-core/session/steering.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<Steering>);

Steering::Steering(SessionHandle session, const ScalingConfig& scaling, const QosPolicy& policy)
    : m_isAutomatic(scaling.isAutomatic),
      m_scaling(session, scaling),
      m_qos(session, policy)
{
}

void
Steering::OnReady(Instant now)
{
    m_isReady = true;
    if (!m_isLooking && (m_isAutomatic || m_qos.IsAsking()))
    {
        m_isLooking = true;
        m_scaling.OnStart(now);
    }
}

void
Steering::OnReading(Instant now, const SteeringReading& reading)
{
    m_scaling.OnReading(now, reading.scaling);
    const BandwidthMonitor& monitor = m_scaling.Monitor();
    m_qos.OnSample(now, {reading.paths, monitor.Demand(), monitor.Rate()});
    Drain(now);
}

void
Steering::OnScaleTo(Instant now, std::uint32_t paths, const SteeringReading& reading)
{
    m_scaling.OnManual(now, paths, reading.scaling);
    Drain(now);
}

void
Steering::OnPolicy(Instant now, const QosPolicy& policy)
{
    m_qos.OnPolicy(policy);
    if (m_isReady)
    {
        OnReady(now);
    }
    Drain(now);
}

void
Steering::OnCounts(Instant now, const Address& server, std::uint64_t sent, std::uint64_t received)
{
    m_qos.OnCounts(now, server, sent, received);
    Drain(now);
}

void
Steering::OnUp(Instant now, const Address& server)
{
    m_scaling.OnUp(now, server);
    Drain(now);
}

void
Steering::OnLost(Instant now, const Address& server)
{
    m_scaling.OnLost(now, server);
    for (const auto& [draining, end] : std::exchange(m_drains, {}))
    {
        // It still works, and may be the only one that does.
        m_actions.Push(StopDraining{draining});
        m_scaling.OnKept(now, draining);
    }
    Drain(now);
}

void
Steering::OnGone(Instant now, const Address& server)
{
    if (m_drains.erase(server) > 0)
    {
        m_actions.Push(ClosePath{server}); // It failed; nobody wants it back.
    }
    m_leaving.erase(server);
    m_scaling.OnGone(now, server);
    Drain(now);
}

bool
Steering::OnLeaving(const Address& server)
{
    return m_leaving.insert(server).second;
}

void
Steering::OnReplaced(Instant now, const Address& server)
{
    if (m_drains.emplace(server, now + DRAIN_MAX).second)
    {
        m_actions.Push(StartDraining{server});
    }
}

void
Steering::OnDrained(const Address& server)
{
    if (m_drains.erase(server) > 0)
    {
        m_actions.Push(ClosePath{server});
    }
}

void
Steering::OnTimeout(Instant now)
{
    for (auto next = m_drains.begin(); next != m_drains.end();)
    {
        const auto drain = next++;
        if (drain->second <= now)
        {
            OnDrained(Address(drain->first));
        }
    }
    m_scaling.OnTimeout(now);
    Drain(now);
}

Instant
Steering::NextTimeout() const
{
    Instant next = m_scaling.NextTimeout();
    for (const auto& [server, end] : m_drains)
    {
        next = std::min(next, end);
    }
    return next;
}

std::optional<Steering::Action>
Steering::PollAction()
{
    return m_actions.Pop();
}

bool
Steering::IsBusy() const
{
    return m_scaling.IsBusy();
}

bool
Steering::IsAutomatic() const
{
    return m_isAutomatic;
}

bool
Steering::IsDraining(const Address& server) const
{
    return m_drains.contains(server);
}

bool
Steering::IsLeaving(const Address& server) const
{
    return m_leaving.contains(server);
}

PathFitness
Steering::FitnessOf(const Address& server) const
{
    return m_qos.IsInside(server) ? PathFitness::Fit : PathFitness::Unfit;
}

std::uint32_t
Steering::LeastPaths() const
{
    return m_qos.Policy().needsRedundancy ? REDUNDANT_PATHS : 1;
}

void
Steering::Drain(Instant now)
{
    while (const auto action = m_scaling.PollAction())
    {
        OnScaling(now, *action);
    }
    while (const auto action = m_qos.PollAction())
    {
        if (const auto* judge = std::get_if<QosWatch::Judge>(&*action))
        {
            m_actions.Push(*judge);
        }
        else if (const auto* probe = std::get_if<QosWatch::Probe>(&*action))
        {
            m_actions.Push(*probe);
        }
        else if (const auto* event = std::get_if<Event>(&*action))
        {
            m_actions.Push(*event);
        }
        else
        {
            m_scaling.OnPoorQuality(now);
        }
    }
}

void
Steering::OnScaling(Instant now, const ScalingManager::Action& action)
{
    if (std::holds_alternative<ScalingManager::TakeReading>(action))
    {
        m_actions.Push(ScalingManager::TakeReading{});
    }
    else if (const auto* add = std::get_if<ScalingManager::AddPath>(&action))
    {
        m_actions.Push(OpenPath{add->server});
    }
    else if (const auto* remove = std::get_if<ScalingManager::RemovePath>(&action))
    {
        m_drains[remove->server] = now + DRAIN_MAX;
        m_actions.Push(StartDraining{remove->server});
    }
    else if (const auto* giveUp = std::get_if<ScalingManager::GiveUp>(&action))
    {
        m_actions.Push(ClosePath{giveUp->server});
    }
    else
    {
        m_actions.Push(std::get<Event>(action));
    }
}

} // namespace kwik
