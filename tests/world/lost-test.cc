#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{20'000'000};

Story::Options
TwoServers(Duration recoveryTimeout)
{
    Story::Options options{.links = {Link(20, 10ms), Link(30, 30ms)}};
    options.session.failover.recoveryTimeout = recoveryTimeout;
    return options;
}

void
CrashAllAt(Story& story, Instant when)
{
    story.world.At(when, [&story] {
        story.Crash(0);
        story.Crash(1);
    });
}

} // namespace

TEST(Lost, WhenAllServersAreGoneForExactlyTheRecoveryTimeout)
{
    for (const Duration timeout : {2s, 30s})
    {
        Story story(TwoServers(timeout));
        CrashAllAt(story, Instant(1s));
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(100s)));
        EXPECT_EQ(story.download->ended, SessionEnd::Lost);
        const Instant degraded = TimeOf(story.clientEvents, SessionState::Degraded);
        EXPECT_GE(degraded, Instant(1s));
        EXPECT_LE(degraded, Instant(1s) + 400ms);
        EXPECT_EQ(TimeOf(story.clientEvents, SessionState::Closed), degraded + timeout);
        EXPECT_EQ(story.download->corrupted, ByteCount{0});
        ExpectLawful(story.clientEvents);
    }
}

TEST(Lost, LeavesNothingBehind)
{
    Story story(TwoServers(2s));
    CrashAllAt(story, Instant(1s));
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    const std::size_t events = story.clientEvents.entries.size();
    story.world.RunUntil(Instant(200s));
    EXPECT_EQ(story.clientEvents.entries.size(), events);
}

TEST(Lost, AttemptsAreMadeAtTheRecoveryIntervalUntilThen)
{
    Story story(TwoServers(30s));
    CrashAllAt(story, Instant(1s));
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    std::map<Address, std::vector<Instant>> attempts;
    for (const auto& [when, event] : story.clientEvents.entries)
    {
        if (const auto* attempt = std::get_if<RecoveryAttempted>(&event))
        {
            attempts[attempt->server].push_back(when);
            EXPECT_EQ(attempt->attempt, attempts[attempt->server].size());
        }
    }
    ASSERT_EQ(attempts.size(), 2U);
    for (const auto& [server, times] : attempts)
    {
        EXPECT_GE(times.size(), 53U);
        EXPECT_LE(times.size(), 67U);
        for (std::size_t i = 1; i < times.size(); ++i)
        {
            EXPECT_GE(times[i] - times[i - 1], 450ms);
            EXPECT_LE(times[i] - times[i - 1], 550ms);
        }
    }
}

TEST(Lost, NotWhenOneServerReturnsInTime)
{
    for (const std::size_t returning : {0U, 1U})
    {
        Story story(TwoServers(30s));
        CrashAllAt(story, Instant(1s));
        story.world.At(Instant(29s), [&story, returning] { story.Restart(returning); });
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(100s)));
        ExpectWhole(story, SIZE);
        // An attempt each half second, and one round trip to be answered.
        EXPECT_GE(story.download->longestGap, 28s);
        EXPECT_LE(story.download->longestGap, 29s + 500ms);
    }
}

TEST(Lost, NotWhenOneServerReturnsJustBeforeTheEnd)
{
    // The session is Degraded from about 1.09 s on, so its end would be at about 3.09 s.
    Story story(TwoServers(2s));
    CrashAllAt(story, Instant(1s));
    story.world.At(Instant(2'300ms), [&story] { story.Restart(0); });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    ExpectWhole(story, SIZE);
}

TEST(Lost, WhenThePrimaryWasNeverThere)
{
    Story story(TwoServers(5s));
    story.Crash(0);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    EXPECT_EQ(story.download->ended, SessionEnd::Lost);
    EXPECT_EQ(TimeOf(story.clientEvents, SessionState::Closed), Instant(5s));
    EXPECT_EQ(TimeOf(story.clientEvents, SessionState::Degraded), NEVER); // It never was active.
}

TEST(Lost, NotWhenAPrimaryThatWasNotThereYetComesInTime)
{
    Story story(TwoServers(10s));
    story.Crash(0);
    story.world.At(Instant(6s), [&] { story.Restart(0); });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    ExpectWhole(story, SIZE);
}

TEST(Lost, WhenThePrimaryDiesBeforeItHasNamedTheOthers)
{
    // The hello leaves at 21 ms and would be answered at 42 ms.
    Story story(TwoServers(5s));
    story.world.At(Instant(25ms), [&] { story.Crash(0); });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    EXPECT_EQ(story.download->ended, SessionEnd::Lost);
    // It never was accepted, so the time runs from the beginning.
    EXPECT_EQ(TimeOf(story.clientEvents, SessionState::Closed), Instant{} + 5s);
}

} // namespace kwik::test
