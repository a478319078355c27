#include "protocol-core/base/prng.h"
#include "protocol-core/session/duplex-server.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr Instant NOW(10s);
constexpr SessionId SESSION{7};
constexpr StreamId STREAM{0};
constexpr ServedStream ID{SESSION, STREAM};

DuplexServer::Caller
On(std::uint32_t carrier, DuplexServer::Way way = DuplexServer::Way::Direct)
{
    return {CarrierId{carrier}, SESSION, Ipv4(1, 2), way};
}

KdpStreamConnect
Connect(StreamId stream = STREAM, StreamAcquaintance acquaintance = StreamAcquaintance::New)
{
    return {stream, {}, StreamFinish::Open, acquaintance, "echo"};
}

SharedBytes
Bytes(std::size_t size)
{
    return SharedBytes(ByteVector(size));
}

/// What the machine has asked for, in words: "1 extent 100 pushed 100", "1 push 0-100".
using Words = std::vector<std::string>;

std::string
InWords(const DuplexServer::Reply& reply)
{
    std::string text = std::to_string(reply.carrier.value);
    if (const auto* extent = std::get_if<KdpStreamExtent>(&reply.message))
    {
        text += " extent " + std::to_string(extent->extent.value) + " pushed " +
                std::to_string(extent->pushed.value);
        return text + (extent->finish == StreamFinish::Final ? " final" : "");
    }
    if (const auto* reset = std::get_if<KdpStreamReset>(&reply.message))
    {
        return text + " reset " + std::string(ToText(reset->cause));
    }
    return text + " window " + std::to_string(std::get<KdpStreamWindow>(reply.message).limit.value);
}

Words
Drain(DuplexServer& server)
{
    Words words;
    while (const auto action = server.PollAction())
    {
        if (const auto* reply = std::get_if<DuplexServer::Reply>(&*action))
        {
            words.push_back(InWords(*reply));
        }
        else if (const auto* push = std::get_if<DuplexServer::Push>(&*action))
        {
            words.push_back(std::to_string(push->carrier.value) + " push " +
                            std::to_string(push->bytes.begin.value) + "-" +
                            std::to_string(push->bytes.end.value));
        }
        else if (std::holds_alternative<DuplexServer::Offered>(*action))
        {
            words.push_back("offered");
        }
        else if (std::holds_alternative<DuplexServer::Writable>(*action))
        {
            words.push_back("writable");
        }
        else if (std::holds_alternative<DuplexServer::Sent>(*action))
        {
            words.push_back("sent");
        }
        else if (const auto* ended = std::get_if<DuplexServer::Ended>(&*action))
        {
            words.push_back(ended->cause ? "ended " + std::string(ToText(*ended->cause)) : "ended");
        }
    }
    return words;
}

/// A server with one stream that it has taken.
class Serving : public testing::Test
{
  protected:
    Serving()
    {
        server.OnConnect(NOW, On(1), Connect());
        server.Accept(NOW, ID);
        Drain(server);
    }

    void Ack(std::uint32_t carrier, std::uint64_t bytes, StreamFinish finish = StreamFinish::Open)
    {
        server.OnAck(NOW, On(carrier), {STREAM, ByteCount{bytes}, finish, {}});
    }

    DuplexServer server{DuplexConfig{}};
};

} // namespace

TEST(DuplexServer, OffersAStreamOnceHoweverManyPathsAskForIt)
{
    DuplexServer server{DuplexConfig{}};
    EXPECT_TRUE(server.OnConnect(NOW, On(1), Connect()));
    EXPECT_TRUE(server.OnConnect(NOW, On(2), Connect()));
    EXPECT_EQ(Drain(server), Words{"offered"});
    server.Accept(NOW, ID);
    EXPECT_EQ(Drain(server), Words{"1 extent 0 pushed 0"});
}

