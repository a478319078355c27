#include "tests/support/byte-strings.h"
#include "tests/world/quic-pair.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr CarrierStreamId STREAM{0};

void
Close(QuicPeer& peer, CarrierId id, std::uint64_t code, const std::string& reason)
{
    peer.Do([&](QuicEndpoint& endpoint, Instant now) { endpoint.Close(now, id, {code, reason}); });
}

/// A pair whose connection is established and idle.
class ConnectedPair : public QuicPair
{
  public:
    explicit ConnectedPair(const Options& options = {})
        : QuicPair(options),
          id(client.Connect(*server))
    {
        Run(500ms);
        serverId = server->All<CarrierAccepted>().at(0).id;
    }

    CarrierId id;
    CarrierId serverId;
};

QuicPair::Options
WithIdleTimeout(Duration client, Duration server)
{
    QuicPair::Options options;
    options.client.idleTimeout = client;
    options.server.idleTimeout = server;
    return options;
}

} // namespace

TEST(QuicClose, CodeAndReasonArriveWhicheverSideCloses)
{
    ConnectedPair byClient;
    Close(byClient.client, byClient.id, 7, "enough");
    byClient.Run(1s);
    const auto atServer = byClient.server->All<CarrierClosed>();
    ASSERT_EQ(atServer.size(), 1U);
    EXPECT_EQ(atServer[0].id, byClient.serverId);
    EXPECT_EQ(atServer[0].cause, CarrierCloseCause::PeerClosed);
    EXPECT_EQ(atServer[0].farewell.code, 7U);
    EXPECT_EQ(atServer[0].farewell.reason, "enough");
    EXPECT_TRUE(byClient.client.All<CarrierClosed>().empty()); // Who closes knows it.

    ConnectedPair byServer;
    Close(*byServer.server, byServer.serverId, 0, "");
    byServer.Run(1s);
    const auto atClient = byServer.client.All<CarrierClosed>();
    ASSERT_EQ(atClient.size(), 1U);
    EXPECT_EQ(atClient[0].cause, CarrierCloseCause::PeerClosed);
    EXPECT_EQ(atClient[0].farewell.code, 0U);
    EXPECT_EQ(atClient[0].farewell.reason, "");
}

TEST(QuicClose, AClosedConnectionIsSilentAndWithoutTimers)
{
    ConnectedPair pair;
    Close(pair.client, pair.id, 1, "done");
    pair.Run(1s);
    const std::size_t byClient = pair.client.sent.size();
    const std::size_t byServer = pair.server->sent.size();
    pair.Run(100s);
    EXPECT_EQ(pair.client.sent.size(), byClient);
    EXPECT_EQ(pair.server->sent.size(), byServer);
    pair.client.Do(
        [](QuicEndpoint& endpoint, Instant) { EXPECT_EQ(endpoint.NextTimeout(), NEVER); });
}

