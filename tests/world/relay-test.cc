#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{20'000'000};

/// A primary on a slow link, and secondaries on faster ones that hold nothing themselves.
Story::Options
SecondariesWithNothing()
{
    return {.links = {Link(5, 10ms), Link(20, 20ms), Link(20, 30ms)}, .empty = {1, 2}};
}

} // namespace

TEST(Relay, SecondariesServeWhatOnlyThePrimaryHolds)
{
    Story story(SecondariesWithNothing());
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
    const auto requested = RequestedOf(story.clientEvents);
    EXPECT_GE(requested.at(story.ServerAddress(1)), ByteCount{6'000'000});
    EXPECT_GE(requested.at(story.ServerAddress(2)), ByteCount{6'000'000});
    const Duration took = *story.download->finishedAt - Instant{};
    EXPECT_GE(took, TransmissionTime(SIZE, BitRate{45'000'000}));
    EXPECT_LE(took, TransmissionTime(SIZE, BitRate{45'000'000}) * 150 / 100);
}

TEST(Relay, ARelayThatCrashesLosesNoByte)
{
    for (const Duration when : {150ms, 1'000ms, 2'000ms})
    {
        Story story(SecondariesWithNothing());
        story.world.At(Instant(when), [&] { story.Crash(1); });
        story.world.At(Instant(when + 1s), [&] { story.Restart(1); });
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(60s)));
        ExpectWhole(story, SIZE);
    }
}

TEST(Relay, APrimaryThatIsAwayForAWhileIsWaitedFor)
{
    Story story(SecondariesWithNothing());
    story.world.At(Instant(1s), [&] { story.Crash(0); });
    story.world.At(Instant(3s), [&] { story.Restart(0); });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
    EXPECT_LE(story.download->longestGap, 6s);
}

} // namespace kwik::test
