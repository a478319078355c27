// Demand, policy and failures decide how many paths a session has; nothing is lost meanwhile.
#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr SessionStream STREAM{SessionHandle{1}, StreamId{0}};
constexpr ByteCount SIZE{15'000'000};
constexpr BitRate PACE{9'000'000};

/// Three servers, each with 10 Mbit/s, and a client that is quick to change its mind.
Story::Options
Eager()
{
    Story::Options options;
    options.session.scaling.isAutomatic = true;
    options.session.scaling.cooldown = 1s;
    options.session.scaling.downAfter = 3s;
    options.session.download.reassemblyCap = ByteCount{1U << 20};
    options.links = {Link(10, 10ms), Link(10, 20ms), Link(10, 30ms)};
    return options;
}

/// The client reads what is downloaded at this rate from now on.
void
ReadAt(Story& story, BitRate rate, ByteCount from = {})
{
    for (Duration passed{}; BytesIn(rate, passed) + from < SIZE + BytesIn(rate, 20ms);
         passed += 20ms)
    {
        const ByteCount limit = from + BytesIn(rate, passed);
        story.world.At(story.world.Now() + passed,
                       [&story, limit] { story.client->ReadUpTo(STREAM, limit); });
    }
}

std::size_t
ActivePaths(const Story& story)
{
    std::size_t active = 0;
    for (const PathReport& path : story.client->Report(SessionHandle{1}).paths)
    {
        active += path.state == PathState::Active ? 1 : 0;
    }
    return active;
}

std::vector<std::string_view>
Triggers(const Story& story)
{
    std::vector<std::string_view> triggers;
    for (const ScalingStarted& started : story.clientEvents.All<ScalingStarted>())
    {
        triggers.push_back(ToText(started.trigger));
    }
    return triggers;
}

/// Until two paths carry what is read at PACE.
void
RunToTwoPaths(Story& story)
{
    story.Download(SIZE);
    ReadAt(story, PACE);
    story.world.RunUntil(Instant(5s));
    ASSERT_EQ(ActivePaths(story), 2U);
}

} // namespace

TEST(Reading, IsGivenNoMoreThanTheApplicationTakes)
{
    Story story({.links = {Link(10, 10ms)}});
    story.Download(SIZE);
    story.client->ReadUpTo(STREAM, ByteCount{123'457});
    story.world.RunUntil(Instant(5s));
    EXPECT_EQ(story.download->delivered, ByteCount{123'457});
    story.client->ReadUpTo(STREAM, ByteCount{123'458});
    story.client->ReadUpTo(STREAM, ByteCount{5}); // There is no way back.
    story.world.RunUntil(Instant(6s));
    EXPECT_EQ(story.download->delivered, ByteCount{123'458});
    story.client->ReadUpTo(STREAM, ByteCount{UINT64_MAX});
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
}

TEST(Scaling, OpensOnePathOnlyUntilTheDemandAsksForAnother)
{
    Story story(Eager());
    story.Download(SIZE);
    ReadAt(story, BitRate{5'000'000});
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    EXPECT_EQ(Triggers(story), std::vector<std::string_view>{});
    ExpectWhole(story, SIZE);
}

TEST(Scaling, LosesNoByteWhenThePathThatIsRemovedDiesAtThatTime)
{
    Story story(Eager());
    RunToTwoPaths(story);
    ReadAt(story, BitRate{16'000'000}, ByteCount{6'000'000}); // Both paths are busy ...
    story.world.RunUntil(Instant(6s));
    ControlDesk::Command command;
    command.set_type(ControlDesk::Command::SCALE_BANDWIDTH);
    command.mutable_options()->set_max_paths(1);
    const auto session = story.clientEvents.All<SessionNamed>().at(0).id;
    ASSERT_TRUE(story.ServerHost(0).Command(session, command));
    story.world.RunUntil(Instant(6s) + 30ms); // ... and one of them has just heard that it goes.
    ASSERT_EQ(Triggers(story).back(), "manual");
    story.Crash(1);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
    ExpectLawful(story.clientEvents);
}

TEST(Scaling, KeepsAPathThatIsBeingRemovedWhenAnotherOneFails)
{
    Story story(Eager());
    RunToTwoPaths(story);
    ReadAt(story, BitRate{16'000'000}, ByteCount{6'000'000});
    story.world.RunUntil(Instant(6s));
    ControlDesk::Command command;
    command.set_type(ControlDesk::Command::SCALE_BANDWIDTH);
    command.mutable_options()->set_max_paths(1);
    const auto session = story.clientEvents.All<SessionNamed>().at(0).id;
    // What the path owes takes long, and meanwhile the primary dies.
    story.Reshape(1, [](LinkShape& link) { link.rate = BitRate{1'000'000}; });
    ASSERT_TRUE(story.ServerHost(0).Command(session, command));
    story.world.RunUntil(Instant(6s) + 30ms);
    ASSERT_EQ(Triggers(story).back(), "manual");
    story.Crash(0);
    ASSERT_TRUE(RunToEnd(story, Instant(120s)));
    ExpectWhole(story, SIZE);
    ExpectLawful(story.clientEvents);
}

TEST(Scaling, ReplacesAServerThatFailsByAnotherOne)
{
    Story story(Eager());
    RunToTwoPaths(story);
    const Address lost = story.clientEvents.All<ScalingStarted>().at(0).server;
    ReadAt(story, BitRate{16'000'000}, ByteCount{6'000'000});
    story.world.RunUntil(Instant(6s));
    story.Crash(lost == story.ServerAddress(1) ? 1 : 2);
    story.world.RunUntil(Instant(8s));
    EXPECT_EQ(Triggers(story).back(), "server_failure");
    EXPECT_EQ(ActivePaths(story), 2U);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
    ExpectLawful(story.clientEvents);
}

TEST(Scaling, AddsAPathForAPolicyThatASinglePathCannotMeet)
{
    Story::Options options;
    options.session.paths.max = 2;
    options.session.paths.openAbove = ByteCount{1'000'000'000};
    options.session.paths.openAfterRoundTrips = 1'000'000;
    options.session.qos.minBandwidth = BitRate{15'000'000};
    options.links = Eager().links;
    Story story(options);
    story.Download(SIZE);
    story.world.RunUntil(Instant(5s));
    EXPECT_EQ(Triggers(story), std::vector<std::string_view>{"performance_degradation"});
    EXPECT_EQ(ActivePaths(story), 2U);
    EXPECT_EQ(story.clientEvents.All<QosViolated>().at(0).reading.rule, QosRule::MinBandwidth);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
}

TEST(Scaling, GivesAnUploadAllThePathsThatItMayHave)
{
    Story::Options options = Eager();
    options.joined = {1, 2};
    Story story(options);
    story.Upload(SIZE);
    story.world.RunUntil(Instant(6s));
    EXPECT_EQ(ActivePaths(story), 3U);
    EXPECT_EQ(Triggers(story), std::vector<std::string_view>{});
}

} // namespace kwik::test
