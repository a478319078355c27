// Servers that end by design: what they carry goes elsewhere, and they know when nobody is left.
#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{20'000'000};

Story::Options
Servers(std::size_t count)
{
    Story::Options options;
    options.links.assign(count, Link(20, 10ms));
    return options;
}

void
LeaveAt(Story& story, std::size_t server, Instant when)
{
    story.world.At(when, [&story, server] { story.ServerHost(server).Leave(); });
}

std::optional<PathStateChanged>
EndOf(const Story& story, std::size_t server)
{
    for (const auto& change : story.clientEvents.All<PathStateChanged>())
    {
        if (change.to == PathState::Closed && change.server == story.ServerAddress(server))
        {
            return change;
        }
    }
    return std::nullopt;
}

class LeaveOf : public testing::TestWithParam<std::size_t>
{
};

} // namespace

TEST_P(LeaveOf, AServerHandsItsDownloadOverWithoutAGap)
{
    Story story(Servers(3));
    LeaveAt(story, GetParam(), Instant(1s));
    story.Download(SIZE);
    // Others may take 5 s, but here they need not.
    story.world.At(Instant(2s),
                   [&story] { EXPECT_EQ(story.ServerHost(GetParam()).Served(), ServedPaths{}); });
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    ExpectWhole(story, SIZE);
    const auto told = story.clientEvents.All<ServerLeaving>();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].server, story.ServerAddress(GetParam()));
    const auto end = EndOf(story, GetParam());
    ASSERT_TRUE(end.has_value());
    EXPECT_EQ(end->cause, PathCause::LocalClose);
    EXPECT_TRUE(story.clientEvents.All<FailoverStarted>().empty());
    EXPECT_LE(story.download->longestGap, 200ms);
    ExpectLawful(story.clientEvents);
}

INSTANTIATE_TEST_SUITE_P(Each, LeaveOf, testing::Values(0, 1, 2));

TEST(Leave, WithoutAnybodyElseFinishesTheDownload)
{
    Story story(Servers(1));
    LeaveAt(story, 0, Instant(1s));
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    ExpectWhole(story, SIZE);
    EXPECT_GE(*story.download->finishedAt, Instant(8s));
    story.world.RunUntil(*story.download->finishedAt + 1s);
    EXPECT_EQ(story.ServerHost(0).Served(), ServedPaths{});
    EXPECT_TRUE(story.clientEvents.All<FailoverStarted>().empty());
}

TEST(Leave, OfThePrimaryWaitsForAnUpload)
{
    Story story(Servers(2));
    LeaveAt(story, 0, Instant(1s));
    story.Upload(SIZE);
    story.world.RunUntil(Instant(3s));
    EXPECT_EQ(story.ServerHost(0).Served().clients, 1U);
    EXPECT_FALSE(story.upload.finishedAt.has_value());
    story.world.RunUntil(Instant(30s));
    EXPECT_EQ(story.uploaded.delivered, SIZE);
    EXPECT_EQ(story.uploaded.corrupted, ByteCount{0});
    EXPECT_EQ(story.uploaded.finished, 1);
    EXPECT_EQ(story.ServerHost(0).Served(), ServedPaths{});
}

TEST(Leave, ThenEndsPathsThatAreLeftAndTheyFailOverAtOnce)
{
    Story story(Servers(2));
    story.Download(SIZE);
    story.world.At(Instant(1s), [&story] { story.ServerHost(0).EndServing(); });
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    ExpectWhole(story, SIZE);
    const auto end = EndOf(story, 0);
    ASSERT_TRUE(end.has_value());
    EXPECT_EQ(end->cause, PathCause::PeerClosed);
    EXPECT_EQ(story.clientEvents.All<FailoverStarted>().size(), 1U);
    EXPECT_LE(story.download->longestGap, 200ms);
}

TEST(Leave, TakesNoMoreClients)
{
    Story story(Servers(1));
    story.ServerHost(0).Leave();
    story.Download(SIZE);
    story.world.RunUntil(Instant(5s));
    EXPECT_EQ(story.ServerHost(0).Served(), ServedPaths{});
    EXPECT_EQ(story.download->delivered, ByteCount{0});
    EXPECT_TRUE(story.serverEvents.All<ServerPathAccepted>().empty());
    const auto end = EndOf(story, 0);
    ASSERT_TRUE(end.has_value());
    EXPECT_EQ(end->cause, PathCause::Refused);
}

TEST(Leave, IsNoReasonNotToReturn)
{
    Story story(Servers(2));
    LeaveAt(story, 1, Instant(1s));
    story.world.At(Instant(3s), [&story] {
        story.Crash(1);
        story.Restart(1);
    });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(100s)));
    ExpectWhole(story, SIZE);
    EXPECT_EQ(story.ServerHost(1).Served().clients, 1U);
}

} // namespace kwik::test
