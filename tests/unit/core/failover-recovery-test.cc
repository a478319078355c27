#include "protocol-core/failover/failover-manager.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Instant START{1s};
const Address SERVER = Ipv4(1, 1);
const Address OTHER = Ipv4(2, 1);

/// Never declared lost within a test.
FailoverPolicy
PatientPolicy()
{
    FailoverPolicy policy;
    policy.recoveryTimeout = 1'000h;
    return policy;
}

std::vector<std::uint32_t>
AttemptsAt(FailoverManager& manager, const Address& server)
{
    std::vector<std::uint32_t> attempts;
    while (const auto action = manager.PollAction())
    {
        const auto* open = std::get_if<FailoverManager::OpenPath>(&*action);
        if (open != nullptr && open->server == server)
        {
            attempts.push_back(open->attempt);
        }
    }
    return attempts;
}

/// A manager whose only path has just been closed.
FailoverManager
AfterLoss(std::uint64_t seed, Duration roundTrip)
{
    FailoverManager manager(PatientPolicy(), Prng(seed));
    manager.OnServerKnown(START, SERVER);
    manager.OnReplied(SERVER);
    manager.OnUsable(START, SERVER);
    manager.OnClosed(START, SERVER, roundTrip);
    static_cast<void>(AttemptsAt(manager, SERVER));
    return manager;
}

using Attempts = std::vector<std::uint32_t>;

} // namespace

TEST(Recovery, TriesAgainAfterTheIntervalAndNotBefore)
{
    FailoverManager manager = AfterLoss(1, 20ms);
    const Instant due = manager.NextTimeout();
    EXPECT_GE(due, START + 450ms);
    EXPECT_LE(due, START + 550ms);
    manager.OnTimeout(due - 1ns);
    EXPECT_EQ(AttemptsAt(manager, SERVER), Attempts{});
    manager.OnTimeout(due);
    EXPECT_EQ(AttemptsAt(manager, SERVER), Attempts{1});
}

TEST(Recovery, AServerThatNeverAnsweredIsGivenMoreTimeWithEachAttempt)
{
    FailoverPolicy policy = PatientPolicy();
    policy.recoveryJitterPercent = 0;
    FailoverManager manager(policy, Prng(1));
    manager.OnServerKnown(START, SERVER);
    manager.OnClosed(START, SERVER, 100ms);
    static_cast<void>(AttemptsAt(manager, SERVER));
    Instant last = START;
    for (const std::uint32_t intervals : {1U, 2U, 3U, 4U, 5U, 6U, 6U, 6U})
    {
        const Instant due = manager.NextTimeout();
        EXPECT_EQ(due - last, policy.recoveryInterval * intervals);
        manager.OnTimeout(due);
        EXPECT_EQ(AttemptsAt(manager, SERVER).size(), 1U);
        last = due;
    }
}

TEST(Recovery, ThePauseFillsItsJitterOnBothSides)
{
    Duration shortest = Duration::max();
    Duration longest{};
    for (std::uint64_t seed = 1; seed <= 500; ++seed)
    {
        const Duration pause = AfterLoss(seed, 20ms).NextTimeout() - START;
        shortest = std::min(shortest, pause);
        longest = std::max(longest, pause);
    }
    EXPECT_GE(shortest, 450ms);
    EXPECT_LT(shortest, 455ms);
    EXPECT_GT(longest, 545ms);
    EXPECT_LE(longest, 550ms);
}

TEST(Recovery, ThePauseIsTwoRoundTripsWhereThatIsLonger)
{
    const std::pair<Duration, Duration> samples[] = {{0ms, 500ms},
                                                     {250ms, 500ms},
                                                     {300ms, 600ms},
                                                     {5s, 10s}};
    for (const auto& [roundTrip, pause] : samples)
    {
        for (std::uint64_t seed = 1; seed <= 50; ++seed)
        {
            const Duration seen = AfterLoss(seed, roundTrip).NextTimeout() - START;
            ASSERT_GE(seen, pause * 9 / 10) << "seed " << seed;
            ASSERT_LE(seen, pause * 11 / 10) << "seed " << seed;
        }
    }
}

