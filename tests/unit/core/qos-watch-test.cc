#include "protocol-core/path/qos-watch.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

using Words = std::vector<std::string>;

constexpr SessionHandle SESSION{1};
constexpr BitRate TEN{10'000'000};

Address
Server(std::uint32_t number)
{
    return Ipv4(number, 1);
}

/// A session of two paths, looked at every 100 ms.
class Watched
{
  public:
    explicit Watched(const QosPolicy& policy)
        : watch(SESSION, policy)
    {
    }

    /// @returns what was said meanwhile, without the probes: `out 2`, `in 2`, `too little`, and
    /// the rules that came to be violated or restored.
    Words Live(Duration span)
    {
        Words words;
        for (Duration passed{}; passed < span; passed += 100ms)
        {
            now += 100ms;
            watch.OnSample(now, sample);
            while (const auto action = watch.PollAction())
            {
                if (std::holds_alternative<QosWatch::Probe>(*action))
                {
                    ++probes;
                    continue;
                }
                words.push_back(WordOf(*action));
            }
        }
        return words;
    }

    /// Datagrams that server 2 sends in two seconds, and how many of them come.
    void Send(std::uint64_t datagrams, std::uint64_t come)
    {
        m_sent += datagrams;
        m_came += come;
        watch.OnCounts(now, Server(2), m_sent, m_came);
    }

    QosWatch watch;
    QosSample sample{{{Server(1), 20ms}, {Server(2), 20ms}}, TEN, TEN};
    Instant now{};
    int probes{0};

  private:
    static std::string WordOf(const QosWatch::Action& action)
    {
        if (const auto* judge = std::get_if<QosWatch::Judge>(&action))
        {
            return (judge->isInside ? "in " : "out ") + std::to_string(judge->server.ip[15]);
        }
        if (const auto* event = std::get_if<Event>(&action))
        {
            const auto* violated = std::get_if<QosViolated>(event);
            const QosReading& reading =
                violated != nullptr ? violated->reading : std::get<QosRestored>(*event).reading;
            return std::string(violated != nullptr ? "violated " : "restored ") +
                   std::string(ToText(reading.rule));
        }
        return "too little";
    }

    std::uint64_t m_sent{0};
    std::uint64_t m_came{0};
};

QosPolicy
Latency(Duration most)
{
    QosPolicy policy;
    policy.maxLatency = most;
    return policy;
}

QosPolicy
Loss(std::uint32_t ppm)
{
    QosPolicy policy;
    policy.maxLossPpm = ppm;
    return policy;
}

} // namespace

TEST(Hold, ChangesOnlyWhenTheContraryHasHeld)
{
    Hold hold(2s, 5s);
    EXPECT_FALSE(hold.OnValue(Instant(0s), true));
    EXPECT_FALSE(hold.OnValue(Instant(2s) - 1ns, true));
    EXPECT_FALSE(hold.OnValue(Instant(2s), false)); // A break: anew.
    EXPECT_FALSE(hold.OnValue(Instant(3s), true));
    EXPECT_EQ(hold.OnValue(Instant(5s), true), true);
    EXPECT_FALSE(hold.OnValue(Instant(6s), false));
    EXPECT_FALSE(hold.OnValue(Instant(11s) - 1ns, false));
    EXPECT_EQ(hold.OnValue(Instant(11s), false), false);
    EXPECT_FALSE(hold.Value());
}

