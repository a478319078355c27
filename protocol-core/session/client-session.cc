#include "protocol-core/session/client-session.h"

#include "protocol-core/base/machine.h"
#include "protocol-core/session/path-causes.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<ClientSession>);

ClientSession::ClientSession(const SessionConfig& config, Identity identity, Prng prng)
    : m_config(config),
      m_identity(std::move(identity)),
      m_failover(config.failover, prng.Fork("failover")),
      m_downloads(m_identity.handle, config.download),
      m_uploads(m_identity.handle, config.upload),
      m_duplex(config.duplex),
      m_commands(m_identity.handle),
      m_steering(m_identity.handle, config.scaling, config.qos)
{
}

void
ClientSession::OnStart(Instant now, const ServerInfo& primary)
{
    MoveTo(SessionState::Negotiating);
    m_primary = primary.address;
    m_servers[primary.address] = KnownServer{primary, {}};
    m_failover.OnServerKnown(now, primary.address);
    Settle(now);
}

StreamId
ClientSession::OpenStream(Instant now, std::string content)
{
    const StreamId id = m_downloads.Open(now, std::move(content));
    Settle(now);
    return id;
}

void
ClientSession::ReadUpTo(Instant now, StreamId stream, ByteCount limit)
{
    m_downloads.ReadUpTo(now, stream, limit);
    Settle(now);
}

StreamId
ClientSession::OpenUpload(Instant now, std::string content)
{
    const StreamId id = m_uploads.Open(std::move(content));
    Settle(now);
    return id;
}

ByteCount
ClientSession::Write(Instant now, StreamId upload, const SharedBytes& bytes, StreamFinish finish)
{
    if (!m_uploads.IsOpen(upload))
    {
        return {}; // It was reset; whoever writes has not heard of it yet.
    }
    const ByteCount taken = m_uploads.Write(now, upload, bytes);
    if (finish == StreamFinish::Final && taken == ByteCount{bytes.Size()})
    {
        m_uploads.OnWritten(upload);
    }
    Settle(now);
    return taken;
}

void
ClientSession::OnClose(Instant now)
{
    End(now, SessionEnd::Closed);
}

void
ClientSession::OnCarrier(Instant now, PathId id, const CarrierEvent& event)
{
    const auto entry = m_paths.find(id);
    if (entry == m_paths.end())
    {
        return;
    }
    ClientPath& path = entry->second.path;
    const ByteCount before = path.Measured().datagramBytesReceived;
    path.OnCarrier(now, event);
    if (std::holds_alternative<CarrierReplied>(event))
    {
        m_failover.OnReplied(path.Server());
    }
    else if (const auto* heard = std::get_if<CarrierHeard>(&event))
    {
        m_downloads.OnArrived(now,
                              id,
                              heard->snapshot.datagramBytesReceived - before,
                              {heard->snapshot.smoothedRtt, heard->snapshot.currentRtt});
        m_uploads.OnPathMeasured(now, id, heard->snapshot);
    }
    else if (std::holds_alternative<CarrierEstablished>(event))
    {
        Greet(now, id);
    }
    else if (const auto* closed = std::get_if<CarrierClosed>(&event))
    {
        OnCarrierClosed(now, id, *closed);
    }
    Settle(now);
}

void
ClientSession::OnTimeout(Instant now)
{
    for (auto& [id, record] : m_paths)
    {
        record.path.OnTimeout(now);
    }
    m_downloads.OnTimeout(now);
    m_uploads.OnTimeout(now);
    m_duplex.OnTimeout(now);
    m_failover.OnTimeout(now);
    m_commands.OnTimeout(now);
    m_steering.OnTimeout(now);
    Settle(now);
}

Instant
ClientSession::NextTimeout() const
{
    if (m_lifecycle.State() == SessionState::Closed)
    {
        return NEVER;
    }
    Instant next = std::min({m_failover.NextTimeout(),
                             m_downloads.NextTimeout(),
                             m_uploads.NextTimeout(),
                             m_duplex.NextTimeout(),
                             m_commands.NextTimeout(),
                             m_steering.NextTimeout()});
    for (const auto& [id, record] : m_paths)
    {
        next = std::min(next, record.path.NextTimeout());
    }
    return next;
}

std::optional<ClientSession::Action>
ClientSession::PollAction()
{
    return m_actions.Pop();
}

SessionState
ClientSession::State() const
{
    return m_lifecycle.State();
}

SessionReport
ClientSession::Report() const
{
    SessionReport report{m_downloads.Duplicates(), m_reinjected, {}, {}, {}};
    for (const auto& [server, traffic] : m_traffic)
    {
        report.shares.push_back({server, traffic.received, traffic.sent});
    }
    for (const auto& [id, record] : m_paths)
    {
        report.paths.push_back({id,
                                record.path.Server(),
                                record.path.State(),
                                record.path.Measured().smoothedRtt,
                                m_downloads.Outstanding(id) + m_uploads.Outstanding(id)});
    }
    for (const auto& [address, known] : m_servers)
    {
        report.servers.push_back({address, known.info.capabilities});
    }
    return report;
}

void
ClientSession::OpenPath(Instant now, const FailoverManager::OpenPath& wanted)
{
    if (const auto old = PathTo(wanted.server))
    {
        // An attempt that was never answered; nobody is told, because nobody has counted on it.
        m_paths.at(*old).path.Close(now, PathCause::LocalClose, FarewellCode::Superseded);
        while (SettlePath(now, *old))
        {
        }
        m_paths.erase(*old);
    }
    const PathId id{m_nextPath++};
    PathRecord& record =
        m_paths.emplace(id, PathRecord{{m_config.path, wanted.server, id}}).first->second;
    m_actions.Push(Event(PathOpened{m_identity.handle, id, wanted.server}));
    if (wanted.attempt > 0)
    {
        m_actions.Push(Event(RecoveryAttempted{m_identity.handle, wanted.server, wanted.attempt}));
    }
    const ServerInfo& info = m_servers.at(wanted.server).info;
    m_actions.Push(Connect{id, {info.address, info.pin, FirstRoundTrip()}});
    record.path.OnOpened(now);
}

