#include "tests/support/byte-strings.h"
#include "tests/world/quic-pair.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

CarrierStreamId
ClientStream(std::uint64_t number)
{
    return {4 * number};
}

/// What the server got on its first connection.
const QuicPeer::Stream*
AtServer(const QuicPair& pair, CarrierStreamId stream)
{
    const auto entry = pair.server->streams.find({CarrierId{1}, stream});
    return entry == pair.server->streams.end() ? nullptr : &entry->second;
}

/// The server sends back what it gets, and ends what the client ends.
void
Echo(QuicPeer& server)
{
    server.onEvent = [](QuicEndpoint& endpoint, const CarrierEvent& event) {
        if (const auto* bytes = std::get_if<CarrierBytes>(&event))
        {
            endpoint.Write(bytes->id, bytes->stream, bytes->bytes, bytes->end);
        }
    };
}

void
ExpectTransfer(const QuicPair::Options& options, std::size_t size, Duration limit)
{
    QuicPair pair(options);
    Prng prng(options.seed);
    const ByteVector bytes = RandomBytes(prng, size);
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, ClientStream(0), bytes, StreamEnd::Final);
    pair.Run(limit);
    const auto* stream = AtServer(pair, ClientStream(0));
    ASSERT_NE(stream, nullptr);
    EXPECT_TRUE(stream->isEnded);
    EXPECT_EQ(stream->bytes.size(), bytes.size());
    EXPECT_TRUE(stream->bytes == bytes);
}

} // namespace

