#include "protocol-core/failover/failover-manager.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Words = std::vector<std::string>;

constexpr Instant START{1s};

Address
Server(std::uint32_t number)
{
    return Ipv4(number, 1);
}

/// A manager that knows the servers 1 to n and is asked for some paths.
class Session
{
  public:
    Session(FailoverStrategy strategy, std::uint32_t servers, std::uint32_t demand)
        : manager(FailoverPolicy{strategy}, Prng(1))
    {
        manager.OnDemand(START, demand);
        for (std::uint32_t i = 1; i <= servers; ++i)
        {
            manager.OnServerKnown(START, Server(i));
        }
    }

    /// What was asked for since the last call: `open 1/0` (server/attempt), `carrier 1`, ...
    Words Actions()
    {
        Words words;
        while (const auto action = manager.PollAction())
        {
            words.push_back(std::visit([](const auto& what) { return Word(what); }, *action));
        }
        return words;
    }

    void Up(std::uint32_t server, Instant now = START)
    {
        manager.OnReplied(Server(server));
        manager.OnUsable(now, Server(server));
    }

    FailoverManager manager;

  private:
    static std::string Number(const Address& server)
    {
        return std::to_string(server.ip[15]);
    }

    static std::string Word(const FailoverManager::OpenPath& open)
    {
        return "open " + Number(open.server) + "/" + std::to_string(open.attempt);
    }

    static std::string Word(const FailoverManager::AssignRole& assigned)
    {
        const bool isCarrier = assigned.role == FailoverManager::Role::Carrier;
        return (isCarrier ? "carrier " : "standby ") + Number(assigned.server);
    }

    static std::string Word(const FailoverManager::DeclareLost&)
    {
        return "lost";
    }
};

} // namespace

TEST(FailoverSpread, OpensAsManyPathsAsAreWantedInOrderOfPreference)
{
    Session session(FailoverStrategy::Spread, 4, 3);
    EXPECT_EQ(session.Actions(), (Words{"open 1/0", "open 2/0", "open 3/0"}));
    session.manager.OnDemand(START, 3);
    EXPECT_EQ(session.Actions(), Words{});
    session.manager.OnDemand(START, 4);
    EXPECT_EQ(session.Actions(), Words{"open 4/0"});
}

TEST(FailoverSpread, EveryUsablePathCarries)
{
    Session session(FailoverStrategy::Spread, 3, 3);
    static_cast<void>(session.Actions());
    session.Up(2);
    session.Up(3);
    session.Up(1);
    EXPECT_EQ(session.Actions(), (Words{"carrier 2", "carrier 3", "carrier 1"}));
    EXPECT_EQ(session.manager.UsablePaths(), 3U);
}

TEST(FailoverSpread, TriesAnOffenderAgainOnlyWhileNoOtherServerCanBeUsed)
{
    Session session(FailoverStrategy::Spread, 2, 2);
    session.Up(1);
    session.Up(2);
    static_cast<void>(session.Actions());
    session.manager.OnViolated(Server(2));
    session.manager.OnClosed(START, Server(2), {});
    for (Duration age = 1s; age <= 10s; age += 1s)
    {
        session.manager.OnTimeout(START + age);
        EXPECT_EQ(session.Actions(), Words{});
    }
    session.manager.OnSilent(START + 11s, Server(1));
    session.manager.OnTimeout(START + 12s);
    EXPECT_EQ(session.Actions(), Words{"open 2/11"});
}

TEST(FailoverSpread, GivesUpOnAServerThatTakesHellosAndAcceptsNone)
{
    Session session(FailoverStrategy::Spread, 1, 1);
    Words words;
    Duration age{};
    for (; age <= 60s && (words.empty() || words.back() != "lost"); age += 100ms)
    {
        session.manager.OnReplied(Server(1));
        session.manager.OnGreeted(START + age, Server(1));
        session.manager.OnClosed(START + age, Server(1), {});
        session.manager.OnTimeout(START + age);
        words = session.Actions();
    }
    ASSERT_EQ(words, Words{"lost"});
    EXPECT_EQ(age - 100ms, FailoverPolicy{}.recoveryTimeout);
}

TEST(FailoverSpread, ReplacesASilentPathAtTheSameInstant)
{
    Session session(FailoverStrategy::Spread, 3, 2);
    session.Up(1);
    session.Up(2);
    static_cast<void>(session.Actions());
    session.manager.OnSilent(START + 1s, Server(1));
    EXPECT_EQ(session.Actions(), Words{"open 3/0"});
    EXPECT_EQ(session.manager.UsablePaths(), 1U);
    session.Up(3, START + 2s);
    EXPECT_EQ(session.Actions(), Words{"carrier 3"});
}

TEST(FailoverSpread, AServerKnownTwiceIsOneServer)
{
    Session session(FailoverStrategy::Spread, 1, 2);
    session.manager.OnServerKnown(START, Server(1));
    EXPECT_EQ(session.Actions(), Words{"open 1/0"});
    session.manager.OnServerKnown(START, Server(2));
    EXPECT_EQ(session.Actions(), Words{"open 2/0"});
}

TEST(FailoverHotStandby, OnePathCarriesAndTheOthersWait)
{
    Session session(FailoverStrategy::HotStandby, 3, 3);
    EXPECT_EQ(session.Actions(), (Words{"open 1/0", "open 2/0", "open 3/0"}));
    session.Up(2);
    session.Up(1);
    session.Up(3);
    EXPECT_EQ(session.Actions(), (Words{"carrier 2", "standby 1", "standby 3"}));
}