TEST(QuicClose, DatagramsThatWereUnderWayAreNotAnsweredWithAReset)
{
    ConnectedPair pair;
    const ByteVector bytes(200'000, std::byte{1});
    pair.server->Write(pair.serverId, CarrierStreamId{1}, bytes, StreamEnd::Open);
    pair.Run(20ms);
    Close(pair.client, pair.id, 1, "done");
    pair.Run(5s);
    ASSERT_EQ(pair.server->All<CarrierClosed>().size(), 1U);
    EXPECT_EQ(pair.server->All<CarrierClosed>()[0].cause, CarrierCloseCause::PeerClosed);
}

TEST(QuicClose, AfterTheIdleTimeoutWithoutAPeerTheConnectionIsGone)
{
    ConnectedPair pair(WithIdleTimeout(4s, 4s));
    pair.SetLink(false);
    const Instant cut = pair.world.Now();
    pair.Run(20s);
    ASSERT_EQ(pair.client.All<CarrierClosed>().size(), 1U);
    EXPECT_EQ(pair.client.All<CarrierClosed>()[0].cause, CarrierCloseCause::IdleTimeout);
    // Counted from the last datagram heard, at most 500 ms before, or from the first sent after it.
    EXPECT_GE(pair.client.TimeOf<CarrierClosed>() - cut, 3'500ms);
    EXPECT_LE(pair.client.TimeOf<CarrierClosed>() - cut, 4s + 2s);
    EXPECT_EQ(pair.server->All<CarrierClosed>().size(), 1U);
}

TEST(QuicClose, TheShorterIdleTimeoutCountsForBoth)
{
    ConnectedPair pair(WithIdleTimeout(30s, 2s));
    pair.SetLink(false);
    const Instant cut = pair.world.Now();
    pair.Run(60s);
    ASSERT_EQ(pair.client.All<CarrierClosed>().size(), 1U);
    EXPECT_LE(pair.client.TimeOf<CarrierClosed>() - cut, 20s);
    EXPECT_GE(pair.client.TimeOf<CarrierClosed>() - cut, 1'500ms);
}

TEST(QuicClose, AnIdleConnectionWithAPeerLivesOn)
{
    ConnectedPair pair(WithIdleTimeout(2s, 2s));
    const std::size_t before = pair.client.sent.size();
    pair.Run(60s);
    EXPECT_TRUE(pair.client.All<CarrierClosed>().empty());
    EXPECT_TRUE(pair.server->All<CarrierClosed>().empty());
    // A PING each second at most, and its acknowledgements.
    EXPECT_GE(pair.client.sent.size() - before, 30U);
    EXPECT_LE(pair.client.sent.size() - before, 200U);
}

TEST(QuicClose, CallsThatNameNoConnectionAreIgnored)
{
    ConnectedPair pair;
    for (const CarrierId id : {CarrierId{0}, CarrierId{99}})
    {
        pair.client.Do([id](QuicEndpoint& endpoint, Instant now) {
            endpoint.Write(id, STREAM, SharedBytes(AsBytes("x")), StreamEnd::Open);
            endpoint.Prioritise(id, STREAM, StreamRank::Control);
            endpoint.AbortStream(id, STREAM);
            endpoint.Close(now, id, {1, "x"});
            EXPECT_FALSE(endpoint.Snapshot(id).has_value());
        });
    }
    Close(pair.client, pair.id, 1, "done");
    pair.Run(1s);
    pair.client.Write(pair.id, STREAM, AsBytes("too late"), StreamEnd::Open);
    Close(pair.client, pair.id, 2, "again");
    pair.Run(1s);
    EXPECT_TRUE(pair.server->streams.empty());
    EXPECT_EQ(pair.server->All<CarrierClosed>().size(), 1U);
}

TEST(QuicClose, BeforeTheHandshakeIsDoneItEndsTheAttempt)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.Run(5ms);
    Close(pair.client, id, 4, "superseded");
    pair.Run(10s);
    EXPECT_TRUE(pair.client.heard.empty());
    const std::size_t sent = pair.client.sent.size();
    EXPECT_LE(sent, 4U);
    // The server gives its half up too.
    EXPECT_EQ(pair.server->All<CarrierClosed>().size(), 1U);
}

TEST(QuicSnapshot, MeasuresTheLink)
{
    ConnectedPair pair;
    const ByteVector bytes(500'000, std::byte{1});
    pair.client.Write(pair.id, STREAM, bytes, StreamEnd::Final);
    pair.Run(2s);
    CarrierSnapshot seen;
    pair.client.Do(
        [&](QuicEndpoint& endpoint, Instant) { seen = endpoint.Snapshot(pair.id).value(); });
    EXPECT_GE(seen.minRtt, QuicPair::ROUND_TRIP);
    EXPECT_LE(seen.minRtt, QuicPair::ROUND_TRIP + 3ms);
    EXPECT_GE(seen.smoothedRtt, seen.minRtt);
    EXPECT_LE(seen.smoothedRtt, 200ms);
    EXPECT_GE(seen.probeTimeout, seen.smoothedRtt);
    EXPECT_LE(seen.probeTimeout, seen.smoothedRtt * 4 + 100ms);
    EXPECT_EQ(seen.bytesInFlight, ByteCount{0});
    EXPECT_EQ(seen.datagramsSent, pair.client.sent.size());
    EXPECT_GE(seen.datagramBytesSent, ByteCount{500'000});
    EXPECT_LE(seen.datagramBytesSent, ByteCount{540'000});
    EXPECT_LE(seen.lastReceived, pair.world.Now());
    EXPECT_GE(seen.lastReceived, pair.world.Now() - 2s);
}

} // namespace kwik::test
