#include "tests/support/byte-strings.h"
#include "tests/world/quic-pair.h"

#include <gtest/gtest.h>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

/// A socket that sends what a test has written by hand.
class RawPeer final : private DatagramSocket::Listener
{
  public:
    explicit RawPeer(SimWorld& world)
        : m_env(world, "raw", Ipv4(0x0a000001, 0)),
          m_socket(std::move(m_env.OpenDatagram(2'000, *this).Value()))
    {
    }

    void Send(const Address& to, ByteView payload)
    {
        static_cast<void>(m_socket->Send(to, payload));
    }

    std::vector<ByteVector> received;

  private:
    void OnDatagram(Instant, const Address&, ByteView payload) override
    {
        received.emplace_back(payload.begin(), payload.end());
    }

    SimEnvironment m_env;
    std::unique_ptr<DatagramSocket> m_socket;
};

/// A long header of an unknown version with the connection ids 0a0b0c0d0e0f0102 and 0304.
ByteVector
UnknownVersion(std::size_t size)
{
    ByteVector packet = FromHex("c0 1a2a3a4a 08 0a0b0c0d0e0f0102 02 0304");
    packet.resize(size);
    return packet;
}

} // namespace

TEST(QuicHandshake, TakesOneRoundTripAndBothSidesKnow)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.Run(1s);
    EXPECT_EQ(pair.client.All<CarrierReplied>().size(), 1U);
    ASSERT_EQ(pair.client.All<CarrierEstablished>().size(), 1U);
    EXPECT_EQ(pair.client.All<CarrierEstablished>()[0].id, id);
    ASSERT_EQ(pair.server->All<CarrierAccepted>().size(), 1U);
    EXPECT_EQ(pair.server->All<CarrierAccepted>()[0].peer, pair.client.LocalAddress());
    EXPECT_EQ(pair.server->All<CarrierEstablished>().size(), 1U);
    const Duration took = pair.client.TimeOf<CarrierEstablished>() - Instant{};
    EXPECT_GE(took, QuicPair::ROUND_TRIP);
    EXPECT_LE(took, QuicPair::ROUND_TRIP + 5ms);
    EXPECT_LE(pair.client.TimeOf<CarrierReplied>(), pair.client.TimeOf<CarrierEstablished>());
}

TEST(QuicHandshake, FailsOnBothSidesWhenTheServerHoldsAnotherKey)
{
    QuicPair pair;
    KeyPin pin = pair.server->Pin();
    pin[31] ^= std::byte{1};
    pair.client.Connect({pair.server->LocalAddress(), pin, 100ms});
    pair.Run(1s);
    EXPECT_TRUE(pair.client.All<CarrierEstablished>().empty());
    EXPECT_TRUE(pair.server->All<CarrierEstablished>().empty());
    ASSERT_EQ(pair.client.All<CarrierClosed>().size(), 1U);
    EXPECT_EQ(pair.client.All<CarrierClosed>()[0].cause, CarrierCloseCause::HandshakeFailed);
    // The server hears of it as the client's CRYPTO_ERROR (RFC 9001 section 4.8).
    ASSERT_EQ(pair.server->All<CarrierClosed>().size(), 1U);
    const CarrierClosed closed = pair.server->All<CarrierClosed>()[0];
    EXPECT_EQ(closed.cause, CarrierCloseCause::PeerClosed);
    EXPECT_GE(closed.farewell.code, 0x0100U);
    EXPECT_LE(closed.farewell.code, 0x01ffU);
}

TEST(QuicHandshake, IsGivenUpAfterItsTimeoutWhenNobodyIsThere)
{
    QuicPair::Options options;
    options.client.handshakeTimeout = 2s;
    QuicPair pair(options);
    pair.client.Connect({Ipv4(0x0a0000ff, 443), pair.server->Pin(), 100ms});
    pair.world.RunUntil(Instant(2s - 1ns));
    EXPECT_TRUE(pair.client.heard.empty());
    pair.world.RunUntil(Instant(2s + 1ms));
    ASSERT_EQ(pair.client.All<CarrierClosed>().size(), 1U);
    EXPECT_EQ(pair.client.All<CarrierClosed>()[0].cause, CarrierCloseCause::HandshakeTimeout);
    EXPECT_GT(pair.client.sent.size(), 1U); // It did try more than once.
    const std::size_t sent = pair.client.sent.size();
    pair.Run(10s);
    EXPECT_EQ(pair.client.sent.size(), sent);
}

TEST(QuicHandshake, ALostFirstFlightCostsAboutTheGuessedProbeTimeout)
{
    QuicPair pair;
    pair.SetLink(false);
    pair.client.Connect({pair.server->LocalAddress(), pair.server->Pin(), 40ms});
    pair.Run(1ms);
    pair.SetLink(true);
    pair.Run(1s);
    // RFC 9002 section 6.2.1: the guess plus four times its half, before an answer.
    const Duration took = pair.client.TimeOf<CarrierEstablished>() - Instant{};
    EXPECT_GE(took, 120ms + QuicPair::ROUND_TRIP);
    EXPECT_LE(took, 120ms + QuicPair::ROUND_TRIP + 10ms);
}

TEST(QuicHandshake, AHostThatRefusesClientsDoesNotAnswer)
{
    QuicPair pair;
    pair.server->Connect(pair.client);
    pair.Run(2s);
    EXPECT_TRUE(pair.client.heard.empty());
    EXPECT_TRUE(pair.client.sent.empty());
}

TEST(QuicHandshake, StrangersHaveABoundedNumberOfUnfinishedOnes)
{
    QuicPair::Options options;
    options.server.handshakesMax = 2;
    QuicPair pair(options);
    for (int i = 0; i < 5; ++i)
    {
        pair.client.Connect(*pair.server);
    }
    pair.Run(QuicPair::ONE_WAY + 5ms);
    EXPECT_EQ(pair.server->All<CarrierAccepted>().size(), 2U);
    pair.Run(3s); // Those that were dropped come again when there is room.
    EXPECT_EQ(pair.server->All<CarrierEstablished>().size(), 5U);
}

TEST(VersionNegotiation, OffersVersionOneToALargeEnoughStranger)
{
    QuicPair pair;
    RawPeer raw(pair.world);
    raw.Send(pair.server->LocalAddress(), UnknownVersion(1'200));
    pair.Run(1s);
    ASSERT_EQ(raw.received.size(), 1U);
    // RFC 9000 section 17.2.1: version 0, the connection ids swapped, then the versions.
    const std::string reply = ToHex(raw.received[0]);
    EXPECT_GE(reply.substr(0, 1), "8");
    EXPECT_EQ(reply.substr(2), "00000000020304080a0b0c0d0e0f010200000001");
    EXPECT_TRUE(pair.server->heard.empty());
}

TEST(VersionNegotiation, IsNotWorthASmallDatagramsTrouble)
{
    QuicPair pair;
    RawPeer raw(pair.world);
    raw.Send(pair.server->LocalAddress(), UnknownVersion(1'199));
    raw.Send(pair.client.LocalAddress(), UnknownVersion(1'200)); // Refuses strangers.
    pair.Run(1s);
    EXPECT_TRUE(raw.received.empty());
}

TEST(StatelessReset, IsSentToStrangersAndIsSmallerThanWhatItAnswers)
{
    QuicPair pair;
    RawPeer raw(pair.world);
    ByteVector unknown(41, std::byte{0x40});
    raw.Send(pair.server->LocalAddress(), unknown);
    pair.Run(1s);
    EXPECT_TRUE(raw.received.empty()); // Too small to be answered with less.
    unknown.resize(42);
    raw.Send(pair.server->LocalAddress(), unknown);
    unknown.resize(1'400);
    raw.Send(pair.server->LocalAddress(), unknown);
    pair.Run(1s);
    ASSERT_EQ(raw.received.size(), 2U);
    for (const ByteVector& reset : raw.received)
    {
        EXPECT_GE(reset.size(), 21U);
        EXPECT_LT(reset.size(), 42U);
        EXPECT_EQ(reset[0] & std::byte{0xc0}, std::byte{0x40}); // Looks like a short header.
    }
    // The token depends on the id, the rest is noise.
    EXPECT_TRUE(
        std::equal(raw.received[0].end() - 16, raw.received[0].end(), raw.received[1].end() - 16));
    EXPECT_NE(raw.received[0], raw.received[1]);
}

TEST(QuicEndpoint, SurvivesAnEmptyDatagram)
{
    QuicPair pair;
    RawPeer raw(pair.world);
    raw.Send(pair.server->LocalAddress(), {});
    raw.Send(pair.server->LocalAddress(), FromHex("40"));
    pair.Run(1s);
    EXPECT_TRUE(raw.received.empty());
    EXPECT_TRUE(pair.server->heard.empty());
}

TEST(QuicEndpoint, SurvivesNoiseInTheMiddleOfAConnection)
{
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        QuicPair pair;
        RawPeer raw(pair.world);
        Prng prng(seed);
        const CarrierId id = pair.client.Connect(*pair.server);
        for (int i = 0; i < 3'000; ++i)
        {
            ByteVector noise = RandomBytes(prng, prng.Below(1'400));
            if (noise.size() > 5 && prng.Below(2) == 0)
            {
                const ByteVector start = FromHex("c300000001");
                std::copy(start.begin(), start.end(), noise.begin());
            }
            raw.Send(pair.server->LocalAddress(), noise);
            pair.Run(1ms);
        }
        pair.client.Write(id, CarrierStreamId{0}, AsBytes("still here"), StreamEnd::Final);
        pair.Run(1s);
        ASSERT_EQ(pair.server->streams.size(), 1U);
        EXPECT_EQ(AsText(pair.server->streams.begin()->second.bytes), "still here");
        EXPECT_TRUE(pair.client.All<CarrierClosed>().empty());
    }
}

} // namespace kwik::test
