// Every server is asked what it can do, answers in time, and tells when that changes.
#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount LARGE{60'000'000};
constexpr std::size_t SERVERS = 3;
const std::vector<Capability> FEWER{{"range-transfer", "1"}};
const std::vector<Capability> MORE{{"range-transfer", "2"}, {"upload", "1"}};

/// What the client knows of each server now.
std::map<Address, std::vector<Capability>>
Known(const Story& story)
{
    std::map<Address, std::vector<Capability>> known;
    for (const ServerReport& server : story.client->Report(SessionHandle{1}).servers)
    {
        known[server.server] = server.capabilities;
    }
    return known;
}

/// When the client first heard of @p server that it can do @p capabilities.
Instant
LearnedAt(const Story& story, const Address& server, std::string_view capabilities)
{
    for (const auto& [when, event] : story.clientEvents.entries)
    {
        const auto* learned = std::get_if<CapabilitiesLearned>(&event);
        if (learned != nullptr && learned->server == server &&
            learned->capabilities == capabilities)
        {
            return when;
        }
    }
    return NEVER;
}

} // namespace

TEST(Capabilities, OfEveryServerAreAnsweredWithinTwoSecondsOverBadLinks)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        LinkShape bad = Link(20, 75ms);
        bad.lossPpm = 30'000;
        bad.jitter = 10ms;
        Story story({.seed = seed, .links = std::vector(SERVERS, bad)});
        story.Download(LARGE);
        story.world.RunUntil(Instant(8s));
        for (std::size_t i = 0; i < SERVERS; ++i)
        {
            // The question leaves as the handshake ends, later than the first reply.
            const Address server = story.ServerAddress(i);
            const Instant replied = TimeOf(story.clientEvents, server, PathState::Handshaking);
            const Instant learned = LearnedAt(story, server, "range-transfer/1");
            EXPECT_GE(learned, replied + 150ms);
            EXPECT_LE(learned, replied + 2s);
            EXPECT_EQ(Known(story)[server], FEWER);
        }
    }
}

TEST(Capabilities, AreKnownAnewAtOnceWhenTheyChange)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms), Link(10, 50ms)}});
    story.Download(LARGE);
    story.world.RunUntil(Instant(3s));
    story.ServerHost(1).Announce(MORE);
    story.world.RunUntil(Instant(4s));
    const Address changed = story.ServerAddress(1);
    EXPECT_EQ(Known(story)[changed], MORE);
    EXPECT_EQ(Known(story)[story.ServerAddress(0)], FEWER);
    EXPECT_EQ(Known(story)[story.ServerAddress(2)], FEWER);
    const Instant learned = LearnedAt(story, changed, "range-transfer/2 upload/1");
    EXPECT_GE(learned, Instant(3s + 30ms));
    EXPECT_LE(learned, Instant(3s + 300ms));
}

TEST(Capabilities, AreKnownAnewWithinThirtySecondsOfAChangeThatNobodyCouldTell)
{
    Story story({.links = {Link(2, 10ms), Link(2, 30ms), Link(2, 50ms)}});
    story.Download(LARGE);
    story.world.RunUntil(Instant(3s));
    // The change comes while the server is out of reach, and its path dies of it.
    story.Reshape(1, [](LinkShape& link) { link.isUp = false; });
    story.world.At(Instant(5s), [&] { story.ServerHost(1).Announce(MORE); });
    story.world.RunUntil(Instant(15s));
    const Address changed = story.ServerAddress(1);
    EXPECT_EQ(Known(story)[changed], FEWER);
    story.Reshape(1, [](LinkShape& link) { link.isUp = true; });
    story.world.RunUntil(Instant(35s));
    EXPECT_EQ(Known(story)[changed], MORE);
    EXPECT_GT(LearnedAt(story, changed, "range-transfer/2 upload/1"), Instant(15s));
}

} // namespace kwik::test
