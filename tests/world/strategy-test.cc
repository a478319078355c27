#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{10'000'000};
constexpr Instant CRASH{1s};

/// Crashes the primary in the middle of a download under @p strategy.
std::unique_ptr<Story>
PlayedWith(FailoverStrategy strategy)
{
    Story::Options options{.links = {Link(20, 10ms), Link(20, 10ms), Link(20, 10ms)}};
    options.session.failover.strategy = strategy;
    auto story = std::make_unique<Story>(options);
    story->world.At(CRASH, [raw = story.get()] { raw->Crash(0); });
    story->Download(SIZE);
    EXPECT_TRUE(RunToEnd(*story, Instant(60s)));
    ExpectWhole(*story, SIZE);
    return story;
}

/// Requests that were made up to @p limit of servers other than the primary.
std::size_t
RequestsOfSecondariesUntil(const Story& story, Instant limit)
{
    std::map<PathId, Address> servers;
    std::size_t count = 0;
    for (const auto& [when, event] : story.clientEvents.entries)
    {
        if (const auto* opened = std::get_if<PathOpened>(&event))
        {
            servers[opened->path] = opened->server;
        }
        else if (const auto* requested = std::get_if<RangeRequested>(&event))
        {
            const bool isPrimary = servers.at(requested->path) == story.ServerAddress(0);
            count += !isPrimary && when <= limit ? 1 : 0;
        }
    }
    return count;
}

std::size_t
PathsOpenedUntil(const Story& story, Instant limit)
{
    std::size_t count = 0;
    for (const auto& [when, event] : story.clientEvents.entries)
    {
        count += std::holds_alternative<PathOpened>(event) && when <= limit ? 1 : 0;
    }
    return count;
}

} // namespace

TEST(Strategy, SpreadUsesAllServersFromTheBeginning)
{
    const auto story = PlayedWith(FailoverStrategy::Spread);
    EXPECT_EQ(PathsOpenedUntil(*story, CRASH), 3U);
    EXPECT_GT(RequestsOfSecondariesUntil(*story, CRASH), 10U);
    EXPECT_LE(story->download->longestGap, 300ms);
    EXPECT_LE(*story->download->finishedAt, Instant(3s));
}

TEST(Strategy, HotStandbyConnectsThemAndAsksThemOnlyAfterTheCrash)
{
    const auto story = PlayedWith(FailoverStrategy::HotStandby);
    EXPECT_EQ(PathsOpenedUntil(*story, CRASH), 3U);
    EXPECT_EQ(RequestsOfSecondariesUntil(*story, CRASH), 0U);
    // A probe timeout until the silence is noticed, and a round trip for the first range.
    EXPECT_GE(story->download->longestGap, 50ms);
    EXPECT_LE(story->download->longestGap, 200ms);
    EXPECT_GE(*story->download->finishedAt, Instant(TransmissionTime(SIZE, BitRate{20'000'000})));
    EXPECT_LE(*story->download->finishedAt, Instant(6s));
}

TEST(Strategy, ColdConnectsABackupOnlyAfterTheCrash)
{
    const auto story = PlayedWith(FailoverStrategy::Cold);
    EXPECT_EQ(PathsOpenedUntil(*story, CRASH), 1U);
    EXPECT_GE(PathsOpenedUntil(*story, CRASH + 200ms), 2U);
    // Besides that, a handshake.
    EXPECT_GE(story->download->longestGap, 90ms);
    EXPECT_LE(story->download->longestGap, 300ms);
    EXPECT_LE(*story->download->finishedAt, Instant(6s));
}

} // namespace kwik::test