TEST(LossMeter, JudgesAHundredDatagramsAndTwoSeconds)
{
    LossMeter meter;
    EXPECT_FALSE(meter.OnCounts(Instant(0s), 1'000, 900)); // What was before counts for nothing.
    EXPECT_FALSE(meter.OnCounts(Instant(2s), 1'099, 990));
    EXPECT_FALSE(meter.OnCounts(Instant(2s) - 1ns, 1'100, 990));
    EXPECT_EQ(meter.OnCounts(Instant(2s), 1'100, 990), 100'000U);
    EXPECT_EQ(meter.OnCounts(Instant(4s), 1'200, 1'091), 0U); // More than went: they were late.
    EXPECT_FALSE(meter.OnCounts(Instant(6s), 5, 5));          // Another connection.
}

TEST(QosWatch, AsksForNothingUnlessItIsToldTo)
{
    Watched session{QosPolicy{}};
    session.sample.paths[1].roundTrip = 10s;
    session.sample.rate = {};
    EXPECT_FALSE(session.watch.IsAsking());
    EXPECT_EQ(session.Live(60s), Words{});
    EXPECT_EQ(session.probes, 0);
}

TEST(QosWatch, SendsAPathAwayWhenItsRoundTripIsTooLong)
{
    Watched session{Latency(100ms)};
    session.sample.paths[1].roundTrip = 100ms;
    EXPECT_EQ(session.Live(10s), Words{});
    session.sample.paths[1].roundTrip = 100ms + 1ns;
    EXPECT_EQ(session.Live(500ms), Words{});
    EXPECT_EQ(session.Live(100ms), (Words{"violated max_latency", "out 2"}));
    EXPECT_FALSE(session.watch.IsInside(Server(2)));
    EXPECT_TRUE(session.watch.IsInside(Server(1)));
}

TEST(QosWatch, ProbesAPathThatIsAwayAndTakesItBackWellInsideTheBound)
{
    Watched session{Latency(100ms)};
    session.sample.paths[1].roundTrip = 150ms;
    static_cast<void>(session.Live(600ms));
    session.probes = 0;
    session.sample.paths[1].roundTrip = 90ms + 1ns;
    EXPECT_EQ(session.Live(10s), Words{});
    EXPECT_NEAR(session.probes, 33, 8); // Every 250 ms, seen every 100.
    session.sample.paths[1].roundTrip = 90ms;
    EXPECT_EQ(session.Live(5s), Words{});
    EXPECT_EQ(session.Live(100ms), (Words{"restored max_latency", "in 2"}));
    session.probes = 0;
    static_cast<void>(session.Live(1s));
    EXPECT_EQ(session.probes, 0);
}

TEST(QosWatch, SendsAPathAwayThatLosesTooMuchAndTriesItAgain)
{
    Watched session{Loss(50'000)};
    static_cast<void>(session.Live(2100ms));
    session.Send(1'000, 500); // Before it was warm.
    static_cast<void>(session.Live(2s));
    session.Send(1'000, 950);
    EXPECT_EQ(session.Live(2s), Words{});
    session.Send(1'000, 949);
    EXPECT_EQ(session.Live(100ms), (Words{"violated max_loss", "out 2"}));
    EXPECT_EQ(session.Live(9800ms), Words{});
    EXPECT_EQ(session.Live(200ms), (Words{"restored max_loss", "in 2"}));
}

TEST(QosWatch, WaitsTwiceAsLongForAPathThatLosesAgain)
{
    Watched session{Loss(50'000)};
    const auto lose = [&session] {
        static_cast<void>(session.Live(2100ms));
        session.Send(1'000, 1'000);
        static_cast<void>(session.Live(2s));
        session.Send(1'000, 500);
        EXPECT_EQ(session.Live(100ms), (Words{"violated max_loss", "out 2"}));
    };
    lose();
    EXPECT_EQ(session.Live(10s), (Words{"restored max_loss", "in 2"}));
    lose();
    EXPECT_EQ(session.Live(19s), Words{});
    EXPECT_EQ(session.Live(1s), (Words{"restored max_loss", "in 2"}));
}

TEST(QosWatch, ComplainsWhileTheSessionGetsLessThanItNeedsAndWants)
{
    QosPolicy policy;
    policy.minBandwidth = TEN;
    Watched session{policy};
    session.sample.rate = BitRate{9'999'999};
    session.sample.demand = BitRate{9'999'999};
    EXPECT_EQ(session.Live(10s), Words{});
    session.sample.demand = TEN;
    EXPECT_EQ(session.Live(2s), Words{});
    EXPECT_EQ(session.Live(200ms), (Words{"violated min_bandwidth", "too little", "too little"}));
    session.sample.rate = TEN;
    EXPECT_EQ(session.Live(2100ms).back(), "restored min_bandwidth");
    EXPECT_EQ(session.Live(1s), Words{});
}

TEST(QosWatch, NeedsTwoPathsForRedundancy)
{
    QosPolicy policy;
    policy.needsRedundancy = true;
    Watched session{policy};
    EXPECT_EQ(session.Live(10s), Words{});
    session.sample.paths.pop_back();
    EXPECT_EQ(session.Live(2s), Words{});
    EXPECT_EQ(session.Live(100ms), Words{"violated redundancy"});
    session.sample.paths.push_back({Server(3), 20ms});
    EXPECT_EQ(session.Live(600ms), Words{"restored redundancy"});
}

TEST(QosWatch, LetsAllPathsInWhenThePolicyChanges)
{
    Watched session{Latency(10ms)};
    EXPECT_EQ(session.Live(600ms).size(), 4U);
    session.watch.OnPolicy(Latency(100ms));
    EXPECT_TRUE(session.watch.IsInside(Server(1)));
    EXPECT_EQ(session.Live(10s), (Words{"in 1", "in 2"}));
    session.watch.OnPolicy(Latency(100ms));
    EXPECT_EQ(session.Live(1s), Words{});
}

} // namespace kwik::test
