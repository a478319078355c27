// The inner life of ClientSession: what its parts decide and the others have to hear of.
#include "protocol-core/session/client-session.h"

#include <algorithm>

namespace kwik
{

void
ClientSession::Settle(Instant now)
{
    bool isMoving = true;
    while (isMoving && m_lifecycle.State() < SessionState::Closing)
    {
        isMoving = SettlePaths(now);
        isMoving = SettleDownloads(now) || isMoving;
        isMoving = SettleUploads() || isMoving;
        isMoving = SettleDuplex(now) || isMoving;
        isMoving = SettleFailover(now) || isMoving;
        isMoving = SettleCommands(now) || isMoving;
        isMoving = SettleSteering(now) || isMoving;
        UpdateDemand(now);
    }
    UpdateExpectations(now);
    UpdateState();
    if (m_lifecycle.State() == SessionState::Active)
    {
        m_steering.OnReady(now);
    }
    TellSteps();
}

bool
ClientSession::SettlePaths(Instant now)
{
    bool hasMoved = false;
    for (auto next = m_paths.begin(); next != m_paths.end();)
    {
        const PathId id = next->first;
        hasMoved = SettlePath(now, id) || hasMoved;
        const bool isGone = next->second.path.State() == PathState::Closed;
        next = isGone ? m_paths.erase(next) : std::next(next);
    }
    return hasMoved;
}

bool
ClientSession::SettlePath(Instant now, PathId id)
{
    bool hasMoved = false;
    ClientPath& path = m_paths.at(id).path;
    while (auto action = path.PollAction())
    {
        OnPathAction(now, id, *action);
        hasMoved = true;
    }
    return hasMoved;
}

bool
ClientSession::SettleDownloads(Instant now)
{
    bool hasMoved = false;
    while (auto action = m_downloads.PollAction())
    {
        OnDownloadAction(now, *action);
        hasMoved = true;
    }
    return hasMoved;
}

bool
ClientSession::SettleFailover(Instant now)
{
    bool hasMoved = false;
    while (const auto action = m_failover.PollAction())
    {
        hasMoved = true;
        if (const auto* wanted = std::get_if<FailoverManager::OpenPath>(&*action))
        {
            OpenPath(now, *wanted);
        }
        else if (const auto* assigned = std::get_if<FailoverManager::AssignRole>(&*action))
        {
            AssignRole(now, *assigned);
        }
        else
        {
            End(now, SessionEnd::Lost);
        }
    }
    return hasMoved;
}

void
ClientSession::OnPathAction(Instant now, PathId id, ClientPath::Action& action)
{
    if (const auto* change = std::get_if<Path::ChangeState>(&action))
    {
        OnPathState(now, id, *change);
    }
    else if (const auto* kcp = std::get_if<ClientPath::KcpReceived>(&action))
    {
        OnKcp(now, id, kcp->message);
    }
    else if (const auto* kdp = std::get_if<ClientPath::KdpReceived>(&action))
    {
        OnKdp(now, id, *kdp);
    }
    else if (const auto* ended = std::get_if<ClientPath::RangeEnded>(&action))
    {
        m_downloads.OnRangeEnded(now, ended->range);
    }
    else if (const auto* push = std::get_if<ClientPath::PushEnded>(&action))
    {
        m_downloads.OnPushEnded(now, push->stream);
    }
    else if (const auto* violated = std::get_if<ClientPath::Violated>(&action))
    {
        Violate(now, id, violated->kind, violated->detail);
    }
    else if (auto* write = std::get_if<WriteStream>(&action))
    {
        m_actions.Push(OnPath<WriteStream>{id, std::move(*write)});
    }
    else if (const auto* rank = std::get_if<RankStream>(&action))
    {
        m_actions.Push(OnPath<RankStream>{id, *rank});
    }
    else if (const auto* abort = std::get_if<AbortStream>(&action))
    {
        m_actions.Push(OnPath<AbortStream>{id, *abort});
    }
    else
    {
        m_actions.Push(OnPath<CloseConnection>{id, std::get<CloseConnection>(action)});
    }
}

void
ClientSession::OnDownloadAction(Instant, Downloads::Action& action)
{
    // A path may have closed since Downloads spoke of it; then Downloads has heard so by now.
    if (const auto* wanted = std::get_if<Downloads::Request>(&action))
    {
        if (ClientPath* path = Find(wanted->path))
        {
            path->RequestRange(wanted->range, wanted->request);
        }
    }
    else if (const auto* open = std::get_if<Downloads::OpenOn>(&action))
    {
        if (ClientPath* path = Find(open->path))
        {
            path->SendKdpControl(open->open);
        }
    }
    else if (const auto* trim = std::get_if<DownloadScheduler::TrimRange>(&action))
    {
        if (ClientPath* path = Find(trim->path))
        {
            path->TrimRange(trim->range, trim->end);
        }
    }
    else if (const auto* abandoned = std::get_if<DownloadScheduler::AbandonRange>(&action))
    {
        if (ClientPath* path = Find(abandoned->path))
        {
            path->AbandonRange(abandoned->range);
        }
    }
    else if (auto* deliver = std::get_if<Downloads::Deliver>(&action))
    {
        m_duplex.OnDelivered(deliver->stream, ByteCount{deliver->bytes.Size()}, deliver->finish);
        m_actions.Push(std::move(*deliver));
    }
    else if (const auto* refused = std::get_if<Downloads::Refused>(&action))
    {
        m_actions.Push(*refused);
    }
    else
    {
        m_actions.Push(std::get<Event>(action));
    }
}

void
ClientSession::OnPathState(Instant now, PathId id, const Path::ChangeState& change)
{
    PathRecord& record = m_paths.at(id);
    const Address server = record.path.Server();
    m_actions.Push(Event(
        PathStateChanged{m_identity.handle, id, server, change.from, change.to, change.cause}));
    TellPrimary(now, server, change.to);
    if (change.to >= PathState::Degraded)
    {
        UpdateDemand(now); // Before the failover manager hears of it: who takes over is planned.
    }
    if (change.to == PathState::Active)
    {
        m_steering.OnUp(now, server);
        m_failover.OnUsable(now, server);
    }
    if (change.to == PathState::Active && change.from == PathState::Degraded)
    {
        if (record.isCarrier)
        {
            OnPathReady(now, id);
        }
    }
    else if (change.to == PathState::Degraded)
    {
        m_failover.OnSilent(now, server);
        StartFailover(id, OnPathLost(now, id));
    }
    else if (change.to == PathState::Failing && record.isCarrier &&
             change.from != PathState::Degraded && change.cause != PathCause::LocalClose)
    {
        StartFailover(id, OnPathLost(now, id));
    }
    else if (change.to == PathState::Closed)
    {
        m_steering.OnGone(now, server);
        m_downloads.OnPathClosed(now, id);
        m_uploads.OnPathLost(now, id);
        m_duplex.OnPathLost(id);
        if (change.cause != PathCause::LocalClose)
        {
            if (record.hasViolated)
            {
                m_failover.OnViolated(server);
            }
            m_failover.OnClosed(now, server, record.path.Measured().smoothedRtt);
        }
    }
}

void
ClientSession::StartFailover(PathId id, ByteCount owed)
{
    FailoverStarted started{m_identity.handle,
                            id,
                            owed,
                            m_paths.at(id).path.Measured().probeTimeout,
                            Duration{},
                            0};
    for (const auto& [other, record] : m_paths)
    {
        if (other != id && record.isCarrier && record.path.State() == PathState::Active)
        {
            started.remainingPaths += 1;
            started.slowestRoundTrip =
                std::max(started.slowestRoundTrip, record.path.Measured().smoothedRtt);
        }
    }
    m_actions.Push(Event(started));
}

void
ClientSession::OnKcp(Instant now, PathId id, const ClientPath::KcpMessage& message)
{
    if (message.has_server_hello())
    {
        OnHello(now, id, message.server_hello());
    }
    else if (message.has_capability_response())
    {
        OnCapabilities(id, message.capability_response());
    }
    else if (message.has_health_check_resp())
    {
        if (message.health_check_resp().state() == ::kwik::kcp::v3::HealthCheckResponse::DRAINING)
        {
            OnServerLeaving(now, id);
        }
        std::uint64_t& probed = m_probed[m_paths.at(id).path.Server()];
        probed = std::max(probed, message.health_check_resp().sequence());
        if (message.health_check_resp().datagrams_sent() > 0)
        {
            const ClientPath& path = m_paths.at(id).path;
            m_steering.OnCounts(now,
                                path.Server(),
                                message.health_check_resp().datagrams_sent(),
                                path.Measured().datagramsReceived);
        }
    }
    else if (message.has_server_discovery_resp() || message.has_add_path() ||
             message.has_remove_path() || message.has_transport_command())
    {
        OnOrder(now, id, message);
    }
}

void
ClientSession::OnHello(Instant now, PathId id, const ::kwik::kcp::v3::ServerHello& hello)
{
    ClientPath& path = m_paths.at(id).path;
    const auto session = ParseSessionId(hello.session_id());
    if (hello.status() != ::kwik::kcp::v3::ServerHello::ACCEPTED || !session.IsOk())
    {
        // A token that is not taken any more is worth nothing to the primary: start anew.
        m_servers.at(path.Server()).token.clear();
        path.Close(now, PathCause::Refused, FarewellCode::Refused);
        return;
    }
    m_paths.at(id).session = session.Value();
    if (path.Server() == m_primary)
    {
        m_servers.at(*m_primary).session = session.Value();
        m_servers.at(*m_primary).token = UsableToken(hello.resumption_token());
        m_steps.OnDone(EstablishmentStep::Negotiated);
    }
    if (!m_id)
    {
        m_id = session.Value();
        m_actions.Push(Event(SessionNamed{m_identity.handle, *m_id}));
    }
    path.OnHelloAccepted(now, session.Value());
}

void
ClientSession::OnKdp(Instant now, PathId id, const ClientPath::KdpReceived& received)
{
    if (const auto* data = std::get_if<KdpData>(&received.message))
    {
        m_traffic[m_paths.at(id).path.Server()].received += ByteCount{data->payload.Size()};
        m_duplex.OnHeard(now, data->stream);
        m_downloads.OnData(now, received.range, *data);
    }
    else if (const auto* extent = std::get_if<KdpStreamExtent>(&received.message);
             extent != nullptr && !extent->content.empty())
    {
        m_downloads.OnExtent(now, id, *extent);
    }
    else if (const auto* refused = std::get_if<KdpStreamRefused>(&received.message))
    {
        m_downloads.OnRefused(now, id, refused->stream);
    }
    else if (const auto* ack = std::get_if<KdpStreamAck>(&received.message))
    {
        m_duplex.OnHeard(now, ack->stream);
        m_uploads.OnAck(now, *ack);
    }
    else if (const auto* window = std::get_if<KdpStreamWindow>(&received.message))
    {
        m_duplex.OnHeard(now, window->stream);
        m_uploads.OnWindow(now, *window);
    }
    else
    {
        OnDuplexKdp(now, id, received.message);
    }
}

void
ClientSession::UpdateExpectations(Instant now)
{
    AwaitServer(now);
    for (auto& [id, record] : m_paths)
    {
        const bool awaitsHello = record.isGreeted && record.path.State() < PathState::Active;
        record.path.OnExpectation(now,
                                  awaitsHello || m_downloads.IsAwaited(id) ||
                                          m_uploads.IsAwaited(id) || m_duplex.IsAwaited(id)
                                      ? Path::Expectation::Answer
                                      : Path::Expectation::Nothing);
    }
}

ClientPath*
ClientSession::Find(PathId id)
{
    const auto entry = m_paths.find(id);
    return entry == m_paths.end() ? nullptr : &entry->second.path;
}

} // namespace kwik
