#ifndef KWIK_FAILOVER_FAILOVER_MANAGER_H
#define KWIK_FAILOVER_FAILOVER_MANAGER_H

#include "protocol-core/base/address.h"
#include "protocol-core/base/bounded-queue.h"
#include "protocol-core/base/instant.h"
#include "protocol-core/base/prng.h"
#include "protocol-core/failover/failover-policy.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace kwik
{

/**
 * Decides to which servers a session keeps a path, which of them carry data, and when a lost one is
 * tried again (seed 004, "Intelligent Failover"; PROTOCOL section 5).
 *
 *   Idle --wanted--> Opening --usable--> Up <--> Silent
 *                       |                 |        |
 *                       '------closed-----'--------'--> Down --interval--> Opening
 *
 * Redirecting what a lost path owed is the download scheduler's part and happens at once; this
 * class then activates backups and runs the recovery plan: fresh connections at fixed, jittered
 * intervals, never with QUIC's backoff, because a server that returns should be used again soon.
 */
class FailoverManager
{
  public:
    /// Start a path; an attempt to the same server that had no reply yet is abandoned.
    struct OpenPath
    {
        Address server;
        std::uint32_t attempt; ///< 0 at first, then counted since the server was lost.
    };

    enum class Role : std::uint8_t
    {
        Carrier, ///< Takes part in every transfer.
        Standby, ///< Connected and idle.
    };

    struct AssignRole
    {
        Address server;
        Role role;
    };

    /// No server was reachable for the recovery timeout.
    struct DeclareLost
    {
    };

    using Action = std::variant<OpenPath, AssignRole, DeclareLost>;

    FailoverManager(const FailoverPolicy& policy, Prng prng);

    /// A server that may be used; earlier known ones are preferred.
    void OnServerKnown(Instant now, const Address& server);
    /// So many paths are worth having, standbys included.
    void OnDemand(Instant now, std::uint32_t paths);
    /// A path to this server is worth having whatever the demand.
    void OnWanted(Instant now, const Address& server);
    /// Its path is being closed on purpose; it is used again when it is wanted, or when no other
    /// server is left.
    void OnBarred(Instant now, const Address& server);
    /// It has broken the rules: once its path is gone, it is tried again only while no other server
    /// can be used.
    void OnViolated(const Address& server);
    /// It will end soon: its path may be used, but another one is worth having in its stead.
    void OnLeaving(Instant now, const Address& server);
    void OnReplied(const Address& server);
    /// The hello is sent: the path can carry data, and the server may still refuse it.
    void OnGreeted(Instant now, const Address& server);
    /// The server has accepted the path, or is heard again.
    void OnUsable(Instant now, const Address& server);
    void OnSilent(Instant now, const Address& server);
    /// The path is gone; @p roundTrip is what it last measured, or zero.
    void OnClosed(Instant now, const Address& server, Duration roundTrip);
    void OnTimeout(Instant now);
    Instant NextTimeout() const;
    std::optional<Action> PollAction();

    std::uint32_t UsablePaths() const;
    /// Whether nothing is done about the server, which is known.
    bool IsIdle(const Address& server) const;

  private:
    enum class State : std::uint8_t
    {
        Idle,
        Opening,
        Up,
        Silent,
        Down,
    };

    struct Server
    {
        Address address;
        State state{State::Idle};
        bool hasReplied{false};
        bool isAccepted{false}; ///< The path that there is now.
        bool isBarred{false};
        bool hasViolated{false};
        bool isLeaving{false};
        bool hasLeft{false}; ///< And was not heard to accept us since.
        std::optional<Role> role;
        std::uint32_t attempt{0};
        Duration roundTrip{};
        bool wasUsable{false}; ///< Once; only then is roundTrip known to be true.
        Instant retryAt{NEVER};
    };

    Server& At(const Address& server);
    /// Whether what was decided is not wanted any more, because of what was heard since.
    bool IsOvertaken(const Action& action);
    void Decide(Instant now);
    void OpenWanted(Instant now);
    void Unbar();
    void AssignRoles();
    void Open(Instant now, Server& server);
    std::uint32_t CarriersWanted() const;
    std::uint32_t PathsWanted() const;
    Duration RetryPause(const Server& server);

    FailoverPolicy m_policy;
    Prng m_prng;
    std::vector<Server> m_servers; ///< In order of preference.
    std::uint32_t m_demand{1};
    Instant m_lostAt{NEVER}; ///< When DeclareLost is due.
    BoundedQueue<Action, 1024> m_actions;
};

} // namespace kwik

#endif // KWIK_FAILOVER_FAILOVER_MANAGER_H