void
ClientSession::AssignRole(Instant now, const FailoverManager::AssignRole& assigned)
{
    const auto id = PathTo(assigned.server);
    KWIK_ASSERT(id.has_value());
    PathRecord& record = m_paths.at(*id);
    record.isCarrier = assigned.role == FailoverManager::Role::Carrier;
    if (record.isCarrier && record.isGreeted)
    {
        OnPathReady(now, *id);
    }
}

void
ClientSession::Greet(Instant now, PathId id)
{
    PathRecord& record = m_paths.at(id);
    record.isGreeted = true;
    const KnownServer& server = m_servers.at(record.path.Server());
    ClientPath::KcpMessage hello;
    hello.mutable_client_hello()->add_versions(KWIK_VERSION);
    hello.mutable_client_hello()->set_client_id(m_identity.client);
    hello.mutable_client_hello()->set_session_token(server.token);
    hello.mutable_client_hello()->mutable_limits()->set_max_paths(m_config.paths.max);
    if (!server.token.empty())
    {
        record.path.OnSessionClaimed(server.session);
    }
    record.path.SendKcp(now, std::move(hello));
    ClientPath::KcpMessage capabilities;
    capabilities.mutable_capability_query();
    record.path.SendKcp(now, std::move(capabilities));
    if (!m_id || server.info.address == m_primary)
    {
        m_steps.OnDone(EstablishmentStep::Connected);
        m_pathsToCome = 0;
        ClientPath::KcpMessage discovery;
        discovery.mutable_server_discovery_req()->set_client_id(m_identity.client);
        record.path.SendKcp(now, std::move(discovery));
    }
    // The server reads the hello first, so what is asked for may leave with it.
    m_downloads.OnPathGreeted(id);
    m_failover.OnGreeted(now, record.path.Server());
}

void
ClientSession::UpdateState()
{
    const SessionState state = m_lifecycle.State();
    const bool isUsable = m_failover.UsablePaths() > 0;
    const bool isEstablished = m_id.has_value();
    if (state >= SessionState::Closing || !isEstablished)
    {
        return;
    }
    if (!isUsable)
    {
        MoveTo(SessionState::Degraded);
        return;
    }
    const bool isSearching = state == SessionState::Degraded && !m_isListHere;
    if (state == SessionState::Negotiating || isSearching)
    {
        MoveTo(SessionState::Discovering);
    }
    if (m_isListHere && m_pathsToCome <= 0)
    {
        m_steps.OnDone(EstablishmentStep::Recommended);
        if (m_lifecycle.State() == SessionState::Discovering)
        {
            MoveTo(SessionState::Establishing);
        }
    }
    UpdateActivity();
}

void
ClientSession::UpdateActivity()
{
    const bool isDone = m_failover.UsablePaths() > 1 || !IsOpeningPaths();
    if (m_lifecycle.State() == SessionState::Degraded ||
        (m_lifecycle.State() == SessionState::Establishing && isDone))
    {
        MoveTo(SessionState::Active);
        m_steps.OnDone(EstablishmentStep::PathsSet);
        m_steps.OnDone(EstablishmentStep::Ready);
    }
    const bool isScaling = m_runner.IsScaling() || m_steering.IsBusy();
    if (m_lifecycle.State() == SessionState::Active && isScaling)
    {
        MoveTo(SessionState::Scaling);
    }
    else if (m_lifecycle.State() == SessionState::Scaling && !isScaling)
    {
        MoveTo(SessionState::Active);
    }
}

void
ClientSession::TellSteps()
{
    while (const auto step = m_steps.Poll())
    {
        m_actions.Push(Event(EstablishmentStepDone{m_identity.handle, *step}));
    }
}

bool
ClientSession::IsOpeningPaths() const
{
    return std::any_of(m_paths.begin(), m_paths.end(), [](const auto& entry) {
        return entry.second.path.State() < PathState::Active;
    });
}

void
ClientSession::MoveTo(SessionState next)
{
    if (const auto change = m_lifecycle.MoveTo(next))
    {
        m_actions.Push(Event(SessionStateChanged{m_identity.handle, change->from, change->to}));
    }
}

void
ClientSession::End(Instant now, SessionEnd end)
{
    if (m_lifecycle.State() >= SessionState::Closing)
    {
        return;
    }
    MoveTo(SessionState::Closing);
    for (auto& [id, record] : m_paths)
    {
        record.path.Close(now, PathCause::LocalClose, FarewellCode::Done);
    }
    SettlePaths(now);
    MoveTo(SessionState::Closed);
    m_actions.Push(Ended{end});
}

std::optional<PathId>
ClientSession::PathTo(const Address& server) const
{
    for (const auto& [id, record] : m_paths)
    {
        if (record.path.Server() == server)
        {
            return id;
        }
    }
    return std::nullopt;
}

Duration
ClientSession::FirstRoundTrip() const
{
    const auto primary = m_primary ? PathTo(*m_primary) : std::nullopt;
    const Duration measured =
        primary ? m_paths.at(*primary).path.Measured().smoothedRtt : Duration{};
    return measured > Duration{} ? measured : m_config.initialRtt;
}

} // namespace kwik
