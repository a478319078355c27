// Clients that prove keys: sessions go on as without, over every kind of path that there is.
#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{10'000'000};

Story::Options
Secured(SecurityLevel level, ClientKeys keys)
{
    Story::Options options{.links = {Link(20, 10ms), Link(20, 20ms), Link(20, 30ms)}};
    options.security.level = level;
    options.security.clientKeys = keys;
    options.security.allowedClients = {Story::ClientPin()};
    return options;
}

void
ExpectNoViolation(const Story& story)
{
    for (const EventLog* log : {&story.clientEvents, &story.serverEvents})
    {
        for (const SecurityViolation& violation : log->All<SecurityViolation>())
        {
            ADD_FAILURE() << DetailOf(violation);
        }
    }
}

} // namespace

TEST(MutualTls, DownloadsComeOverAllServersOnEveryLevel)
{
    for (const auto level : {SecurityLevel::Standard, SecurityLevel::High, SecurityLevel::Maximum})
    {
        for (const auto keys : {ClientKeys::NotAsked, ClientKeys::Any, ClientKeys::Listed})
        {
            Story story(Secured(level, keys));
            story.Download(SIZE);
            ASSERT_TRUE(RunToEnd(story, Instant(20s)));
            ExpectWhole(story, SIZE);
            EXPECT_EQ(RequestedOf(story.clientEvents).size(), 3U);
            ExpectNoViolation(story);
        }
    }
}

TEST(MutualTls, APrimaryThatComesBackKnowsItsSessionByTheBoundToken)
{
    Story story(Secured(SecurityLevel::High, ClientKeys::Any));
    story.world.At(Instant(1s), [&] { story.Crash(0); });
    story.world.At(Instant(1500ms), [&] { story.Restart(0); });
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ExpectWhole(story, SIZE);
    ExpectNoViolation(story);
    std::set<SessionId> sessions;
    for (const ServerPathAccepted& accepted : story.serverEvents.All<ServerPathAccepted>())
    {
        sessions.insert(accepted.session);
    }
    EXPECT_EQ(sessions.size(), 1U);
}

TEST(MutualTls, TokensAreRenewedBeforeTheyExpire)
{
    const Instant late = Instant{} + TokenLifetime(SecurityLevel::Maximum) + 10s;
    for (const bool isBack : {false, true})
    {
        Story::Options options = Secured(SecurityLevel::Maximum, ClientKeys::Any);
        options.links = {Link(1, 10ms), Link(1, 20ms), Link(1, 30ms)};
        options.session.failover.strategy = FailoverStrategy::Cold;
        Story story(options);
        story.world.At(late, [&] { story.Crash(0); });
        if (isBack) // Only the resumption token is left.
        {
            story.world.At(late, [&] { story.Crash(1); });
            story.world.At(late, [&] { story.Crash(2); });
            story.world.At(late + 1s, [&] { story.Restart(0); });
        }
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(120s)));
        ExpectWhole(story, SIZE);
        ExpectNoViolation(story);
    }
}

TEST(MutualTls, ServersFetchForTheirClientsWithItsBoundToken)
{
    for (const auto keys : {ClientKeys::Any, ClientKeys::Listed})
    {
        Story::Options options = Secured(SecurityLevel::Maximum, keys);
        options.empty = {1, 2};
        Story story(options);
        story.Download(SIZE);
        ASSERT_TRUE(RunToEnd(story, Instant(20s)));
        ExpectWhole(story, SIZE);
        EXPECT_GE(RequestedOf(story.clientEvents).at(story.ServerAddress(1)), ByteCount{1'000'000});
        ExpectNoViolation(story);
    }
}

TEST(MutualTls, UploadsReachThePrimaryOverAllServers)
{
    Story::Options options = Secured(SecurityLevel::Maximum, ClientKeys::Listed);
    options.joined = {1, 2};
    Story story(options);
    story.Upload(SIZE);
    story.world.RunUntil(Instant(20s), [&] { return story.upload.finished > 0; });
    EXPECT_EQ(story.upload.finished, 1);
    EXPECT_EQ(story.uploaded.delivered, SIZE);
    EXPECT_EQ(story.uploaded.corrupted, ByteCount{});
    ExpectNoViolation(story);
}

} // namespace kwik::test
