#ifndef KWIK_TESTS_CROWD_CROWD_H
#define KWIK_TESTS_CROWD_CROWD_H

#include "experiment/workload/generated-content.h"
#include "protocol-core/registry/server-info.h"
#include "testbed/real-host.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace kwik::test
{

/// What a crowd does.
struct CrowdOptions
{
    ServerInfo server;
    std::size_t sessions = 1;
    Duration idleTimeout{}; ///< Of QUIC, as this side wants it.
    Duration idleFor{};     ///< Between the two downloads of each session.
    std::vector<std::pair<std::string, ByteVector>> contents; ///< What the server has; not empty.
};

/**
 * Sessions of this process with one server, from a few UDP sockets: all open and fetch one content
 * each, stay for a while without a word of the application, fetch another one each, and close.
 *
 * Never more than BUSY_MAX are in the middle of something, and goodbyes leave in small groups, so
 * that no queue of the kernel has to hold a message of every session. At each stage a line goes to
 * standard output: `open`, `idle`, `again`, `closed`, with the number of sessions.
 */
class Crowd final : private EventSink
{
  public:
    static constexpr std::size_t SOCKETS = 8;
    static constexpr std::size_t BUSY_MAX = 64;
    static constexpr std::size_t GOODBYES = 20; ///< Every GOODBYE_EVERY.
    static constexpr Duration GOODBYE_EVERY = std::chrono::milliseconds(1);

    Crowd(boost::asio::io_context& loop, CrowdOptions options);
    ~Crowd() override;

    /// Stops the loop when all sessions are closed, or when something goes wrong.
    void Start();
    /// What went wrong first; empty when nothing did.
    const std::string& Fault() const;
    /// How many sessions went on over another path than their first.
    std::size_t Repairs() const;

  private:
    class Member; ///< One session.

    enum class Round : std::uint8_t
    {
        First,
        Rest, ///< Nobody fetches.
        Second,
    };

    void OnEvent(Instant now, const Event& event) override;
    /// Lets as many members fetch as may.
    void Advance();
    void OnFetched();
    void OnRoundDone();
    void BeginSecond();
    void SayGoodbyes();
    void Fail(const std::string& fault);
    void After(Duration time, void (Crowd::*next)());
    void Say(const char* stage) const;

    boost::asio::io_context& m_loop;
    boost::asio::steady_timer m_timer;
    CrowdOptions m_options;
    NoContent m_nothing;
    std::vector<std::unique_ptr<testbed::RealHost>> m_hosts;
    std::vector<std::unique_ptr<Member>> m_members;
    Round m_round{Round::First};
    std::size_t m_begun{0};   ///< Members that have begun this round; then those that have left.
    std::size_t m_fetched{0}; ///< Members that have what this round brings.
    std::size_t m_paths{0};
    std::string m_fault;
};

} // namespace kwik::test

#endif // KWIK_TESTS_CROWD_CROWD_H
