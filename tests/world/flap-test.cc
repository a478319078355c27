#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{20'000'000};

void
CutLink(Story& story, std::size_t link, Instant when, Duration span)
{
    story.world.At(when, [&story, link] {
        story.Reshape(link, [](LinkShape& shape) { shape.isUp = false; });
    });
    story.world.At(when + span, [&story, link] {
        story.Reshape(link, [](LinkShape& shape) { shape.isUp = true; });
    });
}

/// The states that paths to @p server came to after the handshake, one letter each.
std::string
LifeOf(const Story& story, const Address& server)
{
    std::string life;
    for (const PathStateChanged& changed : story.clientEvents.All<PathStateChanged>())
    {
        const bool isOfInterest = changed.server == server && changed.to >= PathState::Active;
        life += isOfInterest ? std::string(ToText(changed.to)).substr(0, 1) : "";
    }
    return life;
}

} // namespace

TEST(Flap, ShorterThanAProbeTimeoutChangesNoState)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms)}});
    CutLink(story, 0, Instant(1s), 20ms);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(30s)));
    ExpectWhole(story, SIZE);
    EXPECT_EQ(LifeOf(story, story.ServerAddress(0)), "a");
}

TEST(Flap, LongerThanAProbeTimeoutDegradesThePathAndRevivesIt)
{
    // The probe timeout of this link is 65 ms to 95 ms; the peer's own one delays the revival.
    Story story({.links = {Link(20, 10ms), Link(30, 30ms)}});
    CutLink(story, 0, Instant(1s), 110ms);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(30s)));
    ExpectWhole(story, SIZE);
    EXPECT_EQ(LifeOf(story, story.ServerAddress(0)), "ada");
    const auto started = story.clientEvents.All<FailoverStarted>();
    ASSERT_EQ(started.size(), 1U);
    EXPECT_EQ(started[0].remainingPaths, 1U);
    EXPECT_GT(started[0].outstanding, ByteCount{0});
    EXPECT_GE(RequestedAs(story.clientEvents, RangePurpose::Rescued), started[0].outstanding);
}

TEST(Flap, OfSecondsClosesThePathAndAnotherTakesItsPlace)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms)}});
    CutLink(story, 0, Instant(1s), 2s);
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(30s)));
    ExpectWhole(story, SIZE);
    // Active, Degraded, Failing, Closed; then attempts that fail, and one that does not.
    const std::string life = LifeOf(story, story.ServerAddress(0));
    EXPECT_TRUE(life.starts_with("adfc")) << life;
    EXPECT_EQ(life.find('a', 1), life.size() - 1) << life;
    EXPECT_GE(story.clientEvents.All<RecoveryAttempted>().size(), 3U);
    EXPECT_LE(story.clientEvents.All<RecoveryAttempted>().size(), 5U);
}

TEST(Flap, OfTheOnlyLinkIsWaitedFor)
{
    for (const Duration span : {Duration(110ms), Duration(2s), Duration(20s)})
    {
        Story story({.links = {Link(20, 10ms)}});
        CutLink(story, 0, Instant(1s), span);
        const ByteCount size{5'000'000};
        story.Download(size);
        ASSERT_TRUE(RunToEnd(story, Instant(60s)));
        ExpectWhole(story, size);
        EXPECT_NE(TimeOf(story.clientEvents, SessionState::Degraded), NEVER);
        EXPECT_GE(story.download->longestGap, span);
        EXPECT_LE(story.download->longestGap, span + 800ms);
    }
}

TEST(Flap, OfAllLinksAgainAndAgainLosesNoByte)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms), Link(10, 50ms)}});
    for (std::size_t i = 0; i < 30; ++i)
    {
        CutLink(story, i % 3, Instant(500ms + i * 250ms), 40ms + i * 15ms);
    }
    story.Download(SIZE);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, SIZE);
    EXPECT_GE(story.clientEvents.All<FailoverStarted>().size(), 5U);
}

TEST(Flap, ARestoredLinkIsFilledAgain)
{
    Story story({.links = {Link(20, 10ms), Link(20, 10ms)}});
    CutLink(story, 1, Instant(1s), 1s);
    const ByteCount size{30'000'000};
    story.Download(size);
    ASSERT_TRUE(RunToEnd(story, Instant(30s)));
    ExpectWhole(story, size);
    const auto requested = RequestedOf(story.clientEvents);
    // Of seven seconds it was away for about one and a half.
    EXPECT_GE(requested.at(story.ServerAddress(1)), ByteCount{9'000'000});
    EXPECT_LE(requested.at(story.ServerAddress(1)), ByteCount{15'000'000});
}

} // namespace kwik::test
