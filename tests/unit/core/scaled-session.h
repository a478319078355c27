#ifndef KWIK_TESTS_UNIT_CORE_SCALED_SESSION_H
#define KWIK_TESTS_UNIT_CORE_SCALED_SESSION_H

#include "protocol-core/scaling/scaling-manager.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kwik::test
{

/// A session in the hands of a ScalingManager: paths that come when they are asked for and carry
/// what is demanded, as far as they can.
class ScaledSession
{
  public:
    static constexpr Duration HANDSHAKE = std::chrono::milliseconds(100);

    struct Decision
    {
        Instant at;
        ScalingStarted what;
    };

    /// The first of the servers, numbered from 1, is the primary, whose path is there.
    ScaledSession(const ScalingConfig& config, const std::vector<BitRate>& capacities);

    void Live(Duration span, BitRate demand);
    void SetCapacity(std::uint32_t server, BitRate capacity);
    /// All paths together bring no more than this.
    void SetBottleneck(BitRate capacity);
    void SetReachable(std::uint32_t server, bool isReachable);
    void Lose(std::uint32_t server);
    void Command(std::uint32_t paths);
    void Complain();
    void Limit(std::uint32_t least, std::uint32_t most);

    std::size_t Paths() const;
    Instant Now() const;
    const std::vector<Decision>& Decisions() const;
    const std::vector<ScalingFinished>& Outcomes() const;
    /// The triggers of all decisions, in order.
    std::vector<ScalingTrigger> Triggers() const;

  private:
    struct Path
    {
        Instant worksAt;
        bool works{false};
        ByteCount received;
    };

    struct Server
    {
        BitRate capacity;
        bool isReachable{true};
    };

    ScalingReading Reading(bool isTick);
    void Carry(BitRate demand);
    void Obey();
    void Connect();

    ScalingManager m_manager;
    std::map<Address, Server> m_servers;
    std::map<Address, Path> m_paths;
    std::map<Address, bool> m_full;
    std::optional<BitRate> m_bottleneck;
    std::vector<Decision> m_decisions;
    std::vector<ScalingFinished> m_outcomes;
    Instant m_now{};
    ByteCount m_asked;
    ByteCount m_queued;
    std::uint32_t m_least{1};
    std::uint32_t m_most{8};
};

Address ScaledServer(std::uint32_t number);

} // namespace kwik::test

#endif // KWIK_TESTS_UNIT_CORE_SCALED_SESSION_H
