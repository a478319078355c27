// What becomes of a connection when an end of it moves, or forgets.
#include "tests/support/byte-strings.h"
#include "tests/world/quic-pair.h"

#include <gtest/gtest.h>
#include <set>

namespace kwik::test
{

using namespace std::chrono_literals;

namespace
{

constexpr CarrierStreamId STREAM{0};
constexpr std::size_t SIZE = 2'000'000;

/// A server that sends two megabytes to whoever connects.
class GenerousPair : public QuicPair
{
  public:
    GenerousPair()
        : id(client.Connect(*server)),
          content(RandomBytes(prng, SIZE))
    {
        server->onSend = [this](const Address& to, ByteView) { answered.insert(to); };
        client.Write(id, STREAM, AsBytes("please"), StreamEnd::Final);
        Run(200ms);
        const CarrierId accepted = server->All<CarrierAccepted>().at(0).id;
        server->Write(accepted, STREAM, content, StreamEnd::Final);
    }

    void ExpectEverything() const
    {
        ASSERT_EQ(client.streams.size(), 1U);
        EXPECT_TRUE(client.streams.begin()->second.isEnded);
        EXPECT_EQ(client.streams.begin()->second.bytes, content);
        EXPECT_TRUE(client.All<CarrierClosed>().empty());
        EXPECT_TRUE(server->All<CarrierClosed>().empty());
        EXPECT_EQ(server->All<CarrierAccepted>().size(), 1U);
    }

    CarrierId id;
    Prng prng{1};
    ByteVector content;
    std::set<Address> answered; ///< Where the server has sent to.
};

} // namespace

TEST(QuicPath, SurvivesNatsThatRebindAgainAndAgain)
{
    GenerousPair pair;
    for (int i = 0; i < 5; ++i)
    {
        pair.Run(100ms);
        pair.client.Environment().Rebind();
    }
    pair.Run(5s);
    pair.ExpectEverything();
    EXPECT_EQ(pair.answered.size(), 6U);
}

TEST(QuicPath, MovesWithAClientToItsNewAddress)
{
    GenerousPair pair;
    const Address elsewhere = Ipv4(0x0a000003, 1'000);
    pair.world.Connect(elsewhere, pair.server->LocalAddress(), QuicPair::Link());
    pair.Run(100ms);
    pair.SetLink(false);
    pair.client.Environment().Move(elsewhere);
    pair.Run(5s);
    pair.ExpectEverything();
    EXPECT_EQ(pair.answered, (std::set{pair.client.LocalAddress(), elsewhere}));
}

TEST(QuicPath, OfAHandshakeDoesNotMoveAndFails)
{
    QuicPair pair;
    const Address elsewhere = Ipv4(0x0a000003, 1'000);
    pair.world.Connect(elsewhere, pair.server->LocalAddress(), QuicPair::Link());
    pair.client.Connect(*pair.server);
    pair.Run(QuicPair::ONE_WAY + 1ms);
    pair.client.Environment().Move(elsewhere);
    pair.Run(10s);
    ASSERT_EQ(pair.client.All<CarrierClosed>().size(), 1U);
    EXPECT_EQ(pair.client.All<CarrierClosed>()[0].cause, CarrierCloseCause::HandshakeTimeout);
}

TEST(QuicReset, TellsAClientThatItsServerHasForgottenIt)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.Run(500ms);
    pair.RestartServer();
    const Instant asked = pair.world.Now();
    Prng prng(2);
    pair.client.Write(id, STREAM, RandomBytes(prng, 100), StreamEnd::Final);
    pair.Run(1s);
    const auto closed = pair.client.All<CarrierClosed>();
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed[0].cause, CarrierCloseCause::PeerForgot);
    EXPECT_GE(pair.client.TimeOf<CarrierClosed>(), asked + QuicPair::ROUND_TRIP);
    EXPECT_LE(pair.client.TimeOf<CarrierClosed>(), asked + QuicPair::ROUND_TRIP + 1ms);
}

TEST(QuicReset, WithAnotherTokenIsNothing)
{
    QuicPair pair;
    const CarrierId id = pair.client.Connect(*pair.server);
    pair.Run(500ms);
    const std::size_t sent = pair.client.sent.size();
    Prng prng(3);
    for (std::size_t size = 1; size < 300; ++size)
    {
        ByteVector forged = RandomBytes(prng, size);
        forged[0] = (forged[0] & std::byte{0x3f}) | std::byte{0x40};
        pair.client.Do([&](QuicEndpoint& endpoint, Instant now) {
            endpoint.OnDatagram(now, pair.server->LocalAddress(), forged);
        });
    }
    EXPECT_EQ(pair.client.sent.size(), sent); // And is not answered with another one.
    pair.client.Write(id, STREAM, AsBytes("still here"), StreamEnd::Final);
    pair.Run(1s);
    EXPECT_TRUE(pair.client.All<CarrierClosed>().empty());
    ASSERT_EQ(pair.server->streams.size(), 1U);
    EXPECT_EQ(AsText(pair.server->streams.begin()->second.bytes), "still here");
}

} // namespace kwik::test
