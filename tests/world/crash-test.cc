#include "tests/world/story-checks.h"

#include <gtest/gtest.h>
#include <string>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{20'000'000};

std::vector<LinkShape>
ThreeLinks()
{
    return {Link(20, 10ms), Link(30, 30ms), Link(10, 50ms)};
}

/// From the silence to the first rescued byte: a probe timeout, a round trip of the rescuer, and
/// what its queue holds.
void
ExpectPromptFailover(const Story& story)
{
    Duration bound = 300ms; // A repaired loss may take as long without any failure.
    for (const FailoverStarted& started : story.clientEvents.All<FailoverStarted>())
    {
        bound = std::max(bound, started.probeTimeout + 2 * started.slowestRoundTrip + 50ms);
    }
    EXPECT_LE(story.download->longestGap, bound);
}

} // namespace

class CrashOf : public testing::TestWithParam<std::size_t>
{
};

TEST_P(CrashOf, AnActiveServerAtAnyMomentLosesNoByteAndLittleTime)
{
    for (const Duration when : {300ms, 700ms, 1'000ms, 1'700ms, 2'000ms, 2'800ms, 3'300ms})
    {
        SCOPED_TRACE("after " + std::to_string(when / 1ms) + " ms");
        Story story({.links = ThreeLinks()});
        story.world.At(Instant(when), [&] { story.Crash(GetParam()); });
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(30s)));
        ExpectWhole(story, SIZE);
        ExpectPromptFailover(story);
        // With 60 Mbit/s before, and no less than 30 Mbit/s after the crash.
        const Duration took = *story.download->finishedAt - Instant{};
        EXPECT_GE(took, TransmissionTime(SIZE, BitRate{60'000'000}));
        EXPECT_LE(took, TransmissionTime(SIZE, BitRate{30'000'000}) * 130 / 100);
    }
}

TEST_P(CrashOf, AServerInItsHandshakeLosesNoByte)
{
    // The secondaries' handshakes last from 42 ms to 250 ms.
    for (const Duration when : {45ms, 80ms, 110ms, 150ms, 200ms, 250ms})
    {
        SCOPED_TRACE("after " + std::to_string(when / 1ms) + " ms");
        Story story({.links = ThreeLinks()});
        story.world.At(Instant(when), [&] { story.Crash(GetParam()); });
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(30s)));
        ExpectWhole(story, SIZE);
        // Before the hello is answered, only three probe timeouts make a path fail.
        EXPECT_LE(story.download->longestGap, 3 * 350ms);
    }
}

INSTANTIATE_TEST_SUITE_P(Each, CrashOf, testing::Values(0, 1, 2));

TEST(Crash, OfServersOneAfterTheOtherLosesNoByteAsLongAsOneIsLeft)
{
    Story story({.links = ThreeLinks()});
    for (const std::size_t i : {0U, 1U, 2U})
    {
        // Each is away for two seconds, and no two at once.
        story.world.At(Instant(1s + i * 3s), [&story, i] { story.Crash(i); });
        story.world.At(Instant(3s + i * 3s), [&story, i] { story.Restart(i); });
    }
    const ByteCount size{60'000'000};
    story.Download(size);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, size);
    EXPECT_GE(story.clientEvents.All<RecoveryAttempted>().size(), 3U);
    EXPECT_EQ(TimeOf(story.clientEvents, SessionState::Degraded), NEVER);
}

TEST(Crash, ARestartedServerIsUsedAgain)
{
    Story story({.links = ThreeLinks()});
    story.world.At(Instant(1s), [&] { story.Crash(1); });
    story.world.At(Instant(2s), [&] { story.Restart(1); });
    const ByteCount size{50'000'000};
    story.Download(size);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, size);
    std::map<PathId, ByteCount> requested;
    for (const RangeRequested& range : story.clientEvents.All<RangeRequested>())
    {
        requested[range.path] += range.length;
    }
    const auto opened = story.clientEvents.All<PathOpened>();
    EXPECT_EQ(opened.back().server, story.ServerAddress(1));
    EXPECT_GE(requested[opened.back().path], ByteCount{5'000'000});
}

TEST(Crash, AndAnImmediateRestartLoseNoByte)
{
    for (const std::size_t victim : {0U, 1U})
    {
        Story story({.links = {Link(20, 10ms), Link(30, 30ms)}});
        for (const Duration when : {500ms, 1'500ms})
        {
            story.world.At(Instant(when), [&story, victim] { story.Crash(victim); });
            story.world.At(Instant(when + 1ms), [&story, victim] { story.Restart(victim); });
        }
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(30s)));
        ExpectWhole(story, SIZE);
    }
}

} // namespace kwik::test
