#include "protocol-core/failover/failover-manager.h"

#include "protocol-core/base/machine.h"

#include <algorithm>

namespace kwik
{

static_assert(Machine<FailoverManager>);

namespace
{

constexpr std::uint32_t MOST_INTERVALS = 6; ///< 3 s, as long as a handshake may take by default.

} // namespace

FailoverManager::FailoverManager(const FailoverPolicy& policy, Prng prng)
    : m_policy(policy),
      m_prng(prng)
{
}

void
FailoverManager::OnServerKnown(Instant now, const Address& server)
{
    const bool isKnown = std::any_of(m_servers.begin(),
                                     m_servers.end(),
                                     [&server](const Server& s) { return s.address == server; });
    if (!isKnown)
    {
        m_servers.emplace_back().address = server;
        Decide(now);
    }
}

void
FailoverManager::OnDemand(Instant now, std::uint32_t paths)
{
    if (paths != m_demand)
    {
        m_demand = paths;
        Decide(now);
    }
}

void
FailoverManager::OnWanted(Instant now, const Address& address)
{
    Server& server = At(address);
    server.isBarred = false;
    if (server.state == State::Idle)
    {
        Open(now, server);
    }
    Decide(now);
}

void
FailoverManager::OnBarred(Instant now, const Address& address)
{
    Server& server = At(address);
    server = Server{.address = address, .isBarred = true, .hasViolated = server.hasViolated};
    Decide(now);
}

void
FailoverManager::OnViolated(const Address& server)
{
    At(server).hasViolated = true;
}

void
FailoverManager::OnLeaving(Instant now, const Address& server)
{
    At(server).isLeaving = true;
    Decide(now);
}

void
FailoverManager::OnReplied(const Address& server)
{
    At(server).hasReplied = true;
}

void
FailoverManager::OnGreeted(Instant now, const Address& address)
{
    Server& server = At(address);
    server.state = State::Up;
    server.retryAt = NEVER;
    Decide(now);
}

void
FailoverManager::OnUsable(Instant now, const Address& address)
{
    Server& server = At(address);
    server.state = State::Up;
    server.isAccepted = true;
    server.hasLeft = false;
    server.wasUsable = true;
    server.attempt = 0;
    server.retryAt = NEVER;
    Decide(now);
}

void
FailoverManager::OnSilent(Instant now, const Address& address)
{
    At(address).state = State::Silent;
    Decide(now);
}

void
FailoverManager::OnClosed(Instant now, const Address& address, Duration roundTrip)
{
    Server& server = At(address);
    server.state = State::Down;
    server.isAccepted = false;
    server.hasLeft = server.hasLeft || server.isLeaving;
    server.isLeaving = false;
    server.hasReplied = false;
    server.role.reset();
    server.roundTrip = std::max(server.roundTrip, roundTrip);
    if (server.retryAt == NEVER)
    {
        server.retryAt = now + RetryPause(server);
    }
    Decide(now);
}

void
FailoverManager::OnTimeout(Instant now)
{
    for (Server& server : m_servers)
    {
        if (server.retryAt > now)
        {
            continue;
        }
        server.attempt += 1;
        server.retryAt = now + RetryPause(server);
        const bool isAvoided = server.hasViolated && UsablePaths() > 0;
        if (!isAvoided && (server.state == State::Down || !server.hasReplied))
        {
            Open(now, server);
        }
    }
    if (now >= m_lostAt)
    {
        m_lostAt = NEVER;
        m_actions.Push(DeclareLost{});
    }
}

Instant
FailoverManager::NextTimeout() const
{
    Instant next = m_lostAt;
    for (const Server& server : m_servers)
    {
        next = std::min(next, server.retryAt);
    }
    return next;
}

std::optional<FailoverManager::Action>
FailoverManager::PollAction()
{
    auto action = m_actions.Pop();
    while (action && IsOvertaken(*action))
    {
        action = m_actions.Pop();
    }
    return action;
}

std::uint32_t
FailoverManager::UsablePaths() const
{
    return static_cast<std::uint32_t>(
        std::count_if(m_servers.begin(), m_servers.end(), [](const Server& server) {
            return server.state == State::Up;
        }));
}

bool
FailoverManager::IsIdle(const Address& address) const
{
    return std::any_of(m_servers.begin(), m_servers.end(), [&address](const Server& server) {
        return server.address == address && server.state == State::Idle;
    });
}

bool
FailoverManager::IsOvertaken(const Action& action)
{
    if (const auto* open = std::get_if<OpenPath>(&action))
    {
        return At(open->server).state != State::Opening;
    }
    const auto* assigned = std::get_if<AssignRole>(&action);
    return assigned != nullptr && At(assigned->server).role != assigned->role;
}

FailoverManager::Server&
FailoverManager::At(const Address& address)
{
    const auto entry = std::find_if(m_servers.begin(), m_servers.end(), [&](const Server& server) {
        return server.address == address;
    });
    KWIK_ASSERT(entry != m_servers.end());
    return *entry;
}

void
FailoverManager::Decide(Instant now)
{
    Unbar();
    OpenWanted(now);
    AssignRoles();
    const bool isReachable = std::any_of(m_servers.begin(), m_servers.end(), [](const Server& s) {
        return s.state == State::Up && s.isAccepted;
    });
    if (isReachable)
    {
        m_lostAt = NEVER;
    }
    else if (m_lostAt == NEVER && !m_servers.empty())
    {
        m_lostAt = now + m_policy.recoveryTimeout;
    }
}

void
FailoverManager::Unbar()
{
    const bool isUnderWay =
        std::any_of(m_servers.begin(), m_servers.end(), [](const Server& server) {
            return server.state == State::Up || server.state == State::Opening;
        });
    for (Server& server : m_servers)
    {
        server.isBarred = server.isBarred && isUnderWay;
    }
}

void
FailoverManager::OpenWanted(Instant now)
{
    std::uint32_t missing = PathsWanted();
    for (const Server& server : m_servers)
    {
        const bool isThere = server.state == State::Opening || server.state == State::Up;
        const bool counts = isThere && !server.isLeaving;
        missing -= counts && missing > 0 ? 1 : 0;
    }
    for (Server& server : m_servers)
    {
        if (missing > 0 && server.state == State::Idle && !server.isBarred)
        {
            Open(now, server);
            --missing;
        }
    }
}

void
FailoverManager::AssignRoles()
{
    std::uint32_t carriers = 0;
    for (const Server& server : m_servers)
    {
        const bool isCarrier = server.state == State::Up && server.role == Role::Carrier;
        carriers += isCarrier && !server.isLeaving ? 1 : 0;
    }
    for (Server& server : m_servers)
    {
        const bool isRefusing = server.hasLeft && !server.isAccepted; // Until it says otherwise.
        if (server.state != State::Up || server.role == Role::Carrier || isRefusing)
        {
            continue;
        }
        const Role role = carriers < CarriersWanted() ? Role::Carrier : Role::Standby;
        carriers += role == Role::Carrier ? 1 : 0;
        if (server.role != role)
        {
            server.role = role;
            m_actions.Push(AssignRole{server.address, role});
        }
    }
}

void
FailoverManager::Open(Instant, Server& server)
{
    server.state = State::Opening;
    server.hasReplied = false;
    m_actions.Push(OpenPath{server.address, server.attempt});
}

std::uint32_t
FailoverManager::CarriersWanted() const
{
    return m_policy.strategy == FailoverStrategy::Spread ? m_demand : 1;
}

std::uint32_t
FailoverManager::PathsWanted() const
{
    return m_policy.strategy == FailoverStrategy::Cold ? 1 : m_demand;
}

Duration
FailoverManager::RetryPause(const Server& server)
{
    // An attempt needs a round trip to be answered; on a long one the interval gives way.
    // Where none was ever measured each attempt gets more time than the last, up to a bound.
    const std::uint32_t intervals =
        server.wasUsable ? 1 : std::min(server.attempt + 1, MOST_INTERVALS);
    const Duration pause = std::max(m_policy.recoveryInterval * intervals, server.roundTrip * 2);
    return m_prng.Jitter(pause, m_policy.recoveryJitterPercent);
}

} // namespace kwik