TEST(FailoverHotStandby, AStandbyTakesOverAtTheSameInstant)
{
    for (const bool isSilent : {true, false})
    {
        Session session(FailoverStrategy::HotStandby, 2, 2);
        session.Up(1);
        session.Up(2);
        static_cast<void>(session.Actions());
        isSilent ? session.manager.OnSilent(START + 1s, Server(1))
                 : session.manager.OnClosed(START + 1s, Server(1), 10ms);
        EXPECT_EQ(session.Actions(), Words{"carrier 2"});
    }
}

TEST(FailoverHotStandby, AReplacedCarrierComesBackAsStandby)
{
    Session session(FailoverStrategy::HotStandby, 2, 2);
    session.Up(1);
    session.Up(2);
    session.manager.OnClosed(START + 1s, Server(1), 10ms);
    static_cast<void>(session.Actions());
    session.Up(1, START + 3s);
    EXPECT_EQ(session.Actions(), Words{"standby 1"});
}

TEST(FailoverCold, OpensABackupOnlyWhenAPathHasFailed)
{
    Session session(FailoverStrategy::Cold, 3, 3);
    EXPECT_EQ(session.Actions(), Words{"open 1/0"});
    session.Up(1);
    EXPECT_EQ(session.Actions(), Words{"carrier 1"});
    session.manager.OnClosed(START + 1s, Server(1), 10ms);
    EXPECT_EQ(session.Actions(), Words{"open 2/0"});
    session.Up(2, START + 2s);
    EXPECT_EQ(session.Actions(), Words{"carrier 2"});
}

TEST(Failover, IsLostExactlyAfterTheRecoveryTimeoutWithoutAPath)
{
    Session session(FailoverStrategy::Spread, 1, 1);
    session.Up(1);
    const Instant gone = START + 5s;
    session.manager.OnSilent(gone, Server(1));
    static_cast<void>(session.Actions());
    EXPECT_EQ(session.manager.NextTimeout(), gone + 30s);
    session.manager.OnTimeout(gone + 30s - 1ns);
    EXPECT_EQ(session.Actions(), Words{});
    session.manager.OnTimeout(gone + 30s);
    EXPECT_EQ(session.Actions(), Words{"lost"});
    session.manager.OnTimeout(gone + 60s);
    EXPECT_EQ(session.Actions(), Words{});
}

TEST(Failover, IsLostWhenNoServerWasEverReached)
{
    Session session(FailoverStrategy::Spread, 2, 2);
    static_cast<void>(session.Actions());
    EXPECT_EQ(session.manager.NextTimeout(), START + 30s);
    session.manager.OnTimeout(START + 30s - 1ns);
    EXPECT_EQ(session.Actions(), Words{});
    session.manager.OnTimeout(START + 30s);
    EXPECT_EQ(session.Actions(), Words{"lost"});
}

TEST(Failover, IsNotLostWhenOnePathReturnsInTime)
{
    Session session(FailoverStrategy::Spread, 2, 2);
    session.Up(1);
    session.Up(2);
    session.manager.OnSilent(START, Server(1));
    session.manager.OnSilent(START + 1s, Server(2));
    session.manager.OnUsable(START + 31s - 1ns, Server(1));
    static_cast<void>(session.Actions());
    session.manager.OnTimeout(START + 31s);
    EXPECT_EQ(session.Actions(), Words{});
    EXPECT_EQ(session.manager.NextTimeout(), NEVER);
    // The next loss counts from its own beginning.
    session.manager.OnSilent(START + 40s, Server(1));
    EXPECT_EQ(session.manager.NextTimeout(), START + 70s);
}

TEST(Failover, IsNotLostWhileOneOfTwoPathsWorks)
{
    Session session(FailoverStrategy::Spread, 2, 2);
    session.Up(1);
    session.Up(2);
    session.manager.OnSilent(START, Server(1));
    static_cast<void>(session.Actions());
    session.manager.OnTimeout(START + 1h);
    EXPECT_EQ(session.Actions(), Words{});
    // It is gone for the whole timeout only from when the last path went.
    session.manager.OnSilent(START + 2h, Server(2));
    EXPECT_EQ(session.manager.NextTimeout(), START + 2h + 30s);
}

TEST(Failover, DiesOfAServerThatItDoesNotKnow)
{
    Session session(FailoverStrategy::Spread, 1, 1);
    EXPECT_DEATH(session.manager.OnUsable(START, Server(2)), "assertion failed");
}

TEST(FailoverSpread, AsksNoMoreForWhatWasOvertaken)
{
    Session session(FailoverStrategy::Spread, 3, 3);
    session.manager.OnBarred(START, Server(2));
    EXPECT_EQ(session.Actions(), (Words{"open 1/0", "open 3/0"}));
    session.Up(1);
    session.Up(3);
    session.manager.OnBarred(START, Server(3));
    EXPECT_EQ(session.Actions(), Words{"carrier 1"});
}

TEST(FailoverSpread, OpensABarredServerWhenItIsWantedOrNoOtherIsLeft)
{
    Session session(FailoverStrategy::Spread, 3, 3);
    session.Up(1);
    session.Up(2);
    static_cast<void>(session.Actions());
    session.manager.OnBarred(START, Server(2));
    session.manager.OnBarred(START, Server(3));
    session.manager.OnDemand(START, 2);
    EXPECT_EQ(session.Actions(), Words{});
    session.manager.OnWanted(START, Server(3));
    EXPECT_EQ(session.Actions(), Words{"open 3/0"});
    session.manager.OnClosed(START, Server(3), 1ms);
    EXPECT_EQ(session.Actions(), Words{});
    session.manager.OnClosed(START, Server(1), 1ms);
    EXPECT_EQ(session.Actions(), Words{"open 2/0"});
}

} // namespace kwik::test
