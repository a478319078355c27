#include "tests/sockets/socket-story.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr ByteCount SIZE{3'000'000};

/// A link of @p megabits Mbit/s and @p delay each way, with a queue of one round trip.
LinkShape
Link(std::uint64_t megabits, Duration delay)
{
    LinkShape shape;
    shape.rate = BitRate{megabits * 1'000'000};
    shape.delay = delay;
    shape.queue = BytesIn(shape.rate, delay * 2);
    return shape;
}

/// Dials the echo service of the first server.
SocketId
DialEcho(SocketStory& story, SocketObserver& observer)
{
    auto socket = story.Client().Dial(story.InfoOf(0), "echo", observer);
    EXPECT_TRUE(socket.IsOk());
    return socket.Value();
}

/// A service that writes to everybody who connects, and reads what comes.
class Source final : public SocketListener
{
  public:
    Source(SocketHub& hub, ByteCount size)
        : m_hub(hub),
          m_size(size)
    {
    }

    SocketObserver* OnSocketOffered(Instant now, SocketId socket, const Address&) override
    {
        talkers.push_back(std::make_unique<Talker>(m_hub, m_size));
        talkers.back()->Hold(socket);
        talkers.back()->Go(now);
        return talkers.back().get();
    }

    std::vector<std::unique_ptr<Talker>> talkers;

  private:
    SocketHub& m_hub;
    ByteCount m_size;
};

} // namespace

TEST(SocketStream, WhatIsWrittenComesBackFromTheEcho)
{
    SocketStory story({.links = {Link(20, 10ms)}});
    Service echo(story.Server());
    ASSERT_TRUE(story.Server().Listen("echo", echo).IsOk());
    Talker talker(story.Client(), SIZE);
    talker.Hold(DialEcho(story, talker));
    talker.Go(story.world.Now());
    ASSERT_TRUE(story.world.RunUntil(Instant(60s), [&] { return talker.IsWhole(SIZE); }));
    const Duration took = *talker.endedAt - Instant{};
    EXPECT_GE(took, TransmissionTime(SIZE, BitRate{20'000'000}));
    EXPECT_LE(took, TransmissionTime(SIZE, BitRate{20'000'000}) * 150 / 100);
    EXPECT_EQ(echo.accepted, 1U);
}

class Downloading : public testing::Test
{
  protected:
    /// A client that says nothing, and a server that sends SIZE bytes.
    void Dial(SocketStory& story)
    {
        source = std::make_unique<Source>(story.Server(), SIZE);
        ASSERT_TRUE(story.Server().Listen("source", *source).IsOk());
        talker = std::make_unique<Talker>(story.Client(), ByteCount{});
        auto socket = story.Client().Dial(story.InfoOf(0), "source", *talker);
        ASSERT_TRUE(socket.IsOk());
        talker->Hold(socket.Value());
        talker->Go(story.world.Now());
    }

    bool Run(SocketStory& story, Duration limit)
    {
        return story.world.RunUntil(Instant(limit), [this] { return talker->endedAt.has_value(); });
    }

    std::unique_ptr<Source> source;
    std::unique_ptr<Talker> talker;
};

TEST_F(Downloading, OverTwoServersAStreamOfThePrimaryIsFasterThanEitherLink)
{
    SocketStory story({.links = {Link(10, 10ms), Link(10, 20ms)}});
    Dial(story);
    ASSERT_TRUE(Run(story, 60s));
    EXPECT_TRUE(talker->IsWhole(SIZE));
    const Duration took = *talker->endedAt - Instant{};
    EXPECT_GE(took, TransmissionTime(SIZE, BitRate{20'000'000}));
    EXPECT_LE(took, TransmissionTime(SIZE, BitRate{20'000'000}) * 150 / 100);
}

TEST_F(Downloading, SurvivesACutOfThePrimarysLink)
{
    SocketStory story({.links = {Link(10, 10ms), Link(10, 20ms)}});
    story.world.At(Instant(700ms),
                   [&] { story.Reshape(0, [](LinkShape& link) { link.isUp = false; }); });
    Dial(story);
    ASSERT_TRUE(Run(story, 60s));
    EXPECT_TRUE(talker->IsWhole(SIZE));
}

TEST_F(Downloading, SurvivesACrashOfTheSecondary)
{
    SocketStory story({.links = {Link(10, 10ms), Link(10, 20ms)}});
    story.world.At(Instant(700ms), [&] { story.Crash(1); });
    Dial(story);
    ASSERT_TRUE(Run(story, 60s));
    EXPECT_TRUE(talker->IsWhole(SIZE));
}

