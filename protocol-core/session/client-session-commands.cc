// What servers tell a ClientSession of themselves, what the primary tells it to use and to do, and
// what the primary hears unasked.
#include "protocol-core/session/capability-messages.h"
#include "protocol-core/session/client-session.h"

#include <algorithm>

namespace kwik
{

namespace
{

namespace wire = ::kwik::kcp::v3;

constexpr std::uint64_t BITS_PER_MEGABIT = 1'000'000;

std::uint32_t
Megabits(BitRate rate)
{
    return static_cast<std::uint32_t>(rate.bitsPerSecond / BITS_PER_MEGABIT);
}

float
Milliseconds(Duration span)
{
    return std::chrono::duration<float, std::milli>(span).count();
}

/// The active paths of a session, as a response to a command tells them.
wire::TransportResponse::TransportResult
ResultOf(const SessionView& view)
{
    wire::TransportResponse::TransportResult result;
    Duration sum{};
    BitRate total;
    for (const SessionView::Server& server : view.servers)
    {
        if (server.state != PathState::Active)
        {
            continue;
        }
        auto& path = *result.add_path_contributions();
        path.set_server_address(ToString(server.address));
        path.set_bandwidth_mbps(Megabits(server.rate));
        path.set_latency_ms(Milliseconds(server.roundTrip));
        sum += server.roundTrip;
        total.bitsPerSecond += server.rate.bitsPerSecond;
    }
    const int active = result.path_contributions_size();
    result.set_active_paths(static_cast<std::uint32_t>(active));
    result.set_total_bandwidth_mbps(Megabits(total));
    result.set_average_latency_ms(Milliseconds(active > 0 ? sum / active : sum));
    return result;
}

} // namespace

void
ClientSession::OnOrder(Instant now, PathId id, const ClientPath::KcpMessage& message)
{
    ClientPath& path = m_paths.at(id).path;
    if (path.Server() != *m_primary)
    {
        const std::string reason = message.has_server_discovery_resp() || message.has_add_path()
                                       ? "a recommendation by a secondary"
                                       : "a command by a secondary";
        Violate(now, id, Violation::NotPrimary, reason);
    }
    else if (message.has_add_path())
    {
        OnAddPath(now, id, message.add_path());
    }
    else if (message.has_remove_path())
    {
        OnRemovePath(now, message.remove_path());
    }
    else if (message.has_transport_command())
    {
        const std::string session = m_id ? ToText(*m_id) : std::string();
        m_commands.OnCommand(now, path.Server(), message.transport_command(), session);
    }
    else
    {
        m_isListHere = true;
        m_steps.OnDone(EstablishmentStep::Discovered);
        m_pathsToCome += message.server_discovery_resp().servers_size();
    }
}

void
ClientSession::OnAddPath(Instant now, PathId id, const wire::AddPathCommand& command)
{
    if (command.server_address().empty())
    {
        m_servers.at(*m_primary).token = UsableToken(command.session_token());
        return;
    }
    m_pathsToCome -= 1;
    const auto address = ParseIpv4(command.server_address());
    KeyPin pin{};
    if (!address.IsOk() || command.tls_pubkey_hash_sha256().size() != pin.size())
    {
        Report(id, Violation::BadRecommendation, "AddPathCommand");
        return;
    }
    const ByteView bytes = AsBytes(command.tls_pubkey_hash_sha256());
    std::copy(bytes.begin(), bytes.end(), pin.begin());
    if (!IsAllowedServer({address.Value(), pin, {}}))
    {
        Report(id, Violation::ServerNotAllowed, command.server_address());
        return;
    }
    if (!Learn({address.Value(), pin, {}}, command.session_token()))
    {
        Report(id, Violation::BadRecommendation, "AddPathCommand");
        return;
    }
    m_servers.at(address.Value()).session = m_paths.at(id).session;
    m_failover.OnServerKnown(now, address.Value());
}

bool
ClientSession::Learn(const ServerInfo& info, const std::string& token)
{
    if (token.size() > TOKEN_MAX)
    {
        return false;
    }
    const auto known = m_servers.find(info.address);
    if (known == m_servers.end())
    {
        return m_servers.size() < SERVERS_MAX &&
               m_servers.emplace(info.address, KnownServer{info, token}).second;
    }
    if (known->second.info.pin != info.pin)
    {
        return false;
    }
    known->second.token = token;
    return true;
}

void
ClientSession::OnCapabilities(PathId id, const wire::ServerCapabilityResponse& response)
{
    ServerInfo& server = m_servers.at(m_paths.at(id).path.Server()).info;
    auto told = CapabilitiesIn(response);
    if (server.address == m_primary)
    {
        m_steps.OnDone(EstablishmentStep::Capable);
    }
    if (told != server.capabilities)
    {
        server.capabilities = std::move(told);
        m_actions.Push(Event(
            CapabilitiesLearned{m_identity.handle, server.address, ToText(server.capabilities)}));
    }
}

bool
ClientSession::SettleCommands(Instant now)
{
    bool hasMoved = false;
    while (const auto action = m_commands.PollAction())
    {
        OnCommandAction(now, *action);
        hasMoved = true;
    }
    if (!m_runner.IsIdle())
    {
        m_runner.OnView(View());
    }
    while (const auto action = m_runner.PollAction())
    {
        Advise(now, *action);
        hasMoved = true;
    }
    return hasMoved;
}

void
ClientSession::OnCommandAction(Instant now, const CommandBook::Action& action)
{
    if (const auto* execute = std::get_if<CommandBook::Execute>(&action))
    {
        m_runner.OnExecute(execute->key, execute->command, View());
        m_runner.OnView(View());
        if (m_runner.IsRunning(execute->key))
        {
            m_commands.OnStarted(execute->key);
        }
    }
    else if (const auto* conclude = std::get_if<CommandBook::Conclude>(&action))
    {
        m_runner.OnConclude(conclude->key, View());
    }
    else if (const auto* respond = std::get_if<CommandBook::Respond>(&action))
    {
        // Without a path the response waits to be asked for again.
        if (const auto path = PathTo(respond->issuer); path && m_paths.at(*path).isGreeted)
        {
            ClientPath::KcpMessage message;
            *message.mutable_transport_response() = respond->response;
            m_paths.at(*path).path.SendKcp(now, std::move(message));
        }
    }
    else
    {
        m_actions.Push(std::get<Event>(action));
    }
}

void
ClientSession::Advise(Instant now, const CommandRunner::Action& action)
{
    if (const auto* want = std::get_if<CommandRunner::WantPath>(&action))
    {
        m_failover.OnWanted(now, want->server);
        const auto open = static_cast<std::uint32_t>(m_paths.size()) + 1;
        m_scaledTo = std::max(m_scaledTo.value_or(m_wantedPaths), open);
    }
    else if (const auto* drop = std::get_if<CommandRunner::DropPath>(&action))
    {
        DropPath(now, drop->server);
    }
    else if (const auto* scale = std::get_if<CommandRunner::ScaleTo>(&action))
    {
        ScaleTo(now, scale->paths);
    }
    else if (const auto* asked = std::get_if<CommandRunner::Obey>(&action))
    {
        m_steering.OnPolicy(now, asked->policy);
    }
    else if (const auto* probe = std::get_if<CommandRunner::Probe>(&action))
    {
        if (const auto path = PathTo(probe->server))
        {
            ClientPath::KcpMessage check;
            check.mutable_health_check_req()->set_sequence(probe->sequence);
            m_paths.at(*path).path.SendKcp(now, std::move(check));
        }
    }
    else
    {
        const auto& finish = std::get<CommandRunner::Finish>(action);
        m_commands.OnOutcome(finish.key, {finish.status, finish.reason, ResultOf(View())});
    }
}

void
ClientSession::DropPath(Instant now, const Address& server)
{
    if (m_scaledTo)
    {
        m_scaledTo = std::max(m_config.paths.min, *m_scaledTo - 1);
    }
    ClosePath(now, server);
}

void
ClientSession::OnRemovePath(Instant now, const wire::RemovePathCommand& command)
{
    m_pathsToCome -= 1;
    const auto server = ParseIpv4(command.server_address());
    const bool isKnown = server.IsOk() && m_servers.contains(server.Value());
    if (isKnown && server.Value() != m_primary)
    {
        DropPath(now, server.Value());
    }
}

void
ClientSession::TellPrimary(Instant now, const Address& server, PathState state)
{
    const auto primary = m_primary ? PathTo(*m_primary) : std::nullopt;
    const bool isWorthTelling = state >= PathState::Active && state != PathState::Failing;
    if (!primary || !m_id || !isWorthTelling ||
        m_paths.at(*primary).path.State() < PathState::Active)
    {
        return;
    }
    if (m_paths.at(*primary).path.State() >= PathState::Failing)
    {
        return;
    }
    ClientPath::KcpMessage message;
    auto& status = *message.mutable_path_status();
    status.set_server_address(ToString(server));
    status.set_status(state == PathState::Active     ? wire::PathStatusUpdate::ACTIVE
                      : state == PathState::Degraded ? wire::PathStatusUpdate::DEGRADED
                                                     : wire::PathStatusUpdate::CLOSED);
    if (const auto path = PathTo(server))
    {
        status.set_latency_ms(Milliseconds(m_paths.at(*path).path.Measured().smoothedRtt));
    }
    m_paths.at(*primary).path.SendKcp(now, std::move(message));
}

SessionView
ClientSession::View() const
{
    SessionView view{m_config.paths, m_primary.value_or(Address{}), {}};
    for (const auto& [address, known] : m_servers)
    {
        SessionView::Server server{address, std::nullopt, {}, {}, 0};
        if (const auto path = PathTo(address))
        {
            server.state = m_paths.at(*path).path.State();
            server.roundTrip = m_paths.at(*path).path.Measured().smoothedRtt;
            server.rate = m_downloads.Rate(*path);
        }
        if (const auto probed = m_probed.find(address); probed != m_probed.end())
        {
            server.answeredProbe = probed->second;
        }
        view.servers.push_back(server);
    }
    return view;
}

} // namespace kwik
