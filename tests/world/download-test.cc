#include "tests/world/story-checks.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

/// What links of @p megabits together need for @p size bytes without any overhead.
Duration
IdealTime(ByteCount size, std::uint64_t megabits)
{
    return TransmissionTime(size, BitRate{megabits * 1'000'000});
}

std::size_t
PathsOpenedFor(ByteCount size)
{
    Story story({.links = {Link(20, 10ms), Link(20, 10ms)}});
    story.Download(size);
    EXPECT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, size);
    return story.clientEvents.All<PathOpened>().size();
}

} // namespace

TEST(Download, OverOnePathDeliversEveryByteOnceAtTheRateOfTheLink)
{
    const ByteCount size{5'000'000};
    Story story({.links = {Link(20, 10ms)}});
    story.Download(size);
    ASSERT_TRUE(RunToEnd(story, Instant(20s)));
    ExpectWhole(story, size);
    const Duration took = *story.download->finishedAt - Instant{};
    EXPECT_GE(took, IdealTime(size, 20));
    EXPECT_LE(took, IdealTime(size, 20) * 115 / 100);
}

TEST(Download, OverThreePathsUsesAllOfThem)
{
    const ByteCount size{50'000'000};
    Story story({.links = {Link(20, 10ms), Link(30, 30ms), Link(10, 50ms)}});
    story.Download(size);
    ASSERT_TRUE(RunToEnd(story, Instant(60s)));
    ExpectWhole(story, size);
    const Duration took = *story.download->finishedAt - Instant{};
    EXPECT_GE(took, IdealTime(size, 60));
    EXPECT_LE(took, IdealTime(size, 60) * 125 / 100);
    const auto requested = RequestedOf(story.clientEvents);
    EXPECT_GE(requested.at(story.ServerAddress(0)), ByteCount{10'000'000});
    EXPECT_GE(requested.at(story.ServerAddress(1)), ByteCount{15'000'000});
    EXPECT_GE(requested.at(story.ServerAddress(2)), ByteCount{5'000'000});
}