TEST_F(Downloading, AReaderThatDoesNotReadStopsTheWriter)
{
    SocketStory::Options options{.links = {Link(20, 10ms)}};
    options.session.duplex.window = ByteCount{300'000};
    options.server.duplex.buffer = ByteCount{400'000};
    SocketStory story(options);
    Dial(story);
    talker->reading = Talker::Reading::Never;
    story.world.RunUntil(Instant(10s));
    EXPECT_EQ(source->talkers[0]->last, SocketStatus::WouldBlock);
    EXPECT_GE(source->talkers[0]->written, ByteCount{400'000});
    EXPECT_LE(source->talkers[0]->written, ByteCount{700'000});
    const Socket* socket = story.Client().Find(talker->socket);
    ASSERT_NE(socket, nullptr);
    EXPECT_GE(socket->Readable(), ByteCount{250'000});
    EXPECT_LE(socket->Readable(), ByteCount{300'000});
    talker->reading = Talker::Reading::Eager;
    talker->Go(story.world.Now());
    ASSERT_TRUE(Run(story, 60s));
    EXPECT_TRUE(talker->IsWhole(SIZE));
}

TEST_F(Downloading, AServerThatHasLostTheStreamSaysSo)
{
    SocketStory story({.links = {Link(10, 10ms)}});
    story.world.At(Instant(700ms), [&] { story.Crash(0); });
    story.world.At(Instant(1s), [&] { story.Restart(0); });
    Dial(story);
    ASSERT_TRUE(
        story.world.RunUntil(Instant(20s), [this] { return talker->last == SocketStatus::Reset; }));
    EXPECT_EQ(story.Client().Find(talker->socket)->ResetBy(), ResetCause::Unknown);
    EXPECT_GT(talker->read, ByteCount{});
    EXPECT_EQ(talker->corrupted, ByteCount{});
}

TEST_F(Downloading, APrimaryThatStaysAwayIsGivenUpAlthoughASecondaryLives)
{
    SocketStory story({.links = {Link(10, 10ms), Link(10, 20ms)}});
    story.world.At(Instant(700ms), [&] { story.Crash(0); });
    Dial(story);
    EXPECT_FALSE(
        story.world.RunUntil(Instant(25s), [this] { return talker->last == SocketStatus::Reset; }));
    ASSERT_TRUE(
        story.world.RunUntil(Instant(60s), [this] { return talker->last == SocketStatus::Reset; }));
    EXPECT_EQ(story.Client().Find(talker->socket)->ResetBy(), ResetCause::TimedOut);
}

/// A stream over two servers on which nothing is under way, and neither direction is at its end.
class Idle : public testing::Test, public SocketObserver
{
  protected:
    Idle()
        : story({.links = {Link(10, 10ms), Link(10, 20ms)}}),
          echo(story.Server()),
          socket(DialEcho(story, *this))
    {
        EXPECT_TRUE(story.Server().Listen("echo", echo).IsOk());
        story.Client().Write(socket, SharedBytes(ByteVector(1'000)));
        EXPECT_TRUE(story.world.RunUntil(Instant(5s), [this] { return read == 1'000; }));
        story.world.RunUntil(Instant(10s));
    }

    void OnSocketReady(Instant, SocketId) override
    {
        read += story.Client().Read(socket, ByteCount{1'000}).bytes.Size();
    }

    std::optional<ResetCause> ResetBy()
    {
        const Socket* found = story.Client().Find(socket);
        return found == nullptr ? ResetCause::Aborted : found->ResetBy();
    }

    SocketStory story;
    Service echo;
    SocketId socket;
    std::size_t read{0};
};

TEST_F(Idle, APrimaryThatIsGoneIsNoticedAlthoughNobodyOwesAnything)
{
    story.Crash(0);
    ASSERT_TRUE(story.world.RunUntil(Instant(120s), [this] { return ResetBy().has_value(); }));
    EXPECT_EQ(ResetBy(), ResetCause::TimedOut);
    EXPECT_GE(story.world.Now(), Instant(40s));
}

TEST_F(Idle, APrimaryThatOnlyOthersReachIsNotGivenUp)
{
    story.Reshape(0, [](LinkShape& link) { link.isUp = false; });
    EXPECT_FALSE(story.world.RunUntil(Instant(600s), [this] { return ResetBy().has_value(); }));
    story.Client().Write(socket, SharedBytes(ByteVector(500)));
    EXPECT_TRUE(story.world.RunUntil(Instant(610s), [this] { return read == 1'500; }));
}

TEST(SocketStream, AnUploadSurvivesACutOfThePrimarysLinkAndIsEchoed)
{
    SocketStory story({.links = {Link(10, 10ms), Link(10, 20ms)}});
    Service echo(story.Server());
    ASSERT_TRUE(story.Server().Listen("echo", echo).IsOk());
    story.world.At(Instant(500ms),
                   [&] { story.Reshape(0, [](LinkShape& link) { link.isUp = false; }); });
    story.world.At(Instant(4s),
                   [&] { story.Reshape(0, [](LinkShape& link) { link.isUp = true; }); });
    Talker talker(story.Client(), SIZE);
    talker.Hold(DialEcho(story, talker));
    talker.Go(story.world.Now());
    ASSERT_TRUE(story.world.RunUntil(Instant(60s), [&] { return talker.IsWhole(SIZE); }));
}

TEST(SocketStream, AServerThatDoesNotReadStopsTheClient)
{
    SocketStory::Options options{.links = {Link(20, 10ms)}};
    options.session.upload.buffer = ByteCount{400'000};
    options.server.duplex.window = ByteCount{300'000};
    SocketStory story(options);
    Source deaf(story.Server(), ByteCount{});
    ASSERT_TRUE(story.Server().Listen("echo", deaf).IsOk());
    Talker talker(story.Client(), SIZE);
    talker.Hold(DialEcho(story, talker));
    story.world.RunUntil(Instant(50ms));
    deaf.talkers.at(0)->reading = Talker::Reading::Never;
    talker.Go(story.world.Now());
    story.world.RunUntil(Instant(40s));
    EXPECT_GE(talker.written, ByteCount{400'000});
    EXPECT_LE(talker.written, ByteCount{700'000});
    EXPECT_EQ(talker.last, SocketStatus::WouldBlock);
    Talker& server = *deaf.talkers[0];
    server.reading = Talker::Reading::Eager;
    server.Go(story.world.Now());
    ASSERT_TRUE(story.world.RunUntil(Instant(60s), [&] { return server.IsWhole(SIZE); }));
}

TEST(SocketStream, ASmallAnswerCostsOneRoundTripMoreThanTheHandshake)
{
    SocketStory story({.links = {Link(100, 50ms)}});
    Service echo(story.Server());
    ASSERT_TRUE(story.Server().Listen("echo", echo).IsOk());
    Talker talker(story.Client(), ByteCount{1'000});
    talker.Hold(DialEcho(story, talker));
    talker.Go(story.world.Now());
    ASSERT_TRUE(
        story.world.RunUntil(Instant(10s), [&] { return talker.IsWhole(ByteCount{1'000}); }));
    EXPECT_GE(*talker.endedAt, Instant(200ms));
    EXPECT_LE(*talker.endedAt, Instant(230ms));
}

TEST(SocketStream, ManyStreamsShareTheLinkFairly)
{
    constexpr std::size_t COUNT = 20;
    SocketStory story({.links = {Link(20, 10ms)}});
    Source source(story.Server(), SIZE);
    ASSERT_TRUE(story.Server().Listen("source", source).IsOk());
    std::vector<std::unique_ptr<Talker>> talkers;
    for (std::size_t i = 0; i < COUNT; ++i)
    {
        talkers.push_back(std::make_unique<Talker>(story.Client(), ByteCount{}));
        talkers[i]->Hold(story.Client().Dial(story.InfoOf(0), "source", *talkers[i]).Value());
    }
    EXPECT_EQ(story.Client().Sessions(), 1U);
    story.world.RunUntil(Instant(6s));
    for (const auto& talker : talkers)
    {
        const ByteCount fair{BytesIn(BitRate{20'000'000}, 6s).value / COUNT};
        EXPECT_GE(talker->read.value, fair.value * 60 / 100);
        EXPECT_LE(talker->read.value, fair.value * 140 / 100);
        EXPECT_EQ(talker->corrupted, ByteCount{});
    }
}

TEST(SocketLimits, ServicesAndBacklogsAndSessionsAndStreamsRefuseByName)
{
    SocketStory::Options options{.links = {Link(20, 10ms)}, .others = {Link(20, 10ms)}};
    options.session.duplex.window = ByteCount{100'000}; // No stream comes to its end.
    options.server.duplex.streamsMax = 3;
    options.server.duplex.sessionsMax = 1;
    SocketStory story(options);
    Service echo(story.Server());
    echo.most = 2;
    ASSERT_TRUE(story.Server().Listen("echo", echo).IsOk());
    const auto dial = [&story](std::size_t client, const char* service) {
        auto talker = std::make_unique<Talker>(story.Client(client), SIZE);
        talker->Hold(story.Client(client).Dial(story.InfoOf(0), service, *talker).Value());
        talker->reading = Talker::Reading::Never;
        story.world.RunUntil(story.world.Now() + 500ms);
        return talker;
    };
    const auto cause = [&story](std::size_t client, const Talker& talker) {
        return story.Client(client).Find(talker.socket)->ResetBy();
    };
    const auto first = dial(0, "echo");
    EXPECT_EQ(cause(0, *first), std::nullopt);
    EXPECT_EQ(cause(0, *dial(0, "nobody")), ResetCause::Refused);
    const auto second = dial(0, "echo");
    EXPECT_EQ(cause(0, *second), std::nullopt);
    EXPECT_EQ(cause(0, *dial(0, "echo")), ResetCause::Refused) << "the backlog";
    EXPECT_EQ(cause(1, *dial(1, "echo")), ResetCause::TooManySessions);
    echo.most = 3;
    const auto third = dial(0, "echo");
    EXPECT_EQ(cause(0, *third), std::nullopt);
    EXPECT_EQ(cause(0, *dial(0, "echo")), ResetCause::TooManyStreams);
    EXPECT_EQ(story.serverEvents.All<StreamTurnedAway>().size(), 2U);
}

TEST(SocketLimits, AHubRefusesBeyondItsOwn)
{
    SocketStory::Options options{.links = {Link(20, 10ms)}};
    options.limits.sockets = 3;
    options.limits.sessions = 1;
    options.limits.socketsPerSession = 2;
    SocketStory story(options);
    Talker talker(story.Client(), ByteCount{});
    EXPECT_TRUE(story.Client().Dial(story.InfoOf(0), "echo", talker).IsOk());
    EXPECT_TRUE(story.Client().Dial(story.InfoOf(0), "echo", talker).IsOk());
    const auto third = story.Client().Dial(story.InfoOf(0), "echo", talker);
    ASSERT_FALSE(third.IsOk());
    EXPECT_EQ(third.Failure().where, "sessions of this host");
    EXPECT_FALSE(story.Client().Dial(story.InfoOf(0), std::string(256, 'x'), talker).IsOk());
}

TEST(SocketStream, ASessionOutlivesItsLastSocketForAWhileAndNoLonger)
{
    SocketStory story({.links = {Link(20, 10ms)}});
    Service echo(story.Server());
    ASSERT_TRUE(story.Server().Listen("echo", echo).IsOk());
    for (int i = 0; i < 3; ++i)
    {
        Talker talker(story.Client(), ByteCount{1'000});
        talker.Hold(DialEcho(story, talker));
        talker.Go(story.world.Now());
        story.world.RunUntil(story.world.Now() + 1s);
        EXPECT_TRUE(talker.IsWhole(ByteCount{1'000}));
        EXPECT_EQ(story.Client().Sockets(), 0U);
        EXPECT_EQ(story.Server().Sockets(), 0U);
        EXPECT_EQ(story.Client().Sessions(), 1U);
    }
    EXPECT_EQ(story.clientEvents.All<SessionNamed>().size(), 1U);
    story.world.RunUntil(story.world.Now() + 10s);
    EXPECT_EQ(story.Client().Sessions(), 0U);
    EXPECT_TRUE(story.clientEvents.All<SocketReset>().empty());
    EXPECT_TRUE(story.serverEvents.All<SocketReset>().empty());
}

TEST(SocketStream, AReadDeadlineWakesTheProgramWhenItComes)
{
    SocketStory story({.links = {Link(20, 10ms)}});
    Source silent(story.Server(), SIZE);
    ASSERT_TRUE(story.Server().Listen("echo", silent).IsOk());
    Talker talker(story.Client(), SIZE);
    talker.Hold(DialEcho(story, talker));
    talker.reading = Talker::Reading::Never;
    story.world.RunUntil(Instant(1s));
    Talker quiet(story.Client(), SIZE);
    quiet.Hold(story.Client().Dial(story.InfoOf(0), "nobody there", quiet).Value());
    story.Client().SetReadDeadline(quiet.socket, story.world.Now() + 5ms);
    story.world.RunUntil(story.world.Now() + 6ms);
    EXPECT_EQ(quiet.last, SocketStatus::TimedOut);
    story.Client().SetReadDeadline(quiet.socket, NEVER);
    EXPECT_EQ(story.Client().Read(quiet.socket, SIZE).status, SocketStatus::WouldBlock);
}

} // namespace kwik::test