TEST_F(Serving, PushesWhatIsLittleAndTellsOfTheRest)
{
    server.OnWindow(NOW, On(1), {STREAM, ByteCount{1'000'000}});
    server.Write(NOW, ID, Bytes(100), StreamFinish::Open);
    EXPECT_EQ(Drain(server), (Words{"1 extent 100 pushed 100", "1 push 0-100"}));
    server.Write(NOW, ID, Bytes(200'000), StreamFinish::Open);
    EXPECT_EQ(Drain(server), (Words{"1 extent 200100 pushed 65536", "1 push 100-65536"}));
    server.Write(NOW, ID, Bytes(60'000), StreamFinish::Open);
    EXPECT_EQ(Drain(server), Words{}) << "too little to tell of while much is owed";
    Ack(1, 200'100);
    EXPECT_EQ(Drain(server), (Words{"1 extent 260100 pushed 260100", "1 push 200100-260100"}));
}

TEST_F(Serving, PushesNoFartherThanTheClientHasMadeRoom)
{
    Ack(1, 0);
    server.Write(NOW, ID, Bytes(60'000), StreamFinish::Open);
    Ack(1, 60'000);
    Drain(server);
    server.Write(NOW, ID, Bytes(60'000), StreamFinish::Open);
    EXPECT_EQ(Drain(server), (Words{"1 extent 120000 pushed 65536", "1 push 60000-65536"}));
}

TEST_F(Serving, PushesNothingThroughARelay)
{
    server.OnWindow(NOW, On(2, DuplexServer::Way::Relayed), {STREAM, ByteCount{1'000'000}});
    Drain(server);
    server.Write(NOW, ID, Bytes(100), StreamFinish::Open);
    EXPECT_EQ(Drain(server), Words{"2 extent 100 pushed 0"});
}

TEST_F(Serving, KeepsWhatIsNotAcknowledgedAndReadsNothingElse)
{
    server.Write(NOW, ID, Bytes(1'000), StreamFinish::Open);
    EXPECT_EQ(server.Read(ID, {ByteCount{0}, ByteCount{400}}).Size(), 400U);
    EXPECT_EQ(server.Read(ID, {ByteCount{900}, ByteCount{1'400}}).Size(), 100U);
    EXPECT_EQ(server.Read(ID, {ByteCount{1'000}, ByteCount{1'400}}).Size(), 0U);
    Ack(1, 500);
    EXPECT_EQ(server.Read(ID, {ByteCount{499}, ByteCount{600}}).Size(), 0U);
    EXPECT_EQ(server.Read(ID, {ByteCount{500}, ByteCount{600}}).Size(), 100U);
    Ack(1, 9'999'999);
    EXPECT_EQ(server.Read(ID, {ByteCount{999}, ByteCount{1'000}}).Size(), 0U);
}

TEST_F(Serving, IsOverWhenBothDirectionsAre)
{
    server.Write(NOW, ID, Bytes(10), StreamFinish::Final);
    EXPECT_EQ(Drain(server), (Words{"1 extent 10 pushed 10 final", "1 push 0-10"}));
    Ack(1, 10, StreamFinish::Final);
    EXPECT_EQ(Drain(server), Words{"sent"});
    server.OnReceivedAll(ID);
    EXPECT_EQ(Drain(server), Words{"ended"});
    EXPECT_TRUE(server.OnConnect(NOW, On(2), Connect())) << "a late one opens nothing";
    EXPECT_EQ(Drain(server), Words{});
    EXPECT_EQ(server.NextTimeout(), NEVER);
}

TEST_F(Serving, TellsAgainOnEveryPathWhatIsNotAcknowledged)
{
    server.OnConnect(NOW, On(2), Connect(STREAM, StreamAcquaintance::Known));
    server.Write(NOW, ID, Bytes(10), StreamFinish::Open);
    Drain(server);
    EXPECT_EQ(server.NextTimeout(), NOW + 500ms);
    server.OnTimeout(NOW + 500ms);
    EXPECT_EQ(Drain(server), (Words{"1 extent 10 pushed 0", "2 extent 10 pushed 0"}));
    EXPECT_EQ(server.NextTimeout(), NOW + 1'500ms);
    Ack(1, 10);
    EXPECT_EQ(server.NextTimeout(), NEVER);
}

TEST_F(Serving, GivesAClientUpThatIsSilentForTooLong)
{
    server.Write(NOW, ID, Bytes(10), StreamFinish::Open);
    Drain(server);
    Instant now = NOW;
    while (server.NextTimeout() < NOW + 30s)
    {
        now = server.NextTimeout();
        server.OnTimeout(now);
    }
    EXPECT_EQ(server.Streams(SESSION), 1U);
    Drain(server);
    server.OnTimeout(NOW + 30s);
    EXPECT_EQ(Drain(server).back(), "ended timed_out");
    EXPECT_EQ(server.NextTimeout(), NEVER);
}

TEST_F(Serving, SpeaksWhereTheClientHasSpokenLast)
{
    Ack(2, 0);
    EXPECT_EQ(Drain(server), Words{"2 extent 0 pushed 0"}) << "what was said elsewhere is lost";
    server.OnGone(NOW, SESSION, CarrierId{2});
    EXPECT_EQ(Drain(server), Words{"1 extent 0 pushed 0"});
}

TEST_F(Serving, AnswersAClientThatAcknowledgesNothingNew)
{
    Ack(1, 0);
    EXPECT_EQ(Drain(server), Words{"1 extent 0 pushed 0"});
    Ack(1, 0);
    EXPECT_EQ(Drain(server), Words{"1 extent 0 pushed 0"});
}

TEST_F(Serving, AClientWithoutAnyPathHasAWhileToComeBack)
{
    server.OnGone(NOW, SESSION, CarrierId{1});
    EXPECT_EQ(server.NextTimeout(), NOW + 30s);
    server.OnTimeout(NOW + 30s);
    EXPECT_EQ(Drain(server), Words{"ended timed_out"});
}

TEST(DuplexServer, SaysThatItDoesNotKnowAStreamThatItShouldKnow)
{
    DuplexServer server{DuplexConfig{}};
    EXPECT_FALSE(server.OnConnect(NOW, On(1), Connect(STREAM, StreamAcquaintance::Known)));
    EXPECT_EQ(Drain(server), Words{"1 reset unknown"});
    server.OnAck(NOW, On(1), {STREAM, {}, StreamFinish::Open, {}});
    server.OnWindow(NOW, On(1), {STREAM, {}});
    server.OnReset(NOW, On(1), {STREAM, ResetCause::Aborted});
    EXPECT_EQ(Drain(server), (Words{"1 reset unknown", "1 reset unknown"}));
}

TEST(DuplexServer, HasRoomForOneShareOfEachStream)
{
    DuplexConfig config;
    config.buffer = ByteCount{1'000'000};
    config.sessionBuffer = ByteCount{1'200'000};
    DuplexServer server{config};
    server.OnConnect(NOW, On(1), Connect());
    EXPECT_EQ(server.Room(ID), ByteCount{1'000'000});
    server.OnConnect(NOW, On(1), Connect(StreamId{1}));
    EXPECT_EQ(server.Room(ID), ByteCount{600'000});
    EXPECT_EQ(server.Write(NOW, ID, Bytes(700'000), StreamFinish::Final), ByteCount{600'000});
    EXPECT_EQ(server.Room(ID), ByteCount{});
}

TEST(DuplexServer, SurvivesWhateverAClientSays)
{
    for (std::uint64_t seed = 1; seed <= 300; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        DuplexConfig config;
        config.streamsMax = 4;
        DuplexServer server{config};
        Instant now = NOW;
        for (int i = 0; i < 300; ++i)
        {
            now += std::chrono::milliseconds(prng.Below(500));
            const auto caller = On(static_cast<std::uint32_t>(prng.Below(3)));
            const StreamId stream{prng.Below(6)};
            const ByteCount number{prng.Next() >> prng.Below(64)};
            const auto finish = prng.Below(2) == 0 ? StreamFinish::Open : StreamFinish::Final;
            switch (prng.Below(8))
            {
            case 0:
                server.OnConnect(now,
                                 caller,
                                 Connect(stream, static_cast<StreamAcquaintance>(prng.Below(2))));
                break;
            case 1:
                server.OnAck(now, caller, {stream, number, finish, {}});
                break;
            case 2:
                server.OnWindow(now, caller, {stream, number});
                break;
            case 3:
                server.OnReset(now, caller, {stream, ResetCause::Aborted});
                break;
            case 4:
                server.Accept(now, {SESSION, stream});
                break;
            case 5:
                server.Write(now, {SESSION, stream}, Bytes(prng.Below(3'000)), StreamFinish::Open);
                break;
            case 6:
                server.OnGone(now, SESSION, caller.carrier);
                break;
            default:
                server.OnTimeout(now);
                ASSERT_GT(server.NextTimeout(), now);
            }
            Drain(server);
            ASSERT_LE(server.Streams(SESSION), 4U);
        }
    }
}

} // namespace kwik::test