TEST(Download, OfAnySmallSizeIsDelivered)
{
    // Around the first window, a data frame and nothing at all.
    for (const std::uint64_t size : {0U, 1U, 8'191U, 8'192U, 8'193U, 65'535U, 65'536U, 65'537U})
    {
        SCOPED_TRACE("size " + std::to_string(size));
        Story story({.links = {Link(20, 10ms)}});
        story.Download(ByteCount{size});
        ASSERT_TRUE(RunToEnd(story, Instant(5s)));
        ExpectWhole(story, ByteCount{size});
        // What is pushed unrequested needs no request.
        EXPECT_EQ(story.clientEvents.All<RangeRequested>().empty(), size <= 65'536);
    }
}

TEST(Download, OfTheFirstWindowCostsTwoRoundTrips)
{
    // One for the handshake, one for hello, open, extent and bytes together.
    Story story({.links = {Link(100, 50ms)}});
    story.Download(ByteCount{10'000});
    ASSERT_TRUE(RunToEnd(story, Instant(5s)));
    const Duration took = *story.download->finishedAt - Instant{};
    EXPECT_GE(took, 200ms);
    EXPECT_LE(took, 210ms);
}

TEST(Download, OfALittleOpensNoSecondPathAndOfAByteMoreItDoes)
{
    EXPECT_EQ(PathsOpenedFor(ByteCount{1'000'000}), 1U);
    EXPECT_EQ(PathsOpenedFor(ByteCount{1'000'001}), 2U);
}

TEST(Download, OfWhatNobodyHasIsRefused)
{
    Story story({.links = {Link(20, 10ms), Link(20, 10ms)}});
    story.download = std::make_unique<CheckedDownload>("no such content");
    const SessionHandle session = story.client->Dial(story.InfoOf(0), *story.download);
    story.client->OpenStream(session, story.download->content);
    ASSERT_TRUE(RunToEnd(story, Instant(5s)));
    EXPECT_TRUE(story.download->wasRefused);
    EXPECT_EQ(story.download->delivered, ByteCount{0});
}

TEST(Download, ManyStreamsOfOneSessionAllEnd)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms)}});
    CheckedStreams streams;
    const SessionHandle session = story.client->Dial(story.InfoOf(0), streams);
    for (std::uint64_t i = 0; i < 20; ++i)
    {
        streams.Open(*story.client, session, GeneratedName(ByteCount{i * 40'000}, i));
    }
    ASSERT_TRUE(story.world.RunUntil(Instant(30s), [&] { return streams.IsDone(); }));
    for (const auto& [stream, download] : streams.streams)
    {
        EXPECT_TRUE(download.finishedAt.has_value()) << stream.stream.value;
        EXPECT_EQ(download.delivered, ByteCount{stream.stream.value * 40'000});
        EXPECT_EQ(download.corrupted, ByteCount{0});
    }
    ExpectLawful(story.clientEvents);
}

TEST(Download, AStreamOpenedLaterFindsThePathsOpen)
{
    Story story({.links = {Link(20, 10ms), Link(20, 10ms)}});
    CheckedStreams streams;
    const SessionHandle session = story.client->Dial(story.InfoOf(0), streams);
    streams.Open(*story.client, session, GeneratedName(ByteCount{3'000'000}, 1));
    ASSERT_TRUE(story.world.RunUntil(Instant(30s), [&] { return streams.IsDone(); }));
    story.world.RunUntil(Instant(60s));
    const Instant opened = story.world.Now();
    streams.Open(*story.client, session, GeneratedName(ByteCount{3'000'000}, 2));
    ASSERT_TRUE(story.world.RunUntil(Instant(90s), [&] { return streams.IsDone(); }));
    EXPECT_EQ(story.clientEvents.All<PathOpened>().size(), 2U);
    EXPECT_LE(story.world.Now() - opened, IdealTime(ByteCount{3'000'000}, 40) * 150 / 100);
}

TEST(Download, SessionsOfOneHostDoNotDisturbEachOther)
{
    Story story({.links = {Link(20, 10ms), Link(30, 30ms)}});
    CheckedStreams streams;
    for (std::uint64_t i = 0; i < 5; ++i)
    {
        const SessionHandle session = story.client->Dial(story.InfoOf(i % 2), streams);
        streams.Open(*story.client, session, GeneratedName(ByteCount{1'500'000}, i));
    }
    ASSERT_TRUE(story.world.RunUntil(Instant(30s), [&] { return streams.IsDone(); }));
    EXPECT_EQ(streams.streams.size(), 5U);
    for (const auto& [stream, download] : streams.streams)
    {
        EXPECT_EQ(download.delivered, ByteCount{1'500'000});
        EXPECT_EQ(download.corrupted, ByteCount{0});
        EXPECT_FALSE(download.ended.has_value());
    }
}

TEST(Download, AClosedSessionEndsOnceAndLeavesNothingBehind)
{
    Story story({.links = {Link(20, 10ms), Link(20, 10ms)}});
    story.Download(ByteCount{20'000'000});
    story.world.RunUntil(Instant(1s));
    story.client->CloseSession(SessionHandle{1});
    EXPECT_EQ(story.download->ended, SessionEnd::Closed);
    const std::size_t events = story.clientEvents.entries.size();
    const ByteCount delivered = story.download->delivered;
    story.world.RunUntil(Instant(60s));
    EXPECT_EQ(story.clientEvents.entries.size(), events);
    EXPECT_EQ(story.download->delivered, delivered);
    EXPECT_TRUE(story.clientEvents.All<FailoverStarted>().empty());
    EXPECT_EQ(TimeOf(story.clientEvents, SessionState::Closed), Instant(1s));
    ExpectLawful(story.clientEvents);
}

} // namespace kwik::test