TEST(Recovery, ThePauseNeverGrowsHoweverLongTheServerIsAway)
{
    FailoverManager manager = AfterLoss(1, 20ms);
    Instant last = START;
    for (std::uint32_t attempt = 1; attempt <= 1'000; ++attempt)
    {
        const Instant due = manager.NextTimeout();
        ASSERT_GE(due - last, 450ms) << "attempt " << attempt;
        ASSERT_LE(due - last, 550ms) << "attempt " << attempt;
        manager.OnTimeout(due);
        ASSERT_EQ(AttemptsAt(manager, SERVER), Attempts{attempt});
        if (attempt % 7 == 0)
        {
            manager.OnClosed(due + 100ms, SERVER, 0ms); // Does not restart the interval.
        }
        last = due;
    }
}

TEST(Recovery, AnAttemptThatWasAnsweredIsGivenItsTime)
{
    FailoverManager manager = AfterLoss(1, 20ms);
    manager.OnTimeout(manager.NextTimeout());
    manager.OnReplied(SERVER);
    static_cast<void>(AttemptsAt(manager, SERVER));
    manager.OnTimeout(manager.NextTimeout());
    EXPECT_EQ(AttemptsAt(manager, SERVER), Attempts{});
    // It failed after all: the next interval tries again.
    manager.OnClosed(manager.NextTimeout() - 1ms, SERVER, 0ms);
    manager.OnTimeout(manager.NextTimeout());
    EXPECT_EQ(AttemptsAt(manager, SERVER), Attempts{3});
}

TEST(Recovery, EndsWhenThePathIsUsableAndCountsFromOneTheNextTime)
{
    FailoverManager manager = AfterLoss(1, 20ms);
    manager.OnTimeout(manager.NextTimeout());
    manager.OnTimeout(manager.NextTimeout());
    EXPECT_EQ(AttemptsAt(manager, SERVER), (Attempts{1, 2}));
    manager.OnReplied(SERVER);
    manager.OnUsable(START + 2s, SERVER);
    EXPECT_EQ(manager.NextTimeout(), NEVER);
    manager.OnClosed(START + 3s, SERVER, 20ms);
    manager.OnTimeout(manager.NextTimeout());
    EXPECT_EQ(AttemptsAt(manager, SERVER), Attempts{1});
}

TEST(Recovery, EachServerHasAnIntervalOfItsOwn)
{
    FailoverPolicy policy = PatientPolicy();
    policy.recoveryJitterPercent = 0;
    FailoverManager manager(policy, Prng(1));
    manager.OnDemand(START, 2);
    manager.OnServerKnown(START, SERVER);
    manager.OnServerKnown(START, OTHER);
    manager.OnClosed(START, SERVER, 0ms);
    manager.OnClosed(START + 200ms, OTHER, 0ms);
    static_cast<void>(AttemptsAt(manager, SERVER));
    EXPECT_EQ(manager.NextTimeout(), START + 500ms);
    manager.OnTimeout(START + 500ms);
    EXPECT_EQ(AttemptsAt(manager, SERVER), Attempts{1});
    EXPECT_EQ(manager.NextTimeout(), START + 700ms);
    manager.OnTimeout(START + 700ms);
    EXPECT_EQ(AttemptsAt(manager, OTHER), Attempts{1});
    EXPECT_EQ(manager.NextTimeout(), START + 1500ms); // Two intervals, for it never answered.
}

TEST(Recovery, GivesTheSameInstantsForTheSameSeed)
{
    EXPECT_EQ(AfterLoss(5, 20ms).NextTimeout(), AfterLoss(5, 20ms).NextTimeout());
    EXPECT_NE(AfterLoss(5, 20ms).NextTimeout(), AfterLoss(6, 20ms).NextTimeout());
}

} // namespace kwik::test
