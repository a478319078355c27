// The part of ClientSession that lets demand, policy and command decide how many paths there are
// and which of them carry.
#include "protocol-core/session/client-session.h"

#include <algorithm>

namespace kwik
{

bool
ClientSession::SettleSteering(Instant now)
{
    SettleLeaving(now);
    for (const auto& [id, record] : m_paths)
    {
        const Address& server = record.path.Server();
        if (m_steering.IsDraining(server) && !m_downloads.IsAwaited(id) && !m_uploads.IsAwaited(id))
        {
            m_steering.OnDrained(server);
        }
    }
    bool hasMoved = false;
    while (const auto action = m_steering.PollAction())
    {
        OnSteering(now, *action);
        hasMoved = true;
    }
    return hasMoved;
}

void
ClientSession::OnSteering(Instant now, const Steering::Action& action)
{
    if (std::holds_alternative<ScalingManager::TakeReading>(action))
    {
        m_steering.OnReading(now, Reading());
    }
    else if (const auto* open = std::get_if<Steering::OpenPath>(&action))
    {
        m_failover.OnWanted(now, open->server);
    }
    else if (const auto* close = std::get_if<Steering::ClosePath>(&action))
    {
        ClosePath(now, close->server);
    }
    else if (const auto* event = std::get_if<Event>(&action))
    {
        m_actions.Push(*event);
    }
    else if (const auto* probe = std::get_if<QosWatch::Probe>(&action))
    {
        if (const auto path = PathTo(probe->server))
        {
            ClientPath::KcpMessage check;
            check.mutable_health_check_req()->set_wants_counts(true);
            m_paths.at(*path).path.SendKcp(now, std::move(check));
        }
    }
    else
    {
        const auto* stay = std::get_if<Steering::StopDraining>(&action);
        const auto* drain = std::get_if<Steering::StartDraining>(&action);
        const Address& server = stay != nullptr    ? stay->server
                                : drain != nullptr ? drain->server
                                                   : std::get<QosWatch::Judge>(action).server;
        if (const auto path = PathTo(server))
        {
            OnJudged(now, *path);
        }
    }
}

void
ClientSession::OnJudged(Instant now, PathId id)
{
    const PathRecord& record = m_paths.at(id);
    const Address& server = record.path.Server();
    if (!record.isCarrier || record.path.State() != PathState::Active)
    {
        return; // Heard of when it carries.
    }
    const bool isDraining = m_steering.IsDraining(server);
    const PathFitness fitness = m_steering.FitnessOf(server);
    m_uploads.OnPathJudged(now, id, isDraining ? PathFitness::Unfit : fitness);
    if (isDraining)
    {
        m_downloads.OnPathDraining(now, id);
        return;
    }
    m_downloads.OnPathReady(now, id, record.path.Measured().smoothedRtt);
    m_downloads.OnPathJudged(now, id, fitness);
}

SteeringReading
ClientSession::Reading()
{
    SteeringReading reading;
    ScalingReading& scaling = reading.scaling;
    scaling.demand = {m_downloads.Asked(), m_downloads.Queued()};
    scaling.left = m_downloads.Remaining();
    scaling.roundTrip = FirstRoundTrip();
    // An upload is given all the paths that it may have: its writer does not say what it wants.
    scaling.minPaths = std::max({m_config.paths.min,
                                 m_steering.LeastPaths(),
                                 m_uploads.HasOpenStreams() ? m_wantedPaths : 1});
    scaling.maxPaths = m_config.paths.max;
    for (const auto& [address, known] : m_servers)
    {
        ServerChoice choice;
        choice.server = address;
        choice.isPrimary = address == m_primary;
        choice.hasPath = !m_failover.IsIdle(address);
        if (const auto id = PathTo(address))
        {
            const PathRecord& record = m_paths.at(*id);
            const Duration roundTrip = record.path.Measured().smoothedRtt;
            const bool isWorking = record.isCarrier && record.path.State() == PathState::Active;
            choice.hasPath = true;
            choice.isCarrying = isWorking && !m_steering.IsDraining(address);
            choice.roundTrip = roundTrip;
            if (isWorking)
            {
                reading.paths.push_back({address, roundTrip});
            }
            if (choice.isCarrying && m_steering.FitnessOf(address) == PathFitness::Fit)
            {
                scaling.paths.push_back({address,
                                         m_traffic[address].received,
                                         m_downloads.TakeLeastOutstanding(*id),
                                         roundTrip});
            }
        }
        scaling.servers.push_back(choice);
    }
    return reading;
}

void
ClientSession::ScaleTo(Instant now, std::uint32_t paths)
{
    m_steering.OnScaleTo(now, paths, Reading());
    SettleSteering(now);
    m_scaledTo = paths;
}

void
ClientSession::ClosePath(Instant now, const Address& server)
{
    if (const auto path = PathTo(server))
    {
        m_paths.at(*path).path.Close(now, PathCause::LocalClose, FarewellCode::Done);
    }
    if (m_steering.IsLeaving(server))
    {
        m_steering.OnGone(now, server);
        m_failover.OnClosed(now, server, FirstRoundTrip()); // It may come back.
        return;
    }
    m_failover.OnBarred(now, server);
}

std::uint32_t
ClientSession::OpenCarriers() const
{
    return static_cast<std::uint32_t>(
        std::count_if(m_paths.begin(), m_paths.end(), [this](const auto& entry) {
            const ClientPath& path = entry.second.path;
            return path.State() < PathState::Degraded && !m_steering.IsDraining(path.Server());
        }));
}

void
ClientSession::UpdateDemand(Instant now)
{
    const PathLimits& limits = m_config.paths;
    const bool isPlanned = m_steering.IsAutomatic();
    const ByteCount downloads = isPlanned ? ByteCount{} : m_downloads.Remaining();
    const bool isWorthIt =
        downloads + m_uploads.Remaining() > limits.openAbove ||
        (!isPlanned && m_downloads.RoundTripsLeft() > limits.openAfterRoundTrips);
    m_wantedPaths = std::max(m_wantedPaths, isWorthIt ? limits.max : limits.min);
    // What was planned is open, or being opened; the failover manager adds nothing of its own.
    const std::uint32_t wanted = isPlanned && !m_uploads.HasOpenStreams()
                                     ? std::max(limits.min, OpenCarriers())
                                     : m_scaledTo.value_or(m_wantedPaths);
    m_failover.OnDemand(now, std::max(wanted, m_steering.LeastPaths()));
}

} // namespace kwik