TEST(QuicStreams, CarryWhatWasWrittenBeforeTheHandshake)
{
    ExpectTransfer({}, 0, 1s);
    ExpectTransfer({}, 1, 1s);
    ExpectTransfer({}, 300'000, 1s);
}

TEST(QuicStreams, CarryEveryByteThroughLossReorderingAndDuplication)
{
    for (const CongestionControl algorithm :
         {CongestionControl::Cubic, CongestionControl::Bbr, CongestionControl::Reno})
    {
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
        {
            SCOPED_TRACE("seed " + std::to_string(seed));
            QuicPair::Options options;
            options.seed = seed;
            options.client.congestionControl = algorithm;
            options.link.lossPpm = 50'000;
            options.link.duplicatePpm = 50'000;
            options.link.jitter = 5ms;
            ExpectTransfer(options, 200'000, 30s);
        }
    }
}

TEST(QuicStreams, GoOnWhenASmallStreamWindowOpensAgain)
{
    QuicPair::Options options;
    options.server.streamWindow = ByteCount{4'000};
    ExpectTransfer(options, 100'000, 5s);
}

TEST(QuicStreams, GoOnWhenASmallConnectionWindowOpensAgain)
{
    QuicPair::Options options;
    options.server.connectionWindow = ByteCount{5'000};
    QuicPair pair(options);
    const CarrierId id = pair.client.Connect(*pair.server);
    const ByteVector bytes(20'000, std::byte{7});
    for (std::uint64_t i = 0; i < 10; ++i)
    {
        pair.client.Write(id, ClientStream(i), bytes, StreamEnd::Final);
    }
    pair.Run(5s);
    for (std::uint64_t i = 0; i < 10; ++i)
    {
        ASSERT_NE(AtServer(pair, ClientStream(i)), nullptr) << i;
        EXPECT_EQ(AtServer(pair, ClientStream(i))->bytes.size(), bytes.size()) << i;
        EXPECT_TRUE(AtServer(pair, ClientStream(i))->isEnded) << i;
    }
}

TEST(QuicStreams, AThousandAtOnceAllArrive)
{
    QuicPair pair;
    Echo(*pair.server);
    const CarrierId id = pair.client.Connect(*pair.server);
    for (std::uint64_t i = 0; i < 1'000; ++i)
    {
        pair.client.Write(id, ClientStream(i), AsBytes(std::to_string(i)), StreamEnd::Final);
    }
    pair.Run(2s);
    for (std::uint64_t i = 0; i < 1'000; ++i)
    {
        const auto echo = pair.client.streams.find({id, ClientStream(i)});
        ASSERT_NE(echo, pair.client.streams.end()) << i;
        ASSERT_EQ(AsText(echo->second.bytes), std::to_string(i));
        ASSERT_TRUE(echo->second.isEnded) << i;
    }
}

TEST(QuicStreams, BeyondThePeersLimitTheyWaitUntilOthersHaveEnded)
{
    for (const bool isEnding : {true, false})
    {
        QuicPair pair;
        const CarrierId id = pair.client.Connect(*pair.server);
        if (isEnding)
        {
            Echo(*pair.server);
        }
        for (std::uint64_t i = 0; i < 3'000; ++i)
        {
            pair.client.Write(id, ClientStream(i), AsBytes("x"), StreamEnd::Final);
        }
        pair.Run(5s);
        EXPECT_EQ(pair.server->streams.size(), isEnding ? 3'000U : 1'024U);
    }
}

TEST(QuicStreams, UsedOutOfOrderTheyAllOpen)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, ClientStream(5), AsBytes("five"), StreamEnd::Final);
    pair.Run(1s);
    pair.client.Write(id, ClientStream(2), AsBytes("two"), StreamEnd::Final);
    pair.Run(1s);
    ASSERT_NE(AtServer(pair, ClientStream(5)), nullptr);
    EXPECT_EQ(AsText(AtServer(pair, ClientStream(5))->bytes), "five");
    ASSERT_NE(AtServer(pair, ClientStream(2)), nullptr);
    EXPECT_EQ(AsText(AtServer(pair, ClientStream(2))->bytes), "two");
}

TEST(QuicStreams, AnAbortIsHeardAndStopsTheSender)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, ClientStream(0), AsBytes("send me much"), StreamEnd::Open);
    pair.Run(100ms);
    const ByteVector much(2'000'000, std::byte{1});
    pair.server->Write(CarrierId{1}, ClientStream(0), much, StreamEnd::Final);
    pair.Run(200ms);
    pair.client.Do(
        [&](QuicEndpoint& endpoint, Instant) { endpoint.AbortStream(id, ClientStream(0)); });
    pair.Run(100ms);
    ASSERT_FALSE(pair.server->All<CarrierStreamAborted>().empty());
    EXPECT_EQ(pair.server->All<CarrierStreamAborted>()[0].stream, ClientStream(0));
    const std::size_t sent = pair.server->sent.size();
    pair.Run(5s);
    EXPECT_LE(pair.server->sent.size(), sent + 5);
    EXPECT_LT(pair.client.streams[std::pair(id, ClientStream(0))].bytes.size(), much.size() / 2);
    EXPECT_TRUE(pair.client.All<CarrierClosed>().empty());
}

TEST(QuicStreams, AnAbortedStreamDoesNotHoldUpTheOthers)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, ClientStream(0), AsBytes("a"), StreamEnd::Open);
    pair.client.Write(id, ClientStream(1), AsBytes("b"), StreamEnd::Open);
    pair.client.Do([&](QuicEndpoint& endpoint, Instant) {
        endpoint.AbortStream(id, ClientStream(0)); // Not even open yet.
    });
    pair.Run(1s);
    pair.client.Write(id, ClientStream(1), AsBytes("c"), StreamEnd::Final);
    pair.Run(1s);
    ASSERT_NE(AtServer(pair, ClientStream(1)), nullptr);
    EXPECT_EQ(AsText(AtServer(pair, ClientStream(1))->bytes), "bc");
    EXPECT_EQ(AtServer(pair, ClientStream(0)), nullptr);
}

TEST(QuicStreams, ControlGoesBeforeWhatWaits)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.client.Write(id, ClientStream(0), ByteVector(1'000'000), StreamEnd::Final);
    pair.client.Write(id, ClientStream(1), AsBytes("now"), StreamEnd::Final);
    pair.client.Do([&](QuicEndpoint& endpoint, Instant) {
        endpoint.Prioritise(id, ClientStream(1), StreamRank::Control);
    });
    pair.Run(60ms);
    ASSERT_NE(AtServer(pair, ClientStream(1)), nullptr);
    EXPECT_TRUE(AtServer(pair, ClientStream(1))->isEnded);
    EXPECT_LT(AtServer(pair, ClientStream(0))->bytes.size(), 500'000U);
}

TEST(QuicStreams, AnnouncedSpaceKeepsTheSendBufferBoundedAndTheLinkFull)
{
    QuicPair pair;
    ByteCount announced;
    pair.client.onEvent = [&announced](QuicEndpoint& endpoint, const CarrierEvent& event) {
        if (const auto* space = std::get_if<CarrierSendSpace>(&event))
        {
            announced += space->space;
            const SharedBytes bytes(ByteVector(space->space.value));
            endpoint.Write(space->id, ClientStream(0), bytes, StreamEnd::Open);
        }
    };
    pair.client.Connect(*pair.server);
    pair.Run(4s);
    const auto* stream = AtServer(pair, ClientStream(0));
    ASSERT_NE(stream, nullptr);
    // 20 Mbit/s less overhead for four seconds, less slow start.
    EXPECT_GE(stream->bytes.size(), 8'500'000U);
    EXPECT_LE(stream->bytes.size(), 10'000'000U);
    // Unsent or unacknowledged is at most the buffer and what the link and its queue hold.
    EXPECT_LE(announced - ByteCount{stream->bytes.size()}, ByteCount{(48U << 10) + (2U << 20)});
}

TEST(QuicStreams, RoomThatWasOverdrawnComesBackWhole)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.Run(1s);
    constexpr std::size_t OVERDRAFT = 300'000;
    pair.client.Write(id, ClientStream(0), ByteVector(OVERDRAFT), StreamEnd::Open);
    pair.Run(2s);
    ASSERT_EQ(AtServer(pair, ClientStream(0))->bytes.size(), OVERDRAFT);
    std::size_t announced = 0;
    for (const auto& space : pair.client.All<CarrierSendSpace>())
    {
        announced += space.space.value;
    }
    // All is sent, so an owner who keeps account finds the buffer free again; of the last quarter
    // nobody is told.
    const std::size_t buffer = QuicConfig().sendBuffer.value;
    EXPECT_GT(announced, OVERDRAFT + buffer * 3 / 4);
    EXPECT_LE(announced, OVERDRAFT + buffer);
}

} // namespace kwik::test
